/* Expectation across, experience up; satisfaction is the height over the diagonal.
   rows: term label text x y strong; options: low high axis (two) words (above, on, below the diagonal) */
function draw({ svg, width, rows, options, id }) {
  const { low, high, axis: names, words: sides } = options;
  const left = 34;
  const side = Math.min(width - left - 14, 380);
  const [x1, top, bottom] = [left + side, 26, 26 + side];
  const across = linear([low, high], [left, x1]);
  const up = linear([low, high], [bottom, top]);
  const parts = [
    hatch(id),
    node("path", { d: `M${left},${bottom}V${top}H${x1}Z`, fill: BLUE, opacity: 0.09 }),
    node("path", { d: `M${left},${bottom}H${x1}V${top}Z`, fill: ORANGE, opacity: 0.09 }),
    node("path", { d: `M${left},${bottom}L${x1},${top}`, stroke: MUTED, "stroke-width": 1.4 }),
    node("path", { d: `M${left},${top}V${bottom}H${x1}`, stroke: MUTED, fill: "none" }),
    words(names[1], 0, 10, { size: SMALL, fill: MUTED }),
    words(names[0], x1, bottom + 32, { anchor: "end", size: SMALL, fill: MUTED }),
    words(sides[0], left + 10, top + 14, { fill: MUTED, weight: 600 }),
    words(sides[2], x1 - 10, bottom - 14, { anchor: "end", fill: MUTED, weight: 600 }),
  ];
  for (const mark of ticks(low, high, 5))
    parts.push(
      words(write(mark), across(mark), bottom + 13, { anchor: "middle", size: SMALL, fill: MUTED }),
      words(write(mark), left - 6, up(mark), { anchor: "end", size: SMALL, fill: MUTED })
    );
  const along = node("g", { transform: `translate(${left + 14}, ${bottom - 14}) rotate(-45)` });
  along.append(words(sides[1], 8, -8, { size: SMALL, fill: MUTED }));
  parts.push(along);
  const strong = rows.filter((row) => row.strong && given(row.x) && given(row.y));
  for (const row of rows.filter((row) => !row.strong && given(row.x) && given(row.y)))
    parts.push(node("circle", { cx: across(row.x), cy: up(row.y), r: 4, fill: GREY }));
  const taken = strong.map((row) => {
    const [x, foot, head] = [across(row.x), up(row.x), up(row.y)];
    return [x - 9, Math.min(foot, head) - 9, x + 9, Math.max(foot, head) + 9];
  });
  for (const row of strong) {
    const [x, foot, head] = [across(row.x), up(row.x), up(row.y)];
    const good = row.y >= row.x;
    const colour = good ? BLUE : ORANGE;
    const text = `${row.label}  ${row.text}`;
    const wide = span(text, SIZE, 600);
    const sheet = [left - 30, top - 20, width, bottom + 10];
    const spot = beside(x, head, wide, SIZE * LINE, taken, sheet, good ? "nwes" : "sewn");
    const look = { stroke: colour, "stroke-dasharray": good ? null : "8 3" };
    parts.push(
      node("line", { x1: x, x2: x, y1: foot, y2: head, "stroke-width": 5, ...look }),
      node("circle", { cx: x, cy: foot, r: 3, fill: MUTED }),
      node("circle", { cx: x, cy: head, r: 8, fill: colour, stroke: PAPER, "stroke-width": 2 }),
      words([text], x + spot.dx, head + spot.dy, { anchor: spot.anchor, weight: 600, halo: true })
    );
  }
  svg.replaceChildren(...parts);
  return bottom + 44;
}

export default live(draw);
