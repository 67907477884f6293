/* with marks.js walk.js */
/* Draws of a simulation as bars, with the middle, the interval and a value to compare with written above.
   rows, left to right: low high count [text]
   options: axis [unit kind (lost, at_risk, or empty)], estimate {at text} interval {low high text} reference {at text} */
function draw({ root, svg, width, rows, options, memory, gone, id }) {
  const { estimate, interval, reference } = options;
  const colour = { lost: ORANGE, at_risk: SAND }[options.kind] || BLUE;
  const points = [estimate?.at, reference?.at, interval?.low, interval?.high].filter(given);
  const [low, high] = [
    Math.min(...rows.map((row) => row.low), ...points),
    Math.max(...rows.map((row) => row.high), ...points),
  ];
  const across = linear([low, high], [10, width - 10]);
  const heads = [];
  let y = 0;
  const head = (text, at, weight) => {
    const lines = wrap(text, width, SIZE, weight);
    const half = Math.max(...lines.map((line) => span(line, SIZE, weight))) / 2;
    const tall = lines.length * SIZE * LINE;
    const x = Math.max(half, Math.min(width - half, at));
    heads.push(words(lines, x, y + tall / 2, { anchor: "middle", weight, halo: true }));
    y += tall + 4;
    return y;
  };
  let brace = 0;
  if (given(interval?.low)) {
    head(interval.text, (across(interval.low) + across(interval.high)) / 2, 400);
    brace = y + 5;
    y += 14;
  }
  /* The text of the left line stands at its left, that of the right line at its right. */
  const drops = [
    { one: reference, weight: 400, style: { "stroke-width": 1.6, "stroke-dasharray": "3 3" } },
    { one: estimate, weight: 700, style: { "stroke-width": 2.2 } },
  ].filter(({ one }) => given(one?.at));
  drops.sort((a, b) => a.one.at - b.one.at);
  const lines = [];
  const from = y;
  drops.forEach(({ one: { at, text }, weight, style }, i) => {
    const x = across(at);
    const sign = i || (drops.length === 1 && x < width / 2) ? 1 : -1;
    const room = (sign > 0 ? width - x : x) - 7;
    const broken = wrap(text, Math.max(room, 70), SIZE, weight);
    const tall = broken.length * SIZE * LINE;
    const anchor = sign > 0 ? "start" : "end";
    const far = Math.max(...broken.map((part) => span(part, SIZE, weight)));
    const place = sign > 0 ? Math.min(x + 7, width - far) : Math.max(x - 7, far);
    heads.push(words(broken, place, from + tall / 2, { anchor, weight, halo: true }));
    lines.push([x, from, style]);
    y = Math.max(y, from + tall + 4);
  });
  const top = y + 2;
  const bottom = top + Math.max(110, Math.min(180, width * 0.24));
  const up = linear([0, Math.max(1e-9, ...rows.map((row) => row.count))], [bottom, top]);
  const foot = axis(across, [low, high], top, bottom, { unit: options.unit, name: options.axis, width });
  const bars = rows.map((row) => {
    const middle = (row.low + row.high) / 2;
    const inside = !given(interval?.low) || (middle >= interval.low && middle <= interval.high);
    const x = across(row.low);
    const wide = Math.max(1, across(row.high) - x - (rows.length > 1 ? 1 : 0));
    const box = { x, y: up(row.count), width: wide, height: bottom - up(row.count), fill: colour };
    return node("rect", { ...box, "fill-opacity": inside ? 1 : 0.35 });
  });
  const marks = lines.map(([x, head0, style]) =>
    node("line", { x1: x, x2: x, y1: head0, y2: bottom, stroke: INK, ...style })
  );
  const base = node("line", { x1: 10, x2: width - 10, y1: bottom, y2: bottom, stroke: INK });
  const frame = brace ? [whisker(across(interval.low), across(interval.high), brace)] : [];
  const readable = rows.some((row) => row.text);
  svg.setAttribute("role", readable ? "group" : "img");
  const show = (i) => {
    const { count, text } = rows[i];
    const [a, b] = [across(rows[i].low), across(rows[i].high)];
    const box = { x: a, y: up(count), width: b - a, height: bottom - up(count) };
    const front = [node("rect", { ...box, fill: "none", stroke: INK, "stroke-width": 2 })];
    return { place: i, x: b, y: (top + bottom) / 2, lines: [[text || "", false]], front };
  };
  const end = rows.length - 1;
  const found = rows.findIndex((row) => estimate && row.low <= estimate.at && estimate.at <= row.high);
  const walk = readable
    ? {
        box: [10, top, width - 10, bottom],
        name: options.axis,
        count: rows.length,
        start: Math.max(0, found),
        find: (x) => Math.max(0, rows.findLastIndex((row) => across(row.low) <= x)),
        step: (i, [dx, dy]) => Math.max(0, Math.min(end, i + dx - dy)),
        show,
      }
    : null;
  ground(svg).replaceChildren(foot.group, ...bars, base, ...marks, ...frame, ...heads);
  if (walk || memory.walker) walker({ root, svg, memory, gone }).over(walk);
  return bottom + foot.height;
}

const said = (_rows, { estimate, interval, reference }) =>
  [estimate, interval, reference].map((one) => one?.text).filter(Boolean);

export default live(draw, "img", said);
