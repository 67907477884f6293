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
      ? `${+(100 * value).toFixed(6)}%`
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
        ? words(lines, 0, 3 - least / 2 - tall / 2, { halo: true })
        : words(lines, room, 0, { anchor: "end" });
    y += height;
    return { row, name, middle };
  });
  return { items, left: narrow ? 0 : room + 12, height: y };
}

/* Vertical grid lines, tick texts and the name of a horizontal axis. */
function axis(scale, [low, high], top, bottom, { unit, name = "", width }) {
  const group = node("g", { "aria-hidden": "true" });
  const place = Math.abs(scale(high) - scale(low));
  let count = Math.max(2, place / 80);
  let marks = ticks(low, high, count);
  while (marks.length < 3 && count < 9 && high > low) marks = ticks(low, high, (count += 1));
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

/* Where a text of this size goes beside a point: the first side that is inside the sheet and free,
   then the corners, then farther away.
   Adds its box to taken; boxes are [left, top, right, bottom]. */
function beside(x, y, wide, tall, taken, [x0, y0, x1, y1], sides = "ewns") {
  const all = [13, 26].flatMap((gap) => {
    const high = gap + tall / 2;
    const spots = {
      e: ["start", gap, 0, gap],
      w: ["end", -gap, 0, -wide - gap],
      n: ["middle", 0, -high, -wide / 2],
      s: ["middle", 0, high, -wide / 2],
      a: ["start", 4, -high, 4],
      b: ["end", -4, -high, -wide - 4],
      c: ["start", 4, high, 4],
      d: ["end", -4, high, -wide - 4],
    };
    return [...`${sides}abcd`].map((side) => {
      const [anchor, dx, dy, left] = spots[side];
      const box = [x + left, y + dy - tall / 2, x + left + wide, y + dy + tall / 2];
      return { anchor, dx, dy, box };
    });
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
        if (!Object.keys(options).length) return; // nothing was shown yet
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
