/* with walk.js */
/* Points with their intervals on a plane of four named fields; hollow where the field is unsure.
   rows: term label text kind open x [x_low x_high] y [y_low y_high]
   options: cross [x y] fields {nw ne sw se} axes [2] [units [2] span [[2] [2]] tint note]
   An axis whose span runs down from zero (Kano's "worse") is written without its sign. */
const FILL = {
  concentrate: ORANGE,
  must_be: ORANGE,
  one_dimensional: SAND,
  indifferent: GREY,
  reverse: VIOLET,
  questionable: MUTED,
};

/* The best of many places beside a point: not over a point or another name (or it comes back
   crowded, unless it is forced), rather not over a line. */
function settle([x, y], [wide, tall], { hard, soft, sheet: [x0, y0, x1, y1] }, forced) {
  const over = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  let best = null;
  for (const gap of [11, 24, 40, 60])
    for (const [h, v] of [[1, -1], [-1, -1], [1, 1], [-1, 1], [1, 0], [-1, 0], [0, -1], [0, 1]]) {
      const middle = h && v ? 0.75 : 1;
      const left = x + h * gap * middle + ((h - 1) * wide) / 2;
      const head = y + v * (gap + (h ? 0 : 2)) * middle + ((v - 1) * tall) / 2;
      const box = [left, head, left + wide, head + tall];
      if (box[0] < x0 || box[1] < y0 || box[2] > x1 || box[3] > y1) continue;
      const cost =
        100 * hard.filter((other) => over(box, other)).length +
        7 * soft.filter((other) => over(box, other)).length +
        gap / 4;
      if (!best || cost < best.cost) best = { cost, box, gap };
    }
  if (!forced && (!best || best.cost >= 100)) return null;
  best = best || { box: [x + 8, y - 8 - tall, x + 8 + wide, y - 8], gap: 8 };
  hard.push(best.box);
  return best;
}

function draw({ root, svg, width, rows: all, options, kept, memory, gone }) {
  const { fields, axes, cross, units = ["share", "share"] } = options;
  const rows = all.filter((row) => given(row.x) && given(row.y));
  const reach = (name, line) => {
    const ends = [name, `${name}_low`, `${name}_high`];
    const values = [line, ...rows.flatMap((row) => ends.map((end) => row[end]))].filter(given);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const pad = (high - low || 1) * 0.09;
    return [low - pad, high + pad];
  };
  const [spanX, spanY] = options.span || [reach("x", cross[0]), reach("y", cross[1])];
  const sheet = Math.min(width, 760);
  const tall = Math.min(470, Math.max(300, sheet * 0.66));
  const marksY = ticks(Math.min(...spanY), Math.max(...spanY), 5);
  const bare = ([from, to]) => (mark) => (to < from ? Math.abs(mark) : mark);
  const written = marksY.map((mark) => write(bare(spanY)(mark), units[1]));
  const side = wrap(axes[1], sheet, SMALL);
  const [x0, y0] = [12 + Math.max(...written.map((text) => span(text, SMALL))), 6 + side.length * SMALL * LINE];
  const [x1, y1] = [sheet - 4, y0 + tall];
  const across = linear(spanX, [x0, x1]);
  const up = linear(spanY, [y1, y0]);
  const [mx, my] = [across(cross[0]), up(cross[1])];
  const clampX = (value) => Math.max(x0, Math.min(x1, across(value)));
  const clampY = (value) => Math.max(y0, Math.min(y1, up(value)));

  const line = { stroke: MUTED, "stroke-width": 1.2 };
  const corner = { nw: [x0, y0, mx, my], ne: [mx, y0, x1, my], sw: [x0, my, mx, y1], se: [mx, my, x1, y1] };
  const back = [words(side, 0, (side.length * SMALL * LINE) / 2, { size: SMALL, fill: MUTED })];
  if (options.tint) {
    const [a, b, c, d] = corner[options.tint];
    back.push(node("rect", { x: a, y: b, width: c - a, height: d - b, fill: ORANGE, opacity: 0.1 }));
  }
  back.push(
    node("rect", { x: x0, y: y0, width: x1 - x0, height: y1 - y0, fill: "none", stroke: GRID }),
    node("line", { x1: mx, x2: mx, y1: y0, y2: y1, ...line }),
    node("line", { x1: x0, x2: x1, y1: my, y2: my, ...line })
  );
  const hard = [];
  for (const key of ["nw", "ne", "sw", "se"]) {
    const east = key[1] === "e";
    const broken = wrap(fields[key], (x1 - x0) / 2 - 14, SIZE, 600);
    const wide = Math.max(...broken.map((text) => span(text, SIZE, 600)));
    const high = broken.length * SIZE * LINE;
    const x = east ? x1 - 6 : x0 + 6;
    const y = key[0] === "n" ? y0 + 4 + high / 2 : y1 - 4 - high / 2;
    hard.push([east ? x - wide : x, y - high / 2, east ? x : x + wide, y + high / 2]);
    const style = { anchor: east ? "end" : "start", fill: MUTED, weight: 600, halo: true };
    back.push(words(broken, x, y, style));
  }
  const tick = { size: SMALL, fill: MUTED };
  marksY.forEach((mark, i) => back.push(words(written[i], x0 - 6, up(mark), { ...tick, anchor: "end" })));
  for (const mark of ticks(Math.min(...spanX), Math.max(...spanX), Math.max(2, (x1 - x0) / 90))) {
    const text = write(bare(spanX)(mark), units[0]);
    const at = Math.min(across(mark), width - span(text, SMALL) / 2);
    back.push(words(text, at, y1 + 14, { ...tick, anchor: "middle" }));
  }
  let foot = y1 + 26;
  for (const text of [axes[0], ...(options.note || "").split("\n")].filter(Boolean)) {
    const broken = wrap(text, sheet, SMALL);
    const high = broken.length * SMALL * LINE;
    back.push(words(broken, 0, foot + high / 2, tick));
    foot += high + 3;
  }
  if (!ground(svg).firstChild)
    ground(svg).append(node("g", { class: "back" }), node("g", { class: "sheet" }));
  svg.querySelector(".back").replaceChildren(...back);

  const alive = new Set(rows.map((row) => row.term));
  for (const [term, group] of kept) if (!alive.has(term)) group.remove() || kept.delete(term);
  const places = rows.map((row) => [clampX(row.x), clampY(row.y)]);
  for (const [x, y] of places) hard.push([x - 8, y - 8, x + 8, y + 8]);
  const soft = [[mx - 1, y0, mx + 1, y1], [x0, my - 1, x1, my + 1]];
  const arms = rows.map((row, i) => {
    const [x, y] = places[i];
    const has = (name) => given(row[`${name}_low`]) && given(row[`${name}_high`]);
    const flat = has("x") ? [clampX(row.x_low), clampX(row.x_high)] : [x, x];
    const high = has("y") ? [clampY(row.y_high), clampY(row.y_low)] : [y, y];
    soft.push([Math.min(...flat), y - 2, Math.max(...flat), y + 2], [x - 2, Math.min(...high), x + 2, Math.max(...high)]);
    return [flat, high];
  });
  const crowded = []; // names that find no free place stand below, by number
  rows.forEach((row, i) => {
    let group = kept.get(row.term);
    const fresh = !group;
    if (fresh) {
      group = node("g");
      kept.set(row.term, group);
      svg.querySelector(".sheet").append(group);
    }
    const [x, y] = places[i];
    const [flat, high] = arms[i];
    const size = (lines) => [Math.max(...lines.map((text) => span(text))) + 2, lines.length * SIZE * LINE];
    const taken = { hard, soft, sheet: [x0, y0, x1, y1] };
    let broken = wrap(row.label, Math.min(190, (x1 - x0) * 0.42));
    let spot = settle([x, y], size(broken), taken);
    if (!spot) {
      broken = [`${crowded.push(row.label)}`];
      spot = settle([x, y], size(broken), taken, true);
    }
    const { box, gap } = spot;
    const [cx, cy] = [(box[0] + box[2]) / 2 - x, (box[1] + box[3]) / 2 - y];
    const color = FILL[row.kind] || BLUE;
    const d = `M${flat[0] - x},0H${flat[1] - x}M0,${high[0] - y}V${high[1] - y}`;
    const lead = `M0,0L${Math.max(box[0] - x, Math.min(box[2] - x, 0))},${Math.max(box[1] - y, Math.min(box[3] - y, 0))}`;
    group.replaceChildren(
      gap > 24 ? node("path", { d: lead, stroke: MUTED, fill: "none" }) : "",
      node("path", { d, stroke: color, "stroke-width": 2, opacity: 0.6, fill: "none" }),
      node("circle", { r: 6.5, fill: row.open ? PAPER : color, stroke: color, "stroke-width": 2.5 }),
      words(broken, cx, cy, { anchor: "middle", halo: true })
    );
    group.style.transform = `translate(${x}px, ${y}px)`;
    if (fresh) requestAnimationFrame(() => group.classList.add("move"));
  });

  crowded.forEach((label, i) => {
    const lines = wrap(`${i + 1}  ${label}`, sheet, SMALL);
    svg.querySelector(".back").append(words(lines, 0, foot + 2 + (lines.length * SMALL * LINE) / 2, { size: SMALL }));
    foot += lines.length * SMALL * LINE + 3;
  });

  const order = rows.map((_row, i) => i).sort((a, b) => places[a][0] - places[b][0]);
  const show = (i) => {
    const [x, y] = places[order[i]];
    const { label, text } = rows[order[i]];
    const front = [node("circle", { cx: x, cy: y, r: 11, fill: "none", stroke: INK, "stroke-width": 2 })];
    return { place: i, x: x + 4, y: y + 34, lines: [[label, true], [text || "", false]], front };
  };
  const find = (x, y) => {
    const far = order.map((i) => Math.hypot(places[i][0] - x, places[i][1] - y));
    const least = Math.min(...far);
    return least < 26 ? far.indexOf(least) : null;
  };
  const walk = { box: [x0, y0, x1, y1], name: axes.join(" · "), count: order.length, start: 0, find, show };
  const step = (i, [dx, dy]) => Math.max(0, Math.min(order.length - 1, i + dx + dy));
  walker({ root, svg, memory, gone }).over(rows.length ? { ...walk, step } : null);
  return foot + 4;
}

export default live(draw, "group");
