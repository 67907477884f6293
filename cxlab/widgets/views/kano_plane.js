/* Attributes on the plane of worse (across, sign dropped) and better (up), with their intervals.
   rows: term label text kind open, x x_low x_high (worse, below zero) y y_low y_high; options: fields {attractive ...} axes [2] */
const FILL = {
  must_be: ORANGE,
  one_dimensional: SAND,
  attractive: BLUE,
  indifferent: GREY,
  reverse: "#8b5fa8",
  questionable: MUTED,
};

function draw({ svg, width, rows, options, kept }) {
  const { fields, axes } = options;
  const side = Math.min(width - 76, 640);
  const [x0, y0] = [68, 10];
  const [x1, y1] = [x0 + side, y0 + Math.min(side, 470)];
  const across = linear([0, 1], [x0, x1]);
  const up = linear([0, 1], [y1, y0]);
  const line = { stroke: MUTED, "stroke-width": 1 };
  const back = [
    node("rect", { x: x0, y: y0, width: x1 - x0, height: y1 - y0, fill: "none", stroke: GRID }),
    node("line", { x1: across(0.5), x2: across(0.5), y1: y0, y2: y1, ...line }),
    node("line", { x1: x0, x2: x1, y1: up(0.5), y2: up(0.5), ...line }),
    words(axes[0], x0, y1 + 36, { size: SMALL, fill: MUTED }),
    node(
      "g",
      { transform: `translate(12, ${(y0 + y1) / 2}) rotate(-90)` },
      words(axes[1], 0, 0, { anchor: "middle", size: SMALL, fill: MUTED })
    ),
  ];
  const taken = [];
  for (const [key, h, v] of [["attractive", 0, 1], ["one_dimensional", 1, 1], ["indifferent", 0, 0], ["must_be", 1, 0]]) {
    const x = h ? x1 - 8 : x0 + 8;
    const y = v ? y0 + 14 : y1 - 14;
    const wide = span(fields[key], SIZE, 600);
    taken.push([h ? x - wide : x, y - 10, h ? x : x + wide, y + 10]);
    back.push(words(fields[key], x, y, { anchor: h ? "end" : "start", fill: MUTED, weight: 600 }));
  }
  for (const mark of [0, 0.25, 0.5, 0.75, 1])
    back.push(
      words(write(mark, "share"), across(mark), y1 + 14, { anchor: "middle", size: SMALL, fill: MUTED }),
      words(write(mark, "share"), x0 - 6, up(mark), { anchor: "end", size: SMALL, fill: MUTED })
    );
  if (!svg.firstChild) svg.append(node("g", { class: "back" }), node("g", { class: "sheet" }));
  svg.querySelector(".back").replaceChildren(...back);

  const alive = new Set(rows.map((row) => row.term));
  for (const [term, group] of kept) if (!alive.has(term)) group.remove() || kept.delete(term);
  for (const row of rows) {
    const [x, y] = [across(-row.x), up(row.y)];
    taken.push([x - 8, y - 8, x + 8, y + 8]);
  }
  for (const row of rows) {
    let group = kept.get(row.term);
    const fresh = !group;
    if (fresh) {
      group = node("g");
      kept.set(row.term, group);
      svg.querySelector(".sheet").append(group);
    }
    const [x, y] = [across(-row.x), up(row.y)];
    /* Above the whisker that runs across, on the free side of the one that runs up. */
    const spot = beside(x, y - 12, span(row.label), SIZE * LINE, taken, [x0, y0, x1, y1]);
    const color = FILL[row.kind];
    const d =
      `M${across(-row.x_low) - x},0H${across(-row.x_high) - x}` +
      `M0,${up(row.y_low) - y}V${up(row.y_high) - y}`;
    group.replaceChildren(
      node("title", {}, `${row.label}: ${row.text}`),
      node("path", { d, stroke: color, "stroke-width": 2, opacity: 0.55, fill: "none" }),
      node("circle", { r: 6.5, fill: row.open ? PAPER : color, stroke: color, "stroke-width": 2.5 }),
      words(row.label, spot.dx, spot.dy - 12, { anchor: spot.anchor, halo: true })
    );
    group.style.transform = `translate(${x}px, ${y}px)`;
    if (fresh) requestAnimationFrame(() => group.classList.add("move"));
  }
  return y1 + 48;
}

export default live(draw);
