/* with marks.js walk.js */
/* Lines over periods with their intervals, named at their right ends; a missing period breaks the line.
   rows: term label period estimate [conf_low conf_high text note end open]
   options: axis [side low high unit periods [{at text}]] */
const HUES = [BLUE, ORANGE, VIOLET, TEAL, SAND, INK, ROSE, GREY];
const DASHES = [null, "7 4", "2 3", "10 3 2 3"];

function draw({ root, svg, width, rows, options, memory, gone }) {
  const names = [...new Set(rows.map((row) => row.term))];
  const periods = options.periods || sorted(rows).map((at) => ({ at, text: write(at) }));
  const order = new Map(periods.map(({ at }, i) => [at, i]));
  const lines = names
    .map((term, hue) => {
      const own = rows.filter((row) => row.term === term && order.has(row.period) && given(row.estimate));
      own.sort((a, b) => order.get(a.period) - order.get(b.period));
      return { own, hue, colour: HUES[hue % 8], end: own[own.length - 1] };
    })
    .filter(({ own }) => own.length);
  if (!lines.length) {
    ground(svg).replaceChildren();
    memory.walker?.over(null);
    return 0;
  }
  const banded = lines.some(({ own }) => own.some((row) => given(row.conf_low)));
  const always = lines.length <= 3;
  const shown = lines.flatMap(({ own }) => own);
  const values = shown.flatMap((row) => [row.estimate, row.conf_low, row.conf_high]).filter(given);
  const low = options.low ?? Math.min(...values);
  const high = Math.max(options.high ?? Math.max(...values), low + 1e-9);
  const marks = ticks(low, high, 5);
  const left = 10 + Math.max(...marks.map((mark) => span(write(mark, options.unit), SMALL)));

  const text = ({ end }) => [end.label, end.end ?? end.text].filter(Boolean).join("  ");
  const whole = Math.max(...lines.map((line) => span(text(line), SIZE, 600))) + 2;
  const narrow = width < 480 && whole > width * 0.28; // names in a key below, or little is left to draw on
  const widest = Math.min(width * 0.34, whole);
  const right = narrow ? width - 12 : width - widest - 32;
  const top = options.side ? 28 : 12;
  const spots = lines.map((line) => {
    const broken = wrap(text(line), widest, SIZE, 600);
    return { broken, tall: broken.length * SIZE * LINE + 2, line };
  });
  const need = narrow ? 0 : spots.reduce((sum, { tall }) => sum + tall, 0);
  const bottom = Math.max(top + need - 8, 200, Math.min(300, width * 0.42));
  const across = linear([0, Math.max(1, periods.length - 1)], [left, right]);
  const up = linear([low, high], [bottom, top]);
  const x = (row) => across(order.get(row.period));

  const back = [];
  const tick = { anchor: "end", size: SMALL, fill: MUTED };
  for (const mark of marks)
    back.push(
      node("line", { x1: left, x2: right, y1: up(mark), y2: up(mark), stroke: GRID }),
      words(write(mark, options.unit), left - 8, up(mark), tick)
    );
  if (low < 0 && high > 0)
    back.push(node("line", { x1: left, x2: right, y1: up(0), y2: up(0), stroke: INK }));
  back.push(...below(periods, across, right, bottom));
  const style = { size: SMALL, fill: MUTED };
  if (options.side) back.push(words([options.side], 0, 9, style));
  const name = options.axis ? wrap(options.axis, width, SMALL) : [];
  const deep = (name.length * SMALL * LINE) / 2;
  if (name.length) back.push(words(name, 0, bottom + 26 + deep, style));

  const stretches = ({ own }) => {
    const out = [];
    let last = -2;
    for (const row of own) {
      const at = order.get(row.period);
      if (at === last + 1) out[out.length - 1].push(row);
      else out.push([row]);
      last = at;
    }
    return out;
  };
  const band = (line, opacity) =>
    stretches(line).flatMap((part) => {
      const held = part.filter((row) => given(row.conf_low) && given(row.conf_high));
      if (!held.length) return [];
      const ends = [...held.map((row) => [x(row), row.conf_high]), ...held.reverse().map((row) => [x(row), row.conf_low])];
      const look = { fill: line.colour, "fill-opacity": opacity, stroke: line.colour };
      if (held.length > 1)
        return [node("path", { d: `M${ends.map(([a, b]) => `${a},${up(b)}`).join("L")}z`, ...look, "stroke-opacity": 0.25 })];
      const [one] = held;
      return [node("line", { x1: x(one), x2: x(one), y1: up(one.conf_low), y2: up(one.conf_high), stroke: line.colour, "stroke-width": 2 })];
    });
  const dotted = banded && across(1) - across(0) >= 9;
  const stroke = (line, thick) => {
    const d = stretches(line)
      .map((part) => `M${part.map((row) => `${x(row)},${up(row.estimate)}`).join("L")}`)
      .join("");
    const dash = dotted ? null : DASHES[line.hue % 4];
    const look = { stroke: line.colour, "stroke-dasharray": dash, "stroke-width": thick, fill: "none" };
    const dots = dotted ? line.own : [line.end];
    return [
      node("path", { d, "stroke-linejoin": "round", ...look }),
      ...dots.map((row) => shape(line.hue, x(row), up(row.estimate), thick > 3 ? 4.5 : 3.4, row.open ? PAPER : line.colour, line.colour)),
    ];
  };
  const sheet = node("g", {});
  if (banded && always) for (const line of lines) sheet.append(...band(line, 0.14));
  for (const line of lines) sheet.append(...stroke(line, 2.4));

  const tags = [];
  for (const spot of spots) spot.y = up(spot.line.end.estimate);
  apart(spots, Math.min(0, top - 8), Math.max(bottom + 8, need));
  for (const { broken, y, line } of spots) {
    const [from, at] = [x(line.end) + 6, up(line.end.estimate)];
    if (narrow) continue;
    const d = `M${from},${at}L${right + 8},${y}`;
    if (Math.abs(y - at) > 6 || from < right)
      tags.push(
        node("path", { d, stroke: line.colour, "stroke-dasharray": "1 3", fill: "none" }),
        shape(line.hue, right + 14, y, 3.6, line.colour)
      );
    tags.push(words(broken, right + 24, y, { weight: 600 }));
  }
  const foot = bottom + (name.length ? 34 + 2 * deep : 26);
  const entries = spots.map(({ line }) => ({
    mark: (a, b) => shape(line.hue, a, b, 4, line.colour),
    text: text(line),
  }));
  const key = legend(narrow ? entries : [], foot + 4, width);
  tags.push(key.group);

  const stops = periods.map((_one, i) => i).filter((i) => shown.some((row) => row.text && order.get(row.period) === i));
  const readable = stops.length > 1;
  svg.setAttribute("role", readable ? "group" : "img");
  const at = (line, i) => line.own.find((row) => order.get(row.period) === i);
  const show = ({ i, j }) => {
    const there = lines.filter((line) => at(line, i)?.text);
    const said = [...there].sort((a, b) => at(b, i).estimate - at(a, i).estimate);
    const told = said.map((line) => {
      const { label, text: value, note } = at(line, i);
      return [[label, value, note].filter(Boolean).join("  "), lines.length > 1 && line === lines[j]];
    });
    const focus = lines[j];
    const guide = { x1: across(i), x2: across(i), y1: top, y2: bottom, stroke: MUTED };
    const front = [node("line", { ...guide, "stroke-dasharray": "2 2" })];
    if (lines.length > 1) front.push(...(always ? [] : band(focus, 0.25)), ...stroke(focus, 3.4));
    const { text: period } = periods[i];
    return { place: stops.indexOf(i), x: across(i), y: top + 60, lines: [[period, true], ...told], front };
  };
  const near = (list, far) => list.reduce((best, one) => (far(one) < far(best) ? one : best));
  const pick = (i, y) => {
    const there = lines.map((line, j) => ({ j, row: at(line, i) })).filter(({ row }) => row);
    return { i, j: near(there, ({ row }) => Math.abs(up(row.estimate) - y)).j };
  };
  const step = ({ i, j }, [dx, dy]) => {
    if (dy) {
      const there = spots.map(({ line }) => lines.indexOf(line)).filter((k) => at(lines[k], i));
      const next = there.indexOf(j) + dy;
      return { i, j: there[Math.max(0, Math.min(there.length - 1, next))] };
    }
    const next = stops[Math.max(0, Math.min(stops.length - 1, stops.indexOf(i) + dx))];
    return at(lines[j], next) ? { i: next, j } : pick(next, up(at(lines[j], i)?.estimate ?? low));
  };
  const walk = readable
    ? {
        box: [left, top, right + 6, bottom],
        name: options.side || options.axis || "",
        count: stops.length,
        start: pick(stops[stops.length - 1], up(spots[0].line.end.estimate)),
        find: (px, py) => pick(near(stops, (i) => Math.abs(across(i) - px)), py),
        step,
        show,
      }
    : null;
  ground(svg).replaceChildren(...back, sheet, ...tags);
  if (walk || memory.walker) walker({ root, svg, memory, gone }).over(walk);
  return Math.max(foot + (narrow ? key.height + 4 : 0), need);
}

const sorted = (rows) => [...new Set(rows.map((row) => row.period))].sort((a, b) => a - b);

/* Tick texts of the periods: as many as fit, none cut at the edges. */
function below(periods, across, right, bottom) {
  const widest = Math.max(...periods.map(({ text }) => span(text, SMALL)));
  const every = Math.max(1, Math.ceil((widest + 14) / Math.max(1e-9, across(1) - across(0))));
  return periods
    .map(({ text }, i) => ({ text, x: Math.max(span(text, SMALL) / 2, across(i)), i }))
    .filter(({ i }) => i % every === 0)
    .map(({ text, x }) => words([text], x, bottom + 14, { anchor: "middle", size: SMALL, fill: MUTED }));
}

const said = (rows) => {
  const last = new Map();
  for (const row of rows) if (given(row.estimate)) last.set(row.term, row);
  return heard([...last.values()].map((row) => ({ ...row, text: row.end ?? row.text })));
};

export default live(draw, "img", said);
