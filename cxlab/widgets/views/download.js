/* Buttons that hand out files, each made when it is pressed. rows: name words tooltip; options: busy lang
   messages: {kind: "make", name} to Python; {kind: "file", name, type} with a buffer, or {kind: "failed", words} back */
export default {
  render({ model, el }) {
    const root = html("div", { class: "cx cx-download" });
    const bar = html("div", { class: "cx-bins" });
    const said = html("span", { role: "status", "aria-live": "polite" });
    root.append(bar, said);
    el.append(root);
    const paint = () => {
      const { lang = "" } = model.get("options");
      if (lang) root.setAttribute("lang", lang);
      bar.replaceChildren(
        ...model.get("rows").map(({ name, words, tooltip }) => {
          const press = html("button", { type: "button", title: tooltip, "data-file": name }, words);
          press.addEventListener("click", () => {
            said.className = "";
            said.textContent = model.get("options").busy;
            model.send({ kind: "make", name });
          });
          return press;
        })
      );
    };
    const receive = (message, buffers) => {
      if (message.kind === "failed") {
        said.textContent = message.words;
        said.className = "cx-error";
        return;
      }
      said.textContent = "";
      const blob = new Blob([buffers[0]], { type: message.type });
      const link = html("a", { href: URL.createObjectURL(blob), download: message.name });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    };
    paint();
    model.on("change:rows", paint);
    model.on("msg:custom", receive);
    return () => {
      model.off("change:rows", paint);
      model.off("msg:custom", receive);
    };
  },
};
