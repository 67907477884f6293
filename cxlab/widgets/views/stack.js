/* with marks.js */
/* Shares that fill one bar per row, low to high, and beside them (below where the sheet is narrow)
   the score as a dot with its interval.
   rows: term label text note parts [{share text}] [estimate conf_low conf_high open group]
   options: words (name of each part) axis (name of the score) [low high unit] */
function look(i, count) {
  const middle = (count - 1) / 2;
  const far = (i - middle) / middle;
  if (!far) return { fill: PALE, opacity: 1, ink: INK };
  const full = Math.abs(far) > 0.99;
  const opacity = full ? 1 : 0.1 + 0.5 * Math.abs(far);
  if (far > 0) return { fill: BLUE, opacity, ink: full ? ON : INK };
  return { fill: ORANGE, opacity, ink: full ? DEEP : INK, low: true, plate: full ? ORANGE : null };
}

function block(i, count, x, y, wide, tall, id) {
  const { fill, opacity, low } = look(i, count);
  const box = { x, y: y - tall / 2, width: Math.max(0, wide), height: tall };
  return [
    node("rect", { ...box, fill: PAPER }),
    node("rect", { ...box, fill, "fill-opacity": opacity, stroke: fill === PALE ? GREY : fill }),
    low ? node("rect", { ...box, fill: `url(#${id})` }) : null,
  ];
}

function draw({ svg, width, rows, options, id }) {
  const { low = -100, high = 100, words: names = [] } = options;
  const scored = rows.some((row) => given(row.estimate));
  const want = scored ? 300 : 220;
  const narrow = framed(rows, width, { want }).narrow;
  const { items, left, right, height } = framed(rows, width, {
    want,
    least: narrow && scored ? 56 : 34,
  });
  const cut = narrow || !scored ? right : left + (right - left) * 0.56;
  const [start, end] = narrow ? [0, width] : [left, cut];
  const [from, to] = narrow ? [18, width - 18] : [cut + 22, right];
  const across = linear([low, high], [from, to]);
  const count = names.length;
  const swatch = (i) => (x, y) => node("g", {}, block(i, count, x - 8, y, 16, 11, id));
  const top = legend(names.map((text, i) => ({ mark: swatch(i), text })), 0, width);
  const parts = [hatch(id)];
  const sheet = node("g", { transform: `translate(0, ${top.height + 4})` });
  let foot = 6;
  if (scored) {
    const marks = axis(across, [low, high], 0, height, { unit: options.unit, width });
    const lines = wrap(options.axis || "", narrow ? width : width - from, SMALL);
    const middle = height + 32 + ((lines.length - 1) * SMALL * LINE) / 2;
    sheet.append(marks.group, words(lines, narrow ? 0 : from, middle, { size: SMALL, fill: MUTED }));
    if (low < 0 && high > 0)
      sheet.append(node("line", { x1: across(0), x2: across(0), y1: 0, y2: height, stroke: INK }));
    foot = 36 + lines.length * SMALL * LINE;
  }
  for (const { row, middle, above } of items) {
    const y = narrow && scored ? middle - 12 : middle;
    const dot = narrow && scored ? middle + 14 : middle;
    /* Words above a narrow row stand clear of the grid lines. */
    if (narrow) above.forEach(clear);
    sheet.append(...above);
    let x = start;
    (row.parts || []).forEach((part, i) => {
      const wide = (part.share || 0) * (end - start);
      const { ink, plate } = look(i, row.parts.length);
      sheet.append(...block(i, row.parts.length, x, y, wide, 22, id).filter(Boolean));
      if (part.text && span(part.text, SMALL, 600) + 6 <= wide) {
        const text = words([part.text], x + wide / 2, y, { anchor: "middle", size: SMALL, fill: ink, weight: 600 });
        const size = span(part.text, SMALL, 600) + 6;
        const under = { x: x + (wide - size) / 2, y: y - 8, width: size, height: 16, fill: plate };
        if (plate) sheet.append(node("rect", under));
        sheet.append(text);
      }
      x += wide;
    });
    if (!given(row.estimate)) continue;
    if (given(row.conf_low) && given(row.conf_high)) sheet.append(whisker(across(row.conf_low), across(row.conf_high), dot));
    sheet.append(shape(0, across(row.estimate), dot, 5, row.open ? PAPER : BLUE, BLUE));
  }
  parts.push(top.group, sheet);
  svg.replaceChildren(...parts);
  return top.height + 4 + height + foot;
}

function said(rows, { words: names = [] }) {
  return rows.map((row) => {
    const shares = (row.parts || []).map((part, i) => `${names[i]} ${part.text}`).join(", ");
    return [row.group, row.label, shares, row.text, row.note].filter(Boolean).join(" ");
  });
}

export default live(draw, "img", said);
