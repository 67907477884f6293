/* Lines over periods, named at their right ends.
   rows: term label period estimate text; options: low high unit axis */
function draw({ svg, width, rows, options }) {
  const names = [...new Set(rows.map((row) => row.term))];
  const lines = names.map((term) => rows.filter((row) => row.term === term && given(row.estimate)));
  const periods = rows.map((row) => row.period);
  const [first, last] = [Math.min(...periods), Math.max(...periods)];
  const values = rows.map((row) => row.estimate).filter(given);
  const low = options.low ?? Math.min(...values);
  const high = options.high ?? Math.max(...values);
  const height = Math.max(200, Math.min(300, width * 0.42));
  const marks = ticks(low, high, 5);
  const left = 10 + Math.max(...marks.map((mark) => span(write(mark, options.unit), SMALL)));
  const ends = lines.map((line) => `${line[line.length - 1].label}  ${line[line.length - 1].text}`);
  const widest = Math.min(width * 0.36, Math.max(...ends.map((text) => span(text, SIZE, 600))) + 4);
  const right = width - widest - 14;
  const [top, bottom] = [12, height];
  const across = linear([first, last], [left, right]);
  const up = linear([low, high], [bottom, top]);
  const parts = [axis(across, [first, last], top, bottom, { name: options.axis, width }).group];
  const tick = { anchor: "end", size: SMALL, fill: MUTED };
  for (const mark of marks)
    parts.push(
      node("line", { x1: left, x2: right, y1: up(mark), y2: up(mark), stroke: GRID }),
      words(write(mark, options.unit), left - 8, up(mark), tick)
    );
  if (low < 0 && high > 0) parts.push(node("line", { x1: left, x2: right, y1: up(0), y2: up(0), stroke: INK }));
  const colours = [BLUE, ORANGE, MUTED, SAND];
  const dashes = [null, "7 4", "2 3", "10 3 2 3"];
  const spots = [];
  lines.forEach((line, i) => {
    const d = `M${line.map((row) => `${across(row.period)},${up(row.estimate)}`).join("L")}`;
    const end = line[line.length - 1];
    const look = { stroke: colours[i % 4], "stroke-dasharray": dashes[i % 4], fill: "none" };
    parts.push(
      node("path", { d, "stroke-width": 2.4, "stroke-linejoin": "round", ...look }),
      node("circle", { cx: across(end.period), cy: up(end.estimate), r: 4, fill: colours[i % 4] })
    );
    const broken = wrap(ends[i], widest, SIZE, 600);
    spots.push({ broken, tall: broken.length * SIZE * LINE, y: up(end.estimate), i });
  });
  /* Names slide apart until none covers another. */
  spots.sort((a, b) => a.y - b.y);
  let edge = 0;
  for (const spot of spots) edge = (spot.y = Math.max(spot.y, edge + spot.tall / 2)) + spot.tall / 2;
  let floor = bottom + 8;
  for (const spot of [...spots].reverse())
    floor = (spot.y = Math.min(spot.y, floor - spot.tall / 2)) - spot.tall / 2;
  for (const { broken, y, i } of spots)
    parts.push(words(broken, right + 12, y, { weight: 600, fill: i < 2 ? colours[i] : INK }));
  svg.replaceChildren(...parts);
  return height + (options.axis ? 54 : 26);
}

export default live(draw);
