/* What a step down and a step up of each share does to the loss; blue where it falls, orange where it rises.
   rows: term label down up down_text up_text; options: unit axis words (falls, rises) */
function draw({ svg, width, rows, options, id }) {
  const { items, left, height } = lanes(rows, width, 34);
  const sides = (row) => [
    { value: row.down ?? 0, text: row.down_text },
    { value: row.up ?? 0, text: row.up_text },
  ];
  const all = rows.flatMap(sides);
  const low = Math.min(0, ...all.map(({ value }) => value));
  const high = Math.max(0, ...all.map(({ value }) => value), low + 1e-9);
  const room = (rises) =>
    12 + Math.max(0, ...all.filter(({ value }) => value > 0 === rises).map(({ text }) => span(text)));
  const scale = linear([low, high], [left + room(false), Math.max(left + 60, width - room(true))]);
  const frame = { unit: options.unit, name: options.axis, width };
  const ground = axis(scale, [low, high], 0, height, frame);
  const zero = scale(0);
  const line = node("line", { x1: zero, x2: zero, y1: 0, y2: height, stroke: INK });
  const parts = [hatch(id), ground.group, line];
  for (const { row, name, middle } of items) {
    const lane = node("g", { transform: `translate(0, ${middle})` }, name());
    for (const { value, text } of sides(row)) {
      const rises = value > 0;
      lane.append(
        ...bar(zero, scale(value), 0, 18, !rises, id),
        words(text, scale(value) + (rises ? 7 : -7), 0, { anchor: rises ? "start" : "end" })
      );
    }
    parts.push(lane);
  }
  const swatch = (falls) => (x, y) => node("g", {}, bar(x - 8, x + 8, y, 11, falls, id));
  const entries = options.words.map((text, i) => ({ mark: swatch(i === 0), text }));
  const key = legend(entries, height + ground.height, width);
  parts.push(key.group);
  svg.replaceChildren(...parts);
  return height + ground.height + key.height;
}

export default live(draw);
