/* Statements to sort into two bins, with an instant answer.
   rows: term label choice (bin or "") right (true, false, null) text; options: bins [{name, label}] */
export default {
  render({ model, el }) {
    const list = html("ol", { class: "cx cx-sorter" });
    el.append(list);
    const kept = new Map();
    let serial = 0;

    const build = (row, bins) => {
      const answer = html("span", { class: "cx-answer", role: "status", "aria-live": "polite" });
      const buttons = bins.map((bin) => {
        const name = `${bin.label}: ${row.label}`;
        const button = html("button", { type: "button", "aria-label": name }, bin.label);
        button.addEventListener("click", () => {
          serial += 1;
          model.set("event", { kind: "sort", term: row.term, value: bin.name, serial });
          model.save_changes();
        });
        return button;
      });
      const bar = html("span", { class: "cx-bins" }, buttons);
      const item = html("li", {}, html("span", {}, row.label), bar, answer);
      return { item, buttons, answer };
    };

    const paint = () => {
      const rows = model.get("rows") || [];
      const { bins = [] } = model.get("options") || {};
      if (rows.some((row) => !kept.has(row.term))) {
        kept.clear();
        for (const row of rows) kept.set(row.term, build(row, bins));
        list.replaceChildren(...rows.map((row) => kept.get(row.term).item));
      }
      for (const row of rows) {
        const { item, buttons, answer } = kept.get(row.term);
        item.className = row.choice ? (row.right ? "cx-right" : "cx-wrong") : "";
        buttons.forEach((button, i) => button.setAttribute("aria-pressed", row.choice === bins[i].name));
        const said = row.choice ? `${row.right ? "✓" : "✗"} ${row.text}` : "";
        if (answer.textContent !== said) answer.textContent = said;
      }
    };
    paint();
    model.on("change:rows", paint);
    model.on("change:options", paint);
    return () => {
      model.off("change:rows", paint);
      model.off("change:options", paint);
    };
  },
};
