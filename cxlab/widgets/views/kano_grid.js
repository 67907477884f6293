/* Five rows of five fields; the field of the pair now chosen is framed, a click chooses another.
   rows, 25 of them, left to right: term label text kind word lit; options: answers [5] axes [2] */
const FILL = {
  must_be: [ORANGE, DEEP],
  one_dimensional: [SAND, DEEP],
  attractive: [BLUE, ON],
  indifferent: [PALE, INK],
  reverse: [VIOLET, ON],
  questionable: [PAPER, INK],
};

function draw({ svg, width, rows, options, send }) {
  const { answers, axes } = options;
  const narrow = width < 560; // the answers of the rows stand above them
  const room = narrow ? -8 : Math.min(130, width * 0.2);
  const wide = (Math.min(width, 860) - room - 8) / 5;
  const pieces = (word) => word.split(/(?<=[-\s])/);
  const longest = (at) => Math.max(...rows.flatMap((row) => pieces(row.word)).map((piece) => span(piece.trim(), at, 700)));
  let size = SIZE;
  while (size > 9 && longest(size) > wide - 10) size -= 0.5;
  const heads = answers.map((text) => wrap(text, wide - 8, SMALL));
  const top = 24 + Math.max(...heads.map((lines) => lines.length)) * SMALL * LINE;
  const tall = narrow ? 66 : 46;
  const lead = narrow ? 20 : 0;
  const parts = [
    words(axes[1], room + 8, 9, { size: SMALL, fill: MUTED, weight: 600 }),
    narrow ? "" : words(axes[0], 0, top - 10, { size: SMALL, fill: MUTED, weight: 600, room }),
  ];
  answers.forEach((text, i) => {
    const x = room + 8 + (i + 0.5) * wide;
    parts.push(
      words(heads[i], x, (24 + top) / 2 - 4, { anchor: "middle", size: SMALL }),
      narrow
        ? words(`${axes[0]}: ${text}`, 3, top + i * tall + 12, { size: SMALL, fill: MUTED })
        : words(wrap(text, room - 4, SMALL), room, top + (i + 0.5) * tall, { anchor: "end", size: SMALL })
    );
  });
  const lit = [];
  rows.forEach((row, i) => {
    const [fill, ink] = FILL[row.kind];
    const x = room + 8 + (i % 5) * wide;
    const y = top + Math.floor(i / 5) * tall + lead;
    const deep = tall - lead;
    const frame = row.lit ? { stroke: INK, "stroke-width": 4 } : { stroke: GRID, "stroke-width": 1 };
    const box = { x: x + 3, y: y + 3, width: wide - 6, height: deep - 6, rx: 2, fill, ...frame };
    const lines = span(row.word, size, 700) <= wide - 8 ? [row.word] : pieces(row.word);
    const shown = row.text ? [...lines, row.text] : lines;
    const group = node(
      "g",
      { style: "cursor:pointer" },
      node("title", {}, row.label),
      node("rect", box),
      words(shown, x + wide / 2, y + deep / 2, { anchor: "middle", size, fill: ink, weight: row.text ? 700 : 400 })
    );
    group.addEventListener("click", () => send({ kind: "pick", term: row.term }));
    (row.lit ? lit : parts).push(group);
  });
  svg.replaceChildren(...parts, ...lit);
  return top + 5 * tall + 4;
}

export default live(draw, "group");
