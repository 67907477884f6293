/* Rows with words at the left (label) and at the right (text, note) of a mark; where the sheet leaves
   less than want for the marks, the words stand above them. A new row.group gets a heading. */
function framed(rows, width, { least = 30, want = 220, gap = 14 } = {}) {
  const breadth = (name, weight) =>
    Math.max(0, ...rows.map((row) => (row[name] ? span(row[name], SIZE, weight) + 1 : 0)));
  const [label, text, note] = [breadth("label", 400), breadth("text", 600), breadth("note", 400)];
  const room = Math.min(label, width * 0.3);
  const tail = text + (text && note ? gap : 0) + note;
  const narrow = width - room - tail - 2 * gap < want;
  let y = 0;
  let group = null;
  const items = rows.map((row) => {
    const above = [];
    if (row.group && row.group !== group) {
      const lines = wrap(row.group, width, SIZE, 600);
      const tall = lines.length * SIZE * LINE;
      y += group === null ? 2 : 10;
      above.push(words(lines, 0, y + tall / 2, { weight: 600 }));
      y += tall + 4;
    }
    group = row.group ?? group;
    if (!narrow) {
      const lines = wrap(row.label, room);
      const height = Math.max(least, lines.length * SIZE * LINE + 8);
      const middle = y + height / 2;
      y += height;
      above.push(words(lines, room, middle, { anchor: "end" }));
      if (row.text) above.push(words([row.text], width - tail, middle, { weight: 600 }));
      if (row.note) above.push(words([row.note], width - note, middle, { fill: MUTED }));
      return { row, middle, above };
    }
    const pieces = [[row.text, {}], [row.note, { fill: MUTED, "font-weight": 400 }]].filter(([piece]) => piece);
    const said = pieces.map(([piece]) => piece).join("  ");
    const one = span(said, SIZE, 600) <= width;
    const beside = one && span(row.label) + gap + span(said, SIZE, 600) <= width;
    const lines = wrap(row.label, width);
    const tall = lines.length * SIZE * LINE;
    y += 4;
    above.push(words(lines, 0, y + tall / 2));
    if (!beside) y += tall;
    const more = one ? [""] : wrap(said, width, SIZE, 600);
    const high = said || beside ? more.length * SIZE * LINE : 0;
    const [x, anchor] = beside ? [width, "end"] : [0, "start"];
    const made = words(more, x, y + (beside ? tall : high) / 2, { anchor, weight: 600 });
    if (one)
      pieces.forEach(([piece, style], i) => made.lastChild.append(node("tspan", style, (i ? "  " : "") + piece)));
    above.push(made);
    y += beside ? tall : high;
    const middle = y + least / 2;
    y += least;
    return { row, middle, above };
  });
  const [left, right] = narrow ? [8, width - 8] : [room + gap, width - tail - (tail ? gap : 8)];
  return { items, left, right, height: y, narrow };
}

/* Words stand clear of the lines behind them. */
function clear(text) {
  const look = { stroke: PAPER, "stroke-width": 5, "paint-order": "stroke" };
  for (const [name, value] of Object.entries(look)) text.setAttribute(name, value);
}

/* Texts that stand one above the other slide apart until none covers another; each has y and tall. */
function apart(spots, top, bottom) {
  spots.sort((a, b) => a.y - b.y);
  let edge = top;
  for (const spot of spots) edge = (spot.y = Math.max(spot.y, edge + spot.tall / 2)) + spot.tall / 2;
  let floor = bottom;
  for (const spot of [...spots].reverse())
    floor = (spot.y = Math.min(spot.y, floor - spot.tall / 2)) - spot.tall / 2;
}

/* A mark of one of four shapes, filled or hollow. */
function shape(i, x, y, r, fill, stroke = fill) {
  const look = { fill, stroke, "stroke-width": 2 };
  const d = [
    null,
    `M${x - r},${y - r}h${2 * r}v${2 * r}h${-2 * r}z`,
    `M${x},${y - 1.25 * r}L${x + 1.2 * r},${y + r}H${x - 1.2 * r}z`,
    `M${x},${y - 1.4 * r}L${x + 1.4 * r},${y}L${x},${y + 1.4 * r}L${x - 1.4 * r},${y}z`,
  ][i % 4];
  return d ? node("path", { d, ...look }) : node("circle", { cx: x, cy: y, r, ...look });
}

/* An interval with its caps, around y. */
function whisker(a, b, y, colour = INK) {
  const d = `M${a},${y}H${b}M${a},${y - 4}V${y + 4}M${b},${y - 4}V${y + 4}`;
  return node("path", { d, stroke: colour, "stroke-width": 1.6, fill: "none" });
}
