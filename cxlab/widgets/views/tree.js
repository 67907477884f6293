/* A tree of money: columns from left to right where there is room, else an indented list.
   rows (parents first): term parent label text share kind (lost, at_risk, kept, or empty) */
function draw({ svg, width, rows, id }) {
  const depth = new Map();
  for (const row of rows) depth.set(row.term, row.parent ? depth.get(row.parent) + 1 : 0);
  const levels = Math.max(...depth.values()) + 1;
  const gap = 26;
  const column = (width - gap * (levels - 1)) / levels;
  const wide = column >= 138;
  const box = (row) => (wide ? column : width - depth.get(row.term) * 18);
  const inner = (row) => box(row) - 22;
  const tall = new Map();
  const text = new Map();
  for (const row of rows) {
    const label = wrap(row.label, inner(row), SMALL);
    const one = row.share ? `${row.text}  ·  ${row.share}` : row.text;
    const fits = !row.share || span(one, SIZE, 600) <= inner(row);
    const money = fits ? [one] : [row.text, row.share];
    text.set(row.term, { label, money });
    tall.set(row.term, label.length * SMALL * LINE + money.length * SIZE * LINE + 14);
  }
  const children = (row) => rows.filter((other) => other.parent === row.term);
  const spot = new Map();
  let y = 2;
  const settle = (row) => {
    const below = children(row);
    if (!wide || !below.length) {
      spot.set(row.term, { x: depth.get(row.term) * (wide ? column + gap : 18), y });
      y += tall.get(row.term) + 8;
      below.forEach(settle);
      return;
    }
    const start = y;
    below.forEach(settle);
    const middles = below.map((child) => spot.get(child.term).y + tall.get(child.term) / 2);
    const middle = (middles[0] + middles[middles.length - 1]) / 2;
    const own = Math.max(start, middle - tall.get(row.term) / 2);
    spot.set(row.term, { x: depth.get(row.term) * (column + gap), y: own });
    y = Math.max(y, own + tall.get(row.term) + 8);
  };
  rows.filter((row) => !row.parent).forEach(settle);

  const links = [];
  const boxes = [];
  for (const row of rows) {
    const { x, y: top } = spot.get(row.term);
    const height = tall.get(row.term);
    const { label, money } = text.get(row.term);
    if (row.parent) {
      const from = spot.get(row.parent);
      const middle = top + height / 2;
      const high = from.y + tall.get(row.parent) / 2;
      const bend = x - gap / 2;
      const d = wide
        ? `M${from.x + column},${high}C${bend},${high} ${bend},${middle} ${x},${middle}`
        : `M${from.x + 8},${from.y + tall.get(row.parent)}V${middle}H${x}`;
      links.push(node("path", { d, fill: "none", stroke: GREY, "stroke-width": 1.6 }));
    }
    const colour = { lost: ORANGE, at_risk: SAND, kept: BLUE }[row.kind] || GREY;
    const deep = label.length * SMALL * LINE;
    const edge = { x, y: top, width: 8, height };
    boxes.push(
      node("rect", { x, y: top, width: box(row), height, fill: PALE, rx: 2 }),
      node("rect", { ...edge, fill: colour }),
      row.kind === "lost" ? node("rect", { ...edge, fill: `url(#${id})` }) : null,
      words(label, x + 16, top + 7 + deep / 2, { size: SMALL, fill: MUTED }),
      words(money, x + 16, top + 7 + deep + (money.length * SIZE * LINE) / 2, { weight: 600 })
    );
  }
  svg.replaceChildren(hatch(id), ...links, ...boxes.filter(Boolean));
  return y;
}

export default live(draw);
