/* A line that opens on a click; what it hides is written only while it is open.
   options: words html (already escaped) lang; event: {kind: "fold", open} */
export default {
  render({ model, el }) {
    const root = html("div", { class: "cx cx-fold" });
    const fold = html("details");
    const head = html("summary");
    const body = html("div");
    fold.append(head, body);
    root.append(fold);
    el.append(root);
    let serial = 0;
    const paint = () => {
      const { words = "", html: text = "", lang = "" } = model.get("options");
      head.textContent = words;
      body.innerHTML = text;
      if (lang) root.setAttribute("lang", lang);
    };
    fold.addEventListener("toggle", () => {
      serial += 1;
      model.set("event", { kind: "fold", open: fold.open, serial });
      model.save_changes();
    });
    paint();
    model.on("change:options", paint);
    return () => model.off("change:options", paint);
  },
};
