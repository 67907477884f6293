/* From a start to an end on each row; with options.drag the start is a handle that can be moved.
   rows: term label text start end [conf_low conf_high]; options: low high unit axis words [step drag] */
const ring = { fill: PAPER, stroke: MUTED, "stroke-width": 2.5 };

function draw({ svg, width, rows, options, kept, send }) {
  const { items, left, height } = lanes(rows, width, 34);
  const { low, high } = options;
  const tail = 16 + Math.max(0, ...rows.map((row) => span(row.text, SIZE, 700)));
  const scale = linear([low, high], [left + 10, Math.max(left + 80, width - tail)]);
  const frame = { unit: options.unit, name: options.axis, width };
  const ground = axis(scale, [low, high], 0, height, frame);
  if (!svg.firstChild)
    svg.append(...["back", "sheet", "front"].map((name) => node("g", { class: name })));
  svg.querySelector(".back").replaceChildren(ground.group);
  const sheet = svg.querySelector(".sheet");
  const alive = new Set(rows.map((row) => row.term));
  for (const [term, lane] of kept) if (!alive.has(term)) lane.group.remove() || kept.delete(term);

  for (const { row, name, middle } of items) {
    let lane = kept.get(row.term);
    if (!lane) {
      lane = { group: node("g"), still: node("g"), grip: handle() };
      lane.group.append(lane.still, lane.grip);
      if (options.drag) grab(lane);
      kept.set(row.term, lane);
      sheet.append(lane.group);
    }
    Object.assign(lane, { row, scale, low, high, step: options.step || 1 });
    if (lane.held === row.start) delete lane.held; // Python has caught up
    const start = lane.held ?? row.start;
    const whole = given(start) && given(row.end);
    const parts = [name()];
    if (whole) {
      const up = row.end >= start;
      const [a, b] = [scale(start), scale(row.end)];
      if (given(row.conf_low)) {
        const wide = scale(row.conf_high) - scale(row.conf_low);
        const box = { x: scale(start + row.conf_low), y: -4, width: wide, height: 8 };
        parts.push(node("rect", { ...box, fill: GREY, opacity: 0.45 }));
      }
      const look = { stroke: up ? BLUE : ORANGE, "stroke-dasharray": up ? null : "7 3" };
      parts.push(node("line", { x1: a, x2: b, y1: 0, y2: 0, "stroke-width": 4, ...look }));
    }
    if (given(row.end)) parts.push(node("circle", { cx: scale(row.end), cy: 0, r: 6, fill: BLUE }));
    parts.push(words(row.text, width - tail + 14, 0, { weight: row.strong ? 700 : 400 }));
    lane.still.replaceChildren(...parts);
    lane.grip.style.display = given(start) ? "" : "none";
    if (given(start)) lane.grip.setAttribute("transform", `translate(${scale(start)}, 0)`);
    if (options.drag) {
      lane.grip.setAttribute("aria-label", `${options.words[0]}, ${row.label}`);
      lane.grip.setAttribute("aria-valuenow", start ?? "");
      lane.grip.setAttribute("aria-valuemin", low);
      lane.grip.setAttribute("aria-valuemax", high);
      lane.grip.setAttribute("aria-valuetext", `${start ?? "–"}; ${row.text}`);
    }
    lane.group.style.transform = `translate(0px, ${middle}px)`;
    if (!options.drag) requestAnimationFrame(() => lane.group.classList.add("move"));
  }

  function handle() {
    const circle = node("circle", { r: 6, ...ring });
    if (!options.drag) return node("g", {}, circle);
    const look = { class: "grip", tabindex: 0, role: "slider" };
    return node("g", look, node("circle", { class: "halo", r: 13 }), circle);
  }

  function grab(lane) {
    const put = (value) => {
      const { low: least, high: most, step, row } = lane;
      const next = +Math.min(most, Math.max(least, Math.round(value / step) * step)).toFixed(6);
      if (next === (lane.held ?? row.start)) return;
      lane.held = next;
      lane.grip.setAttribute("transform", `translate(${lane.scale(next)}, 0)`);
      send({ kind: "move", term: row.term, value: next });
    };
    const pull = (x) => put(linear([lane.scale(0), lane.scale(1)], [0, 1])(x));
    drag(lane.grip, svg, pull);
    lane.grip.addEventListener("focus", () => send({ kind: "choose", term: lane.row.term }));
    lane.grip.addEventListener("keydown", (event) => {
      const by = STEPS[event.key];
      if (!by) return;
      event.preventDefault();
      event.stopPropagation();
      put((lane.held ?? lane.row.start) + (by[0] - by[1]) * lane.step);
    });
  }

  const marks = [
    (x, y) => node("circle", { cx: x, cy: y, r: 5.5, ...ring }),
    (x, y) => node("circle", { cx: x, cy: y, r: 6, fill: BLUE }),
  ];
  const entries = options.words.map((text, i) => ({ mark: marks[i], text }));
  const key = legend(entries, height + ground.height, width);
  svg.querySelector(".front").replaceChildren(key.group);
  return height + ground.height + key.height;
}

export default live(draw, "group");
