/* A balance: benefits on the left pan, costs on the right; it sinks to the heavier side.
   rows: term label text estimate side (benefit, cost); options: words (two pans), net, net_text, most */
function draw({ svg, width, rows, options, memory, id }) {
  const broad = Math.min(width, 640);
  const middle = broad / 2;
  const arm = broad / 4;
  const pan = Math.min(190, broad / 2 - 20);
  const sides = ["benefit", "cost"].map((side) => rows.filter((row) => row.side === side));
  const lines = new Map(rows.map((row) => [row, wrap(`${row.label}  ${row.text}`, pan - 26, SMALL, 600)]));
  const unit = 240 / options.most; // pixels for one point; a pan carries the mean of its parts
  const siblings = (row) => sides.find((items) => items.includes(row)).length;
  const tall = (row) =>
    Math.max(lines.get(row).length * SMALL * LINE, (row.estimate * unit) / siblings(row) - 2);
  const height = (items) => items.reduce((sum, row) => sum + tall(row) + 2, 0);
  const full = (memory.full = Math.max(memory.full || 0, ...sides.map(height)));
  const sink = 26;
  const beam = full + sink + 14;
  const slope = sink * Math.max(-1, Math.min(1, (6 * options.net) / options.most));
  const parts = [
    hatch(id),
    node("path", { d: `M${middle},${beam}l-20,40h40z`, fill: GREY }),
    node("path", {
      d: `M${middle - arm},${beam + slope}L${middle + arm},${beam - slope}`,
      stroke: INK,
      "stroke-width": 4,
      "stroke-linecap": "round",
    }),
  ];
  sides.forEach((items, i) => {
    const x = middle + (i ? arm : -arm);
    const left = x - pan / 2;
    let y = beam + (i ? -slope : slope) - 4;
    parts.push(node("rect", { x: left, y: y - 3, width: pan, height: 4, rx: 2, fill: INK }));
    y -= 4;
    for (const row of items) {
      const height = tall(row);
      y -= height + 2;
      const box = { x: left + 4, y, width: pan - 8, height };
      parts.push(node("rect", { ...box, fill: i ? ORANGE : BLUE }));
      if (i) parts.push(node("rect", { ...box, width: 9, fill: `url(#${id})` }));
      const style = { anchor: "middle", size: SMALL, weight: 600, fill: i ? DEEP : ON };
      parts.push(words(lines.get(row), x + 4, y + height / 2, style));
    }
    const style = { anchor: "middle", weight: 600, room: pan };
    parts.push(words(options.words[i], x, beam + sink + 20, style));
  });
  const style = { anchor: "middle", weight: 700, size: 15, room: broad };
  parts.push(words(options.net_text, middle, beam + sink + 46, style));
  svg.replaceChildren(...parts);
  return beam + sink + 62;
}

export default live(draw);
