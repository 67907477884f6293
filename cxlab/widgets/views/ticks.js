/* Boxes to tick, folded behind their count; many names can be searched.
   traits: value [name]; options: words tooltip counted search lang; rows: name words */
export default {
  render({ model, el }) {
    const root = html("div", { class: "cx" });
    const fold = html("details", { class: "cx-ticks" });
    const head = html("summary");
    const box = html("fieldset");
    fold.append(head, box);
    root.append(fold);
    el.append(root);
    const count = () => {
      const { counted = "" } = model.get("options");
      const chosen = model.get("value").length;
      head.textContent = counted.replace("{chosen}", chosen);
    };
    const paint = () => {
      const { words = "", tooltip = "", search = "", lang = "" } = model.get("options");
      const rows = model.get("rows");
      if (lang) root.setAttribute("lang", lang);
      fold.title = tooltip;
      const lines = rows.map(({ name, words: text }) => {
        const tick = html("input", { type: "checkbox" });
        tick.checked = model.get("value").includes(name);
        tick.addEventListener("change", () => {
          const kept = new Set(model.get("value"));
          if (tick.checked) kept.add(name);
          else kept.delete(name);
          model.set("value", rows.map((row) => row.name).filter((other) => kept.has(other)));
          model.save_changes();
        });
        return html("label", {}, tick, ` ${text}`);
      });
      const find = html("input", { type: "search", placeholder: search, "aria-label": search });
      find.addEventListener("input", () => {
        for (const line of lines)
          line.hidden = !line.textContent.toLowerCase().includes(find.value.toLowerCase());
      });
      box.replaceChildren(
        html("legend", { class: "cx-unseen" }, words),
        ...(rows.length > 12 ? [find] : []),
        ...lines
      );
      count();
    };
    const follow = () => {
      const kept = model.get("value");
      box.querySelectorAll("input[type=checkbox]").forEach((tick, i) => {
        tick.checked = kept.includes(model.get("rows")[i].name);
      });
      count();
    };
    paint();
    model.on("change:rows", paint);
    model.on("change:value", follow);
    return () => {
      model.off("change:rows", paint);
      model.off("change:value", follow);
    };
  },
};
