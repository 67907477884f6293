/* Horizontal bars with intervals; a change of order slides.
   rows: term label text estimate [conf_low conf_high reference note]; options: unit axis words */
function dash(x, y, half = 7) {
  const d = `M${x},${y - half}V${y + half}`;
  return node("path", { d, stroke: INK, "stroke-width": 1.5, "stroke-dasharray": "3 2" });
}

function draw({ svg, width, rows, options, kept, memory, id }) {
  const { items, left, height } = lanes(rows, width);
  const tail = (row) => (row.note ? `${row.text}  ${row.note}` : row.text);
  const reach = (row) => [row.estimate, row.conf_low, row.conf_high, row.reference].filter(given);
  const values = rows.flatMap(reach);
  /* The axis only grows while the same thing is shown, so that bars do not jump under a slider. */
  const [least, most] = memory[options.axis] || [0, 1e-9];
  const [low, high] = (memory[options.axis] = [Math.min(least, ...values), Math.max(most, ...values)]);
  const rises = (row) => (row.estimate ?? row.conf_low ?? 0) >= 0;
  const room = (side) =>
    12 + Math.max(0, ...rows.filter((row) => rises(row) === side).map((row) => span(tail(row))));
  const scale = linear([low, high], [left + room(false), Math.max(left + 60, width - room(true))]);
  const unit = { unit: options.unit, name: options.axis, width };
  const ground = axis(scale, [low, high], 0, height, unit);

  const alive = new Set(rows.map((row) => row.term));
  for (const [term, group] of kept) if (!alive.has(term)) group.remove() || kept.delete(term);
  let sheet = svg.querySelector(".sheet");
  if (!sheet) {
    sheet = node("g", { class: "sheet" });
    svg.append(hatch(id), node("g", { class: "back" }), sheet, node("g", { class: "front" }));
  }
  const zero = node("line", { x1: scale(0), x2: scale(0), y1: 0, y2: height, stroke: INK });
  svg.querySelector(".back").replaceChildren(ground.group, zero);

  for (const { row, name, middle } of items) {
    let group = kept.get(row.term);
    const fresh = !group;
    if (fresh) {
      group = node("g");
      kept.set(row.term, group);
      sheet.append(group);
    }
    const up = rises(row);
    const known = given(row.estimate);
    const parts = [
      name(),
      ...(known ? bar(scale(0), scale(row.estimate), 0, 18, up, id) : []),
    ];
    if (given(row.reference)) {
      parts.push(dash(scale(row.reference), 0, 11));
    }
    if (row.conf_low < row.conf_high && !known) {
      const [a, b] = [scale(row.conf_low), scale(row.conf_high)];
      const look = { fill: GREY, "fill-opacity": 0.35, stroke: GREY, "stroke-dasharray": "4 3" };
      parts.push(node("rect", { x: a, y: -9, width: b - a, height: 18, ...look }));
    } else if (row.conf_low < row.conf_high) {
      const [a, b] = [scale(row.conf_low), scale(row.conf_high)];
      const d = `M${a},0H${b}M${a},-4V4M${b},-4V4`;
      parts.push(
        node("path", { d, stroke: PAPER, "stroke-width": 3.5, opacity: 0.7 }),
        node("path", { d, stroke: INK, "stroke-width": 1.5, fill: "none" })
      );
    }
    const ends = [0, ...reach(row)].map(scale);
    const far = up ? Math.max(...ends) + 7 : Math.min(...ends) - 7;
    const text = words(row.text, far, 0, { anchor: up ? "start" : "end" });
    if (row.note) text.lastChild.append(node("tspan", { fill: MUTED }, `  ${row.note}`));
    parts.push(text);
    group.replaceChildren(...parts);
    group.style.transform = `translate(0px, ${middle}px)`;
    if (fresh) requestAnimationFrame(() => group.classList.add("move"));
  }
  const marked = rows.some((row) => given(row.reference));
  const entries = marked ? [{ mark: dash, text: options.words }] : [];
  const key = legend(entries, height + ground.height, width);
  svg.querySelector(".front").replaceChildren(key.group);
  return height + ground.height + key.height;
}

export default live(draw);
