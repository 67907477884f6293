/* with marks.js */
/* Estimates with their intervals against zero, one dot per row; hollow where chance would do.
   rows: term label estimate conf_low conf_high text [note group open]
   options: axis [unit zero low high hollow (words that explain a hollow dot)] */
function draw({ svg, width, rows, options, memory }) {
  const zero = options.zero ?? 0;
  const { items, left, right, height, narrow } = framed(rows, width, { least: 28, want: 200 });
  const values = rows.flatMap((row) => [row.estimate, row.conf_low, row.conf_high]).filter(given);
  /* The axis only grows while the same thing is shown, so that dots do not jump under a slider. */
  const [least, most] = memory[options.axis] || [zero, zero + 1e-9];
  const reach = [Math.min(least, ...values), Math.max(most, ...values)];
  memory[options.axis] = reach;
  const [low, high] = [options.low ?? reach[0], options.high ?? reach[1]];
  const scale = linear([low, high], [left + 6, right - 6]);
  const ground = axis(scale, [low, high], 0, height, { unit: options.unit, name: options.axis, width });
  const line = { x1: scale(zero), x2: scale(zero), y1: 0, y2: height, stroke: INK };
  const parts = [ground.group, node("line", line)];
  const place = (value) => Math.max(left, Math.min(right, scale(value)));
  for (const { row, middle, above } of items) {
    if (narrow) above.forEach(clear);
    parts.push(...above);
    if (given(row.conf_low) && given(row.conf_high))
      parts.push(whisker(place(row.conf_low), place(row.conf_high), middle));
    if (!given(row.estimate)) continue;
    const up = row.estimate >= zero;
    const colour = up ? BLUE : ORANGE;
    const fill = row.open ? PAPER : colour;
    parts.push(shape(up ? 0 : 3, place(row.estimate), middle, 5, fill, colour));
  }
  const hollow = options.hollow && rows.some((row) => row.open);
  const mark = (x, y) => shape(0, x, y, 5, PAPER, BLUE);
  const key = legend(hollow ? [{ mark, text: options.hollow }] : [], height + ground.height, width);
  svg.replaceChildren(...parts, key.group);
  return height + ground.height + key.height;
}

const said = (rows) =>
  rows.map((row) => [row.group, row.label, row.text, row.note].filter(Boolean).join(" "));

export default live(draw, "img", said);
