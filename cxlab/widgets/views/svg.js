/* The drawing kit all views share; Python joins it with a view's own text into one module. */
const NS = Object.assign(document.createElement("div"), { innerHTML: "<svg></svg>" }).firstChild
  .namespaceURI;
const INK = "var(--cx-ink)";
const MUTED = "var(--cx-muted)";
const GRID = "var(--cx-grid)";
const BLUE = "var(--cx-blue)";
const ORANGE = "var(--cx-orange)";
const SAND = "var(--cx-sand)";
const GREY = "var(--cx-grey)";
const PAPER = "var(--cx-paper)";
const PALE = "var(--cx-pale)";
const VIOLET = "var(--cx-violet)";
const TEAL = "var(--cx-teal)";
const ROSE = "var(--cx-rose)";
const ON = "var(--cx-on)"; // text on a filled mark
const DEEP = "#161d24"; // text on orange and sand, light or dark
const SIZE = 13;
const SMALL = 12;
const LINE = 1.3;
const pen = document.createElement("canvas").getContext("2d");
let family = "sans-serif";

function node(tag, attributes, ...children) {
  const made = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes || {}))
    if (value !== null && value !== undefined) made.setAttribute(name, value);
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

function html(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {}))
    if (value !== null && value !== undefined) made.setAttribute(name, value);
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

function given(value) {
  return value !== null && value !== undefined;
}

function span(text, size = SIZE, weight = 400) {
  pen.font = `${weight} ${size}px ${family}`;
  return pen.measureText(text).width;
}

/* Break a text into lines no wider than room: between words, or between Chinese characters. */
function wrap(text, room, size = SIZE, weight = 400) {
  const parts =
    String(text).match(
      /[（“《]*[\u2e80-\u9fff\uff10-\uff5e][，。；：、）！？”》]*|[^\s\u2e80-\u9fff\uff00-\uffef]+\s*|\s+|./gu
    ) || [];
  const lines = [];
  let line = "";
  for (const part of parts) {
    if (line && span((line + part).trimEnd(), size, weight) > room) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += part;
  }
  if (line.trim() || !lines.length) lines.push(line.trimEnd());
  return lines;
}

/* A text of one or more lines, its block centred on y. */
function words(text, x, y, style = {}) {
  const { anchor = "start", size = SIZE, fill = INK, weight = 400, room = Infinity, halo } = style;
  const lines = Array.isArray(text) ? text : wrap(text, room, size, weight);
  const first = y - ((lines.length - 1) / 2) * size * LINE + size * 0.36;
  return node(
    "text",
    {
      fill,
      "font-size": size,
      "font-weight": weight,
      "text-anchor": anchor,
      ...(halo ? { stroke: PAPER, "stroke-width": 4, "paint-order": "stroke" } : {}),
    },
    lines.map((line, i) => node("tspan", { x, y: first + i * size * LINE }, line))
  );
}

function linear([from, to], [start, end]) {
  const step = to === from ? 0 : (end - start) / (to - from);
  return (value) => start + (value - from) * step;
}

function ticks(low, high, count) {
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough || 1));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999);
  const out = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i += 1)
    out.push(i * step);
  return out;
}

/* Only ticks are written here; every other number comes from Python as text. */
function write(value, unit) {
  const text =
    unit === "share"
      ? `${+(100 * value).toFixed(6)} %`
      : (+value.toPrecision(12)).toLocaleString("en-US", { maximumFractionDigits: 6 });
  return text.replace("-", "−");
}

/* One lane per row: the label at its left, or above it where the sheet is narrow; never cut. */
function lanes(rows, width, least = 30) {
  const widest = Math.max(0, ...rows.map((row) => span(row.label)));
  const narrow = width < 480 && widest > width * 0.25;
  const room = narrow ? width : Math.min(widest + 2, width * 0.36);
  let y = 0;
  const items = rows.map((row) => {
    const lines = wrap(row.label, room);
    const tall = lines.length * SIZE * LINE;
    const height = narrow ? least + tall : Math.max(least, tall + 10);
    const middle = y + (narrow ? tall + least / 2 : height / 2);
    const name = () =>
      narrow
        ? words(lines, 0, 3 - least / 2 - tall / 2)
        : words(lines, room, 0, { anchor: "end" });
    y += height;
    return { row, name, middle };
  });
  return { items, left: narrow ? 0 : room + 12, height: y };
}

/* Rows with words at the left (label) and at the right (text, note) of a mark; where the sheet leaves
   less than want for the marks, the words stand above them. A new row.group gets a heading. */
function framed(rows, width, { least = 30, want = 220, gap = 14 } = {}) {
  const breadth = (name, weight) =>
    Math.max(0, ...rows.map((row) => (row[name] ? span(row[name], SIZE, weight) + 1 : 0)));
  const [label, text, note] = [breadth("label", 400), breadth("text", 600), breadth("note", 400)];
  const room = Math.min(label, width * 0.3);
  const tail = text + (text && note ? gap : 0) + note;
  const narrow = width - room - tail - 2 * gap < want;
  let y = 0;
  let group = null;
  const items = rows.map((row) => {
    const above = [];
    if (row.group && row.group !== group) {
      const lines = wrap(row.group, width, SIZE, 600);
      const tall = lines.length * SIZE * LINE;
      y += group === null ? 2 : 10;
      above.push(words(lines, 0, y + tall / 2, { weight: 600 }));
      y += tall + 4;
    }
    group = row.group ?? group;
    if (!narrow) {
      const lines = wrap(row.label, room);
      const height = Math.max(least, lines.length * SIZE * LINE + 8);
      const middle = y + height / 2;
      y += height;
      above.push(words(lines, room, middle, { anchor: "end" }));
      if (row.text) above.push(words([row.text], width - tail, middle, { weight: 600 }));
      if (row.note) above.push(words([row.note], width - note, middle, { fill: MUTED }));
      return { row, middle, above };
    }
    const said = [row.text, row.note].filter(Boolean).join("  ");
    const beside = span(row.label) + gap + span(said, SIZE, 600) <= width;
    const lines = wrap(row.label, width);
    const tall = lines.length * SIZE * LINE;
    y += 4;
    above.push(words(lines, 0, y + tall / 2));
    const put = (pieces, x, middle, anchor) => {
      const made = words(pieces, x, middle, { anchor, weight: 600 });
      above.push(made);
      return made;
    };
    if (said && beside) {
      const made = put([row.text || ""], width, y + tall / 2, "end");
      if (row.note)
        made.lastChild.append(
          node("tspan", { fill: MUTED, "font-weight": 400 }, `${row.text ? "  " : ""}${row.note}`)
        );
    }
    y += tall;
    if (said && !beside) {
      const more = wrap(said, width, SIZE, 600);
      put(more, 0, y + (more.length * SIZE * LINE) / 2, "start");
      y += more.length * SIZE * LINE;
    }
    const middle = y + least / 2;
    y += least;
    return { row, middle, above };
  });
  const [left, right] = narrow ? [8, width - 8] : [room + gap, width - tail - (tail ? gap : 8)];
  return { items, left, right, height: y, narrow };
}

/* Texts that stand one above the other slide apart until none covers another; each has y and tall. */
function apart(spots, top, bottom) {
  spots.sort((a, b) => a.y - b.y);
  let edge = top;
  for (const spot of spots) edge = (spot.y = Math.max(spot.y, edge + spot.tall / 2)) + spot.tall / 2;
  let floor = bottom;
  for (const spot of [...spots].reverse())
    floor = (spot.y = Math.min(spot.y, floor - spot.tall / 2)) - spot.tall / 2;
}

/* A mark of one of four shapes, filled or hollow. */
function shape(i, x, y, r, fill, stroke = fill) {
  const look = { fill, stroke, "stroke-width": 2 };
  const d = [
    null,
    `M${x - r},${y - r}h${2 * r}v${2 * r}h${-2 * r}z`,
    `M${x},${y - 1.25 * r}L${x + 1.2 * r},${y + r}H${x - 1.2 * r}z`,
    `M${x},${y - 1.4 * r}L${x + 1.4 * r},${y}L${x},${y + 1.4 * r}L${x - 1.4 * r},${y}z`,
  ][i % 4];
  return d ? node("path", { d, ...look }) : node("circle", { cx: x, cy: y, r, ...look });
}

/* An interval with its caps, around y. */
function whisker(a, b, y, colour = INK) {
  const d = `M${a},${y}H${b}M${a},${y - 4}V${y + 4}M${b},${y - 4}V${y + 4}`;
  return node("path", { d, stroke: colour, "stroke-width": 1.6, fill: "none" });
}

/* One tab stop that walks from mark to mark by arrow keys, and a pointer that finds the nearest mark;
   both show a readout, Escape takes it away. The node outlives the drawings, so focus is kept.
   marks: box [x0 y0 x1 y1], name, count, start, find(x, y), step(spot, by), show(spot) ->
   {place, x, y, lines [[text, strong]], front [nodes]}; a spot may be null. */
function walker({ root, svg, memory, gone }) {
  if (memory.walker) return memory.walker;
  const box = html("div", { class: "cx-tip", "aria-hidden": "true" });
  const halo = node("rect", { class: "halo", fill: "none", rx: 3 });
  const field = node("rect", { fill: "transparent" });
  const look = { class: "cx-walk", tabindex: 0, role: "slider", "aria-orientation": "horizontal" };
  const target = node("g", look, field, halo);
  const front = node("g", { "aria-hidden": "true", "pointer-events": "none" });
  let marks = null;
  let spot = null;
  const hide = () => {
    box.style.display = "none";
    front.replaceChildren();
  };
  const put = (next) => {
    if (!given(next)) return hide();
    spot = next;
    const { place, x, y, lines, front: drawn = [] } = marks.show(spot);
    front.replaceChildren(...drawn);
    target.setAttribute("aria-valuenow", place);
    target.setAttribute("aria-valuetext", lines.map(([text]) => text).join("; "));
    box.replaceChildren(...lines.map(([text, strong]) => html(strong ? "b" : "span", {}, text)));
    box.style.display = "";
    const { offsetWidth: wide, offsetHeight: tall } = box;
    const right = x + 14 + wide <= root.clientWidth ? x + 14 : x - 14 - wide;
    box.style.left = `${Math.max(0, Math.min(right, root.clientWidth - wide))}px`;
    box.style.top = `${Math.max(0, y - tall / 2)}px`;
    return undefined;
  };
  const seek = (event) => {
    const at = svg.getBoundingClientRect();
    put(marks.find(event.clientX - at.left, event.clientY - at.top));
  };
  hide();
  root.append(box);
  target.addEventListener("pointermove", seek);
  target.addEventListener("pointerdown", seek);
  target.addEventListener("pointerleave", hide);
  target.addEventListener("focus", () => target.matches(":focus-visible") && put(spot ?? marks.start));
  target.addEventListener("blur", hide);
  target.addEventListener("keydown", (event) => {
    if (!STEPS[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    put(box.style.display ? (spot ?? marks.start) : marks.step(spot, STEPS[event.key]));
  });
  const leave = (event) => event.key === "Escape" && hide();
  document.addEventListener("keydown", leave, { signal: gone });
  memory.walker = {
    /* The nodes to draw last, for these marks. */
    over(next) {
      marks = next;
      hide();
      spot = null;
      const [x0, y0, x1, y1] = next.box;
      const size = { x: x0, y: y0, width: x1 - x0, height: y1 - y0 };
      for (const part of [field, halo])
        for (const [name, value] of Object.entries(size)) part.setAttribute(name, value);
      target.setAttribute("aria-label", next.name);
      target.setAttribute("aria-valuemin", 0);
      target.setAttribute("aria-valuemax", next.count - 1);
      target.setAttribute("aria-valuenow", 0);
      if (target.isConnected && target === target.getRootNode().activeElement) put(next.start);
      return [front, target];
    },
  };
  return memory.walker;
}

/* Vertical grid lines, tick texts and the name of a horizontal axis. */
function axis(scale, [low, high], top, bottom, { unit, name = "", width }) {
  const group = node("g", { "aria-hidden": "true" });
  const place = Math.abs(scale(high) - scale(low));
  let marks = ticks(low, high, Math.max(2, place / 80));
  const widest = Math.max(...marks.map((mark) => span(write(mark, unit), SMALL)));
  while (marks.length > 2 && (place / (marks.length - 1)) * 0.92 < widest)
    marks = marks.filter((_mark, i) => i % 2 === 0);
  for (const mark of marks) {
    const x = scale(mark);
    group.append(
      node("line", { x1: x, x2: x, y1: top, y2: bottom, stroke: GRID }),
      words(write(mark, unit), x, bottom + 13, { anchor: "middle", size: SMALL, fill: MUTED })
    );
  }
  if (!name) return { group, height: 26 };
  const lines = wrap(name, width, SMALL);
  group.append(
    words(lines, 0, bottom + 32 + ((lines.length - 1) * SMALL * LINE) / 2, {
      size: SMALL,
      fill: MUTED,
    })
  );
  return { group, height: 36 + lines.length * SMALL * LINE };
}

/* One row of marks with words, wrapped to the width; marks are functions (x, y) -> node. */
function legend(entries, y, width) {
  const group = node("g", { "aria-hidden": "true" });
  let x = 0;
  let line = 0;
  for (const { mark, text } of entries) {
    const wide = 24 + span(text, SMALL) + 18;
    if (x && x + wide > width) {
      x = 0;
      line += 1;
    }
    const middle = y + 9 + line * 19;
    group.append(mark(x + 9, middle), words(text, x + 24, middle, { size: SMALL, fill: MUTED }));
    x += wide;
  }
  return { group, height: entries.length ? (line + 1) * 19 + 6 : 0 };
}

function hatch(id) {
  return node(
    "defs",
    {},
    node(
      "pattern",
      { id, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      node("line", { x1: 0, y1: 0, x2: 0, y2: 6, stroke: PAPER, "stroke-width": 2.4 })
    )
  );
}

/* A bar whose sign shows by side, colour and hatch. */
function bar(x0, x1, y, height, up, id) {
  const box = { x: Math.min(x0, x1), y: y - height / 2, width: Math.abs(x1 - x0), height };
  return up
    ? [node("rect", { ...box, fill: BLUE })]
    : [node("rect", { ...box, fill: ORANGE }), node("rect", { ...box, fill: `url(#${id})` })];
}

/* Where a text of this size goes beside a point: the first side that is inside the sheet and free.
   Adds its box to taken; boxes are [left, top, right, bottom]. */
function beside(x, y, wide, tall, taken, [x0, y0, x1, y1], sides = "ewns") {
  const gap = 13;
  const spots = {
    e: ["start", gap, 0, gap],
    w: ["end", -gap, 0, -wide - gap],
    n: ["middle", 0, -gap - tall / 2, -wide / 2],
    s: ["middle", 0, gap + tall / 2, -wide / 2],
  };
  const all = [...sides].map((side) => {
    const [anchor, dx, dy, left] = spots[side];
    const box = [x + left, y + dy - tall / 2, x + left + wide, y + dy + tall / 2];
    return { anchor, dx, dy, box };
  });
  const inside = ({ box }) => box[0] >= x0 && box[1] >= y0 && box[2] <= x1 && box[3] <= y1;
  const apart = (a, b) => a[0] >= b[2] || a[2] <= b[0] || a[1] >= b[3] || a[3] <= b[1];
  const free = ({ box }) => taken.every((other) => apart(box, other));
  const spot = all.find((one) => inside(one) && free(one)) ?? all.find(inside) ?? all[0];
  taken.push(spot.box);
  return spot;
}

/* Pointer drag: move(x, y) in the coordinates of the sheet. */
function drag(target, svg, move) {
  target.addEventListener("pointerdown", (start) => {
    if (start.button) return;
    start.preventDefault();
    target.focus();
    target.setPointerCapture(start.pointerId);
    const box = svg.getBoundingClientRect();
    const go = (event) => move(event.clientX - box.left, event.clientY - box.top);
    const end = () => target.removeEventListener("pointermove", go);
    target.addEventListener("pointermove", go);
    target.addEventListener("pointerup", end, { once: true });
    target.addEventListener("pointercancel", end, { once: true });
  });
}

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/* What a screen reader hears of a chart after its headline. */
function heard(rows) {
  return rows
    .filter((row) => row.text)
    .map((row) => [row.label, row.text, row.note].filter(Boolean).join(" "));
}

/* Wrap a draw function as an anywidget module: it repaints once per frame, and only on a change. */
function live(draw, role = "img", read = heard) {
  return {
    render({ model, el }) {
      const root = html("div", { class: "cx" });
      const svg = node("svg", { role });
      root.append(svg);
      el.append(root);
      let due = 0;
      let seen = 0;
      let serial = 0;
      const gone = new AbortController();
      const stage = {
        root,
        svg,
        model,
        kept: new Map(),
        memory: {},
        gone: gone.signal,
        id: `cx${Math.random().toString(36).slice(2)}`,
        send(event) {
          serial += 1;
          model.set("event", { ...event, serial });
          model.save_changes();
        },
      };
      const paint = () => {
        due = 0;
        const width = Math.floor(root.clientWidth);
        if (!width) return;
        family = getComputedStyle(root).fontFamily;
        const rows = model.get("rows") || [];
        const options = model.get("options") || {};
        const height = Math.ceil(draw({ ...stage, width, rows, options }) || 0);
        svg.setAttribute("width", width);
        svg.setAttribute("height", height);
        svg.setAttribute(
          "aria-label",
          [options.alt, ...read(rows, options)].filter(Boolean).join(" · ")
        );
        if (options.lang) svg.setAttribute("lang", options.lang);
      };
      const ask = () => {
        due = due || requestAnimationFrame(paint);
      };
      const watcher = new ResizeObserver(() => {
        if (Math.floor(root.clientWidth) === seen) return;
        seen = Math.floor(root.clientWidth);
        ask();
      });
      watcher.observe(root);
      model.on("change:rows", ask);
      model.on("change:options", ask);
      return () => {
        watcher.disconnect();
        model.off("change:rows", ask);
        model.off("change:options", ask);
        cancelAnimationFrame(due);
        gone.abort();
      };
    },
  };
}

/* ipywidgets leaves slider handles, their readouts and rows of buttons without a name. This gives
   them that of their description, and keeps it so; once per page, inside .cxlab only. */
function nameControls() {
  const set = (target, name, value) =>
    given(value) && target.getAttribute(name) !== value && target.setAttribute(name, value);
  for (const control of document.querySelectorAll(".cxlab .widget-slider, .cxlab .widget-toggle-buttons")) {
    const text = control.querySelector(".widget-label")?.textContent.trim();
    if (!text) continue;
    const handles = control.querySelectorAll(".noUi-handle");
    handles.forEach((handle, i) =>
      set(handle, "aria-label", handles.length > 1 ? `${text} ${i + 1}` : text)
    );
    const readout = control.querySelector(".widget-readout[contenteditable=true]");
    if (readout) {
      set(readout, "role", "textbox");
      set(readout, "aria-label", text);
      set(readout, "tabindex", "0");
    }
    if (!control.matches(".widget-toggle-buttons")) continue;
    set(control, "role", "group");
    set(control, "aria-label", text);
    for (const button of control.querySelectorAll("button"))
      set(button, "aria-pressed", String(button.matches(".mod-active")));
  }
}

if (!window.cxNames) {
  let due = 0;
  const ask = () => {
    due = due || setTimeout(() => nameControls((due = 0)), 50);
  };
  window.cxNames = new MutationObserver(ask);
  const what = { childList: true, characterData: true, subtree: true };
  window.cxNames.observe(document, { ...what, attributes: true, attributeFilter: ["class"] });
  ask();
}
