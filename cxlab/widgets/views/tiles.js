/* A row of key figures as a list of terms and values.
   rows: term label text [note] [change {text note word kind (better, worse, unclear)}]
   options: label (name of the list; else alt) */
const SIGNS = { better: "▲", worse: "▼", unclear: "◇" };

export default {
  render({ model, el }) {
    const list = html("dl", { class: "cx cx-tiles" });
    el.append(list);
    let shown = "";
    const tile = ({ label, text, note, change }) => {
      const parts = [html("dt", {}, label), html("dd", { class: "cx-figure" }, text ?? "–")];
      if (note) parts.push(html("dd", { class: "cx-note" }, note));
      if (change) {
        const sign = SIGNS[change.kind];
        parts.push(
          html("dd", { class: `cx-change cx-${change.kind || "plain"}` }, [
            sign ? html("span", { class: "cx-sign", "aria-hidden": "true" }, sign) : null,
            html("span", {}, html("b", {}, change.text ?? ""), change.word ? ` ${change.word}` : ""),
          ])
        );
        if (change.note) parts.push(html("dd", { class: "cx-note" }, change.note));
      }
      return html("div", { class: "cx-tile" }, parts);
    };
    const paint = () => {
      const rows = model.get("rows") || [];
      const { label, alt, lang } = model.get("options") || {};
      const now = JSON.stringify([rows, label, alt, lang]);
      if (now === shown) return;
      shown = now;
      list.setAttribute("aria-label", label || alt || "");
      if (lang) list.setAttribute("lang", lang);
      list.replaceChildren(...rows.map(tile));
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
