/* One tab stop that walks from mark to mark by arrow keys, and a pointer that finds the nearest mark;
   both show a readout, Escape takes it away. It outlives the drawings, so focus is kept: a view that
   has one draws into ground(svg).
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
  svg.append(node("g", {}, front, target));
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
    /* From now on these marks; none where there is nothing to read. */
    over(next) {
      marks = next;
      hide();
      target.style.display = next ? "" : "none";
      if (!next) return;
      spot = null;
      const [x0, y0, x1, y1] = next.box;
      const size = { x: x0, y: y0, width: x1 - x0, height: y1 - y0 };
      for (const part of [field, halo])
        for (const [name, value] of Object.entries(size)) part.setAttribute(name, value);
      target.setAttribute("aria-label", next.name);
      target.setAttribute("aria-valuemin", 0);
      target.setAttribute("aria-valuemax", next.count - 1);
      target.setAttribute("aria-valuenow", 0);
      if (target === target.getRootNode().activeElement) put(next.start);
    },
  };
  return memory.walker;
}

/* The group that lies under the walker. */
function ground(svg) {
  const first = svg.querySelector(".ground") || node("g", { class: "ground" });
  if (!first.isConnected || first.parentNode !== svg) svg.prepend(first);
  return first;
}
