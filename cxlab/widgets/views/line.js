/* The finding in a line, read out politely by screen readers when it changes. options: text warning error */
export default {
  render({ model, el }) {
    const root = html("div", { class: "cx" });
    const text = html("p", { class: "cx-line", role: "status", "aria-live": "polite" });
    root.append(text);
    el.append(root);
    const paint = () => {
      const { finding = "", warning = "", error = "", lang = "" } = model.get("options") || {};
      const said = error ? [[error, "cx-error"]] : [[finding, ""], [warning, "cx-warning"]];
      const parts = said.filter(([part]) => part);
      text.replaceChildren(...parts.map(([part, look]) => html("span", { class: look }, part)));
      if (lang) text.setAttribute("lang", lang);
    };
    paint();
    model.on("change:options", paint);
    return () => model.off("change:options", paint);
  },
};
