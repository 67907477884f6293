/* What each lever changes, both ways round a base.
   rows: term label low high low_text high_text; options: base axis unit words (two: lowered, raised) */
function draw({ svg, width, rows, options, id }) {
  const { items, left, height } = lanes(rows, width, 36);
  const reach = rows.flatMap((row) => [row.low, row.high]).filter(given);
  const low = options.low ?? Math.min(options.base, ...reach);
  const high = options.high ?? Math.max(options.base, ...reach);
  const before = (row) => (row.low <= row.high ? row.low_text : row.high_text);
  const after = (row) => (row.low <= row.high ? row.high_text : row.low_text);
  const room = (text) => 12 + Math.max(0, ...rows.map((row) => span(text(row) || "")));
  const scale = linear([low, high], [left + room(before), Math.max(left + 60, width - room(after))]);
  const ground = axis(scale, [low, high], 0, height, { unit: options.unit, name: options.axis, width });
  const parts = [hatch(id), ground.group];
  for (const { row, name, middle } of items) {
    const base = scale(options.base);
    const [a, b] = [row.low, row.high].map((value) => scale(value ?? options.base));
    const lane = node("g", { transform: `translate(0, ${middle})` }, name());
    if (given(row.low)) lane.append(...bar(base, a, 0, 18, false, id));
    if (given(row.high)) lane.append(...bar(base, b, 0, 18, true, id));
    if (before(row)) lane.append(words(before(row), Math.min(base, a, b) - 7, 0, { anchor: "end" }));
    if (after(row)) lane.append(words(after(row), Math.max(base, a, b) + 7, 0));
    parts.push(lane);
  }
  const zero = scale(options.base);
  parts.push(node("line", { x1: zero, x2: zero, y1: 0, y2: height, stroke: INK }));
  const swatch = (up) => (x, y) => node("g", {}, bar(x - 8, x + 8, y, 11, up, id));
  const key = legend((options.words || []).map((text, i) => ({ mark: swatch(i === 1), text })), height + ground.height, width);
  parts.push(key.group);
  svg.replaceChildren(...parts);
  return height + ground.height + key.height;
}

export default live(draw);
