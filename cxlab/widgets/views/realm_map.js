/* Four fields spanned by two axes; points can be dragged or moved by arrow keys (Shift: larger steps).
   rows: term label text x y
   options: low high step fields {nw ne sw se} axes {left right top bottom} chosen */
function draw({ svg, width, rows, options, kept, send }) {
  const { low, high, step, fields, axes } = options;
  const side = Math.min(width - 8, 520);
  const [x0, y0] = [4, 24];
  const [x1, y1] = [x0 + side, y0 + Math.min(side, 420)];
  const across = linear([low, high], [x0, x1]);
  const down = linear([low, high], [y0, y1]);
  const [mx, my] = [(x0 + x1) / 2, (y0 + y1) / 2];
  if (!svg.firstChild) svg.append(node("g", { class: "back" }), node("g", { class: "sheet" }));

  const back = [];
  for (const [key, fx, fy] of [["nw", x0, y0], ["ne", mx, y0], ["sw", x0, my], ["se", mx, my]]) {
    const solid = key === "nw" || key === "se";
    back.push(
      node("rect", { x: fx, y: fy, width: mx - x0, height: my - y0, fill: PALE, opacity: solid ? 1 : 0.45 }),
      words(fields[key], fx === x0 ? x0 + 10 : x1 - 10, fy === y0 ? y0 + 16 : y1 - 16, {
        anchor: fx === x0 ? "start" : "end",
        size: 15,
        weight: 600,
        fill: MUTED,
      })
    );
  }
  const line = { stroke: MUTED, "stroke-width": 1 };
  back.push(
    node("line", { x1: x0, x2: x1, y1: my, y2: my, ...line }),
    node("line", { x1: mx, x2: mx, y1: y0, y2: y1, ...line }),
    words(axes.top, mx, y0 - 12, { anchor: "middle", size: SMALL, fill: MUTED }),
    words(axes.bottom, mx, y1 + 14, { anchor: "middle", size: SMALL, fill: MUTED }),
    words(axes.left, x0 + 6, my - 11, { size: SMALL, fill: MUTED }),
    words(axes.right, x1 - 6, my - 11, { anchor: "end", size: SMALL, fill: MUTED })
  );
  svg.querySelector(".back").replaceChildren(...back);

  const alive = new Set(rows.map((row) => row.term));
  for (const [term, point] of kept) if (!alive.has(term)) point.group.remove() || kept.delete(term);
  for (const row of rows) {
    let point = kept.get(row.term);
    if (!point) {
      const group = node("g", { class: "grip", tabindex: 0, role: "button" });
      point = { group };
      kept.set(row.term, point);
      svg.querySelector(".sheet").append(group);
      listen(point);
    }
    if (point.held && point.held.x === row.x && point.held.y === row.y) delete point.held;
    Object.assign(point, { row, across, down });
    place(point);
  }

  /* Names beside the points, on the first side that is free; never outside the map. */
  const taken = rows.map((row) => {
    const { x, y } = kept.get(row.term).held ?? row;
    return [across(x) - 8, down(y) - 8, across(x) + 8, down(y) + 8];
  });
  for (const [key, y] of [["nw", y0], ["ne", y0], ["sw", y1 - 28], ["se", y1 - 28]]) {
    const wide = span(fields[key], 15, 600) + 14;
    taken.push(key[1] === "w" ? [x0, y, x0 + wide, y + 28] : [x1 - wide, y, x1, y + 28]);
  }
  for (const [text, end] of [[axes.left, 0], [axes.right, 1]]) {
    const wide = span(text, SMALL) + 10;
    taken.push([end ? x1 - wide : x0, my - 19, end ? x1 : x0 + wide, my]);
  }
  for (const row of rows) {
    const { group, held } = kept.get(row.term);
    const [px, py] = [across((held ?? row).x), down((held ?? row).y)];
    const lines = wrap(row.label, Math.min(150, side / 2 - 24));
    const wide = Math.max(...lines.map((text) => span(text, SIZE, 600)));
    const tall = lines.length * SIZE * LINE;
    const spot = beside(px, py, wide, tall, taken, [x0, y0, x1, y1]);
    const chosen = row.term === options.chosen;
    group.replaceChildren(
      node("circle", { class: "halo", r: 13 }),
      node("circle", { r: 7, fill: chosen ? ORANGE : BLUE, stroke: PAPER, "stroke-width": 2 }),
      words(lines, spot.dx, spot.dy, { anchor: spot.anchor, weight: chosen ? 700 : 500 })
    );
    group.setAttribute("aria-label", `${row.label}: ${row.text}`);
    group.setAttribute("aria-pressed", chosen);
  }

  function place(point) {
    const { x, y } = point.held ?? point.row;
    point.group.setAttribute("transform", `translate(${point.across(x)}, ${point.down(y)})`);
  }

  function listen(point) {
    const snap = (value) => +Math.min(high, Math.max(low, Math.round(value / step) * step)).toFixed(6);
    const put = (x, y) => {
      const next = { x: snap(x), y: snap(y) };
      const now = point.held ?? point.row;
      if (next.x === now.x && next.y === now.y) return;
      point.held = next;
      place(point);
      send({ kind: "move", term: point.row.term, ...next });
    };
    const back = (scale, at) => linear([scale(low), scale(high)], [low, high])(at);
    drag(point.group, svg, (x, y) => put(back(point.across, x), back(point.down, y)));
    point.group.addEventListener("focus", () => send({ kind: "choose", term: point.row.term }));
    point.group.addEventListener("keydown", (event) => {
      if (event.key === "Delete" || event.key === "Backspace") send({ kind: "remove", term: point.row.term });
      const by = STEPS[event.key];
      if (by) {
        const now = point.held ?? point.row;
        const far = event.shiftKey ? 5 * step : step;
        put(now.x + by[0] * far, now.y + by[1] * far);
      } else if (event.key !== "Delete" && event.key !== "Backspace") return;
      event.preventDefault();
      event.stopPropagation();
    });
  }
  return y1 + 26;
}

export default live(draw, "group");
