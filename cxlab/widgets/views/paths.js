/* with walk.js */
/* Constructs and the arrows between them, causes left; on a narrow sheet causes stand above.
   rows: term label x y (0 to 1) [text note kind ("moved" or "")]
   options: arrows [{parent (cause) term (effect) text [note wide (0 to 1) down open}] legend [{text open down}] name
   An arrow is as wide as it is strong, dashed where its interval holds zero. */
const ROOM = 118; // of a name in its box

function draw({ root, svg, width, rows, options, memory, gone }) {
  const sheet = Math.min(width, 900);
  const tall = sheet < 560;
  const boxes = rows.map((row) => {
    const label = wrap(row.label, ROOM, SIZE, 600);
    const more = [row.text, row.note].filter(Boolean).map((text) => wrap(text, ROOM, SMALL));
    const widths = [
      ...label.map((line) => span(line, SIZE, 600)),
      ...more.flat().map((line) => span(line, SMALL)),
    ];
    const deep = label.length * SIZE * LINE + more.flat().length * SMALL * LINE;
    return { label, more, w: Math.max(64, ...widths) + 18, h: deep + 12 };
  });
  const [wide, high] = ["w", "h"].map((side) => Math.max(...boxes.map((box) => box[side])));
  const layers = new Set(rows.map((row) => row.x)).size;
  const levels = new Set(rows.map((row) => row.y)).size;
  const [across, down] = tall ? [levels, layers] : [layers, levels];
  const height = Math.max(high + 4, down * (high + 42) - 38);
  const atX = linear([0, 1], across > 1 ? [wide / 2 + 1, sheet - wide / 2 - 1] : [sheet / 2, sheet / 2]);
  const atY = linear([0, 1], down > 1 ? [high / 2 + 2, height - high / 2 - 2] : [height / 2, height / 2]);
  const at = new Map();
  rows.forEach((row, i) => {
    const [x, y] = tall ? [atX(row.y), atY(row.x)] : [atX(row.x), atY(row.y)];
    at.set(row.term, { ...boxes[i], x, y, row });
  });

  const heads = node("g");
  const lines = [];
  const texts = [];
  const taken = [...at.values()].map(({ x, y, w, h }) => [x - w / 2, y - h / 2, x + w / 2, y + h / 2]);
  const marks = [...at.values()].map((box) => ({ ...box, order: box.row.x }));
  const arrows = options.arrows.filter(({ parent, term }) => at.has(parent) && at.has(term));
  const passes = ({ parent, term }, [x0, y0, x1, y1]) => {
    const [a, b] = [at.get(parent), at.get(term)];
    for (let share = 0; share <= 1; share += 0.02) {
      const [x, y] = [a.x + share * (b.x - a.x), a.y + share * (b.y - a.y)];
      if (x > x0 && x < x1 && y > y0 && y < y1) return true;
    }
    return false;
  };
  const over = (one, two) => one[0] < two[2] && two[0] < one[2] && one[1] < two[3] && two[1] < one[3];
  for (const arrow of arrows) {
    const [a, b] = [at.get(arrow.parent), at.get(arrow.term)];
    const long = Math.hypot(b.x - a.x, b.y - a.y) || 1;
    const [ux, uy] = [(b.x - a.x) / long, (b.y - a.y) / long];
    const edge = ({ w, h }) => Math.min(w / 2 / Math.abs(ux || 1e-9), h / 2 / Math.abs(uy || 1e-9));
    const thick = 1.2 + 5 * Math.min(1, arrow.wide ?? 0.2);
    const [from, to] = [edge(a), long - edge(b) - 3];
    const point = (t) => [a.x + ux * t, a.y + uy * t];
    const colour = arrow.down ? ORANGE : BLUE;
    const tip = 7 + thick;
    const [[x0, y0], [x1, y1], [hx, hy]] = [point(from), point(Math.max(from, to - tip + 1)), point(to)];
    const [bx, by] = point(to - tip);
    const half = tip * 0.5;
    lines.push(
      node("path", {
        d: `M${x0},${y0}L${x1},${y1}`,
        stroke: colour,
        "stroke-width": thick,
        "stroke-dasharray": arrow.open ? "7 4" : null,
      })
    );
    heads.append(
      node("path", {
        d: `M${hx},${hy}L${bx - uy * half},${by + ux * half}L${bx + uy * half},${by - ux * half}z`,
        fill: colour,
      })
    );
    const [w, h] = [span(arrow.text, SMALL) + 8, SMALL * LINE + 2];
    const room = to - tip - from;
    const clear = (w / 2) * Math.abs(uy) + (h / 2) * Math.abs(ux) + thick / 2 + 2;
    const beside = [clear, -clear].map((away) => [0.5, away]);
    const along = [0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8].map((share) => [share, 0]);
    const close = room < w + 24; // words on a short arrow would hide it
    const spots = [...along, ...beside].map(([share, away]) => {
      const [px, py] = point(from + share * room);
      const [x, y] = [px - uy * away, py + ux * away];
      const box = [x - w / 2, y - h / 2, x + w / 2, y + h / 2];
      const out = box[0] < 0 || box[2] > sheet || box[1] < 0 || box[3] > height;
      const cost =
        9 * taken.filter((other) => over(box, other)).length +
        2 * arrows.filter((other) => other !== arrow && passes(other, box)).length +
        40 * out +
        (away ? 0.5 : close * 3);
      return { x, y, box, cost };
    });
    const spot = spots.reduce((best, one) => (one.cost < best.cost ? one : best));
    taken.push(spot.box);
    const [left, top] = spot.box;
    texts.push(
      node("rect", { x: left, y: top, width: w, height: h, rx: 3, fill: PAPER, opacity: 0.92 }),
      words([arrow.text], spot.x, spot.y, { anchor: "middle", size: SMALL })
    );
    const label = `${a.row.label} → ${b.row.label}`;
    const own = { x: spot.x, y: spot.y, w, h, row: { label, text: arrow.text, note: arrow.note } };
    marks.push({ ...own, order: a.row.x + 1e-6 * (1 + b.row.x) });
  }
  const nodes = [...at.values()].flatMap(({ x, y, w, h, label, more, row }) => {
    const moved = row.kind === "moved";
    const top = y - h / 2 + 6;
    const deep = label.length * SIZE * LINE;
    let edge = top + deep;
    const edges = { stroke: moved ? ORANGE : INK, "stroke-width": moved ? 2.5 : 1 };
    return [
      node("rect", { x: x - w / 2, y: y - h / 2, width: w, height: h, rx: 5, fill: PALE, ...edges }),
      words(label, x, top + deep / 2, { anchor: "middle", weight: 600 }),
      ...more.map((part, i) => {
        const own = part.length * SMALL * LINE;
        edge += own;
        const style = { anchor: "middle", size: SMALL, fill: i ? MUTED : INK };
        return words(part, x, edge - own / 2, style);
      }),
    ];
  });
  const swatch = ({ open, down: less }) => (x, y) =>
    node("path", {
      d: `M${x - 9},${y}H${x + 9}`,
      stroke: less ? ORANGE : BLUE,
      "stroke-width": 3,
      "stroke-dasharray": open ? "5 3" : null,
    });
  const entries = (options.legend || []).map((entry) => ({ mark: swatch(entry), text: entry.text }));
  const key = legend(entries, height + 8, sheet);
  ground(svg).replaceChildren(...lines, heads, ...texts, ...nodes, key.group);

  marks.sort((one, two) => one.order - two.order);
  const show = (i) => {
    const { x, y, w, h, row } = marks[i];
    const box = { x: x - w / 2 - 3, y: y - h / 2 - 3, width: w + 6, height: h + 6, rx: 6 };
    const front = [node("rect", { ...box, fill: "none", stroke: INK, "stroke-width": 2 })];
    const said = [row.text, row.tip || row.note].filter(Boolean).join(" ");
    return { place: i, x: x + w / 2, y: y + h / 2 + 26, lines: [[row.label, true], [said, false]], front };
  };
  const find = (x, y) => {
    const inside = (mark) => Math.abs(x - mark.x) <= mark.w / 2 + 3 && Math.abs(y - mark.y) <= mark.h / 2 + 3;
    const place = marks.findIndex(inside);
    return place < 0 ? null : place;
  };
  const step = (i, [dx, dy]) => Math.max(0, Math.min(marks.length - 1, i + dx + dy));
  const walk = { box: [0, 0, sheet, height], name: options.name || options.alt, count: marks.length };
  walker({ root, svg, memory, gone }).over(marks.length ? { ...walk, start: 0, find, show, step } : null);
  return height + 8 + key.height;
}

function told(rows, options) {
  const names = new Map(rows.map((row) => [row.term, row.label]));
  const arrows = (options.arrows || []).map(
    ({ parent, term, text, note }) => [`${names.get(parent)} → ${names.get(term)}`, text, note].filter(Boolean).join(" ")
  );
  return [...heard(rows), ...arrows];
}

export default live(draw, "group", told);
