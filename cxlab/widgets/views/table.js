/* A table with cells to fill in; an empty cell stays empty, it is never a zero.
   rows: term label strong, and by the name of each column {text value [small tint level]}: small is a
   second line, tint runs from -1 (orange) to 1 (blue), level from 0 to 1 (grey)
   options: corner caption columns [{name heading low high step edit words}] */
export default {
  render({ model, el }) {
    const root = html("div", { class: "cx cx-scroll" });
    const table = html("table", { class: "cx-table" });
    root.append(table);
    el.append(root);
    const cells = new Map();
    let serial = 0;
    let shape = "";

    const tell = (term, column, input) => {
      if (input.validity.badInput) return; // half a number; what is off the scale Python refuses in words
      serial += 1;
      const value = input.value === "" ? null : Number(input.value);
      model.set("event", { kind: "edit", term, column, value, serial });
      model.save_changes();
    };

    const field = (row, column, shown) => {
      const { low, high, step = "any" } = column;
      const name = `${row.label}: ${column.heading}`;
      const range = { min: low, max: high, step };
      const look = { type: "number", placeholder: "?", "aria-label": name };
      const input = html("input", { ...look, ...range });
      let wait = 0;
      input.value = shown.value ?? "";
      input.addEventListener("input", () => {
        clearTimeout(wait);
        wait = setTimeout(() => tell(row.term, column.name, input), 300);
      });
      input.addEventListener("keydown", (event) => event.stopPropagation());
      return input;
    };

    const dye = (box, { tint = 0, level = 0 }) => {
      const looks = { "cx-up": tint > 0, "cx-down": tint < 0, "cx-level": level > 0 && !tint };
      for (const [name, on] of Object.entries(looks)) box.classList.toggle(name, on);
      box.style.setProperty("--cx-tint", `${Math.round(10 + 35 * Math.min(1, Math.abs(tint || level)))}%`);
    };

    const build = (rows, { corner = "", columns, caption = "" }) => {
      cells.clear();
      const side = ({ words: text }) => (text ? "cx-words" : null);
      const names = columns.map((column) =>
        html("th", { scope: "col", class: side(column) }, column.heading)
      );
      const head = html("tr", {}, html("th", { scope: "col" }, corner), names);
      const body = rows.map((row) => {
        const name = html("th", { scope: "row" }, row.label);
        const line = html("tr", {}, name);
        for (const column of columns) {
          const shown = row[column.name] ?? {};
          const cell = html("td", { class: side(column) });
          cell.append(column.edit ? field(row, column, shown) : html("span", {}), html("small", {}));
          cells.set(`${row.term} ${column.name}`, cell);
          line.append(cell);
        }
        cells.set(row.term, line);
        return line;
      });
      table.replaceChildren(html("caption", {}, caption), html("thead", {}, head), html("tbody", {}, body));
    };

    const paint = () => {
      const rows = model.get("rows") || [];
      const options = model.get("options") || {};
      if (!options.columns) return;
      const now = JSON.stringify([rows.map((row) => row.term), { ...options, lang: "" }]);
      if (now !== shape) build(rows, options);
      shape = now;
      for (const row of rows) {
        cells.get(row.term).className = row.strong ? "cx-strong" : "";
        for (const column of options.columns) {
          const box = cells.get(`${row.term} ${column.name}`);
          const [cell, small] = box.children;
          const shown = row[column.name] ?? {};
          if (!column.edit) cell.textContent = shown.text ?? "";
          else if (cell !== cell.getRootNode().activeElement) cell.value = shown.value ?? "";
          small.textContent = shown.small ?? "";
          small.hidden = !shown.small;
          dye(box, shown);
        }
      }
    };
    /* A table wider than its place is scrolled by keyboard as well. */
    const watcher = new ResizeObserver(() => {
      const wide = root.scrollWidth > root.clientWidth;
      const { caption = "", alt = caption } = model.get("options") || {};
      for (const [name, value] of [["tabindex", 0], ["role", "region"], ["aria-label", alt]])
        wide ? root.setAttribute(name, value) : root.removeAttribute(name);
    });
    watcher.observe(root);
    watcher.observe(table);
    paint();
    model.on("change:rows", paint);
    model.on("change:options", paint);
    return () => {
      watcher.disconnect();
      model.off("change:rows", paint);
      model.off("change:options", paint);
    };
  },
};
