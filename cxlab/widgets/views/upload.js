/* A file of the visitor's, sent in parts. options: words hint accept limit too_large reading lang
   messages to Python: {kind: "part", name, place, count} with one buffer each; from Python:
   {kind: "taken"} once the file is read or refused */
const PART = 1 << 20;

export default {
  render({ model, el }) {
    const root = html("div", { class: "cx cx-upload" });
    const input = html("input", { type: "file" });
    const name = html("span", { class: "cx-button" });
    const label = html("label", {}, input, name);
    const said = html("span", { role: "status", "aria-live": "polite" });
    root.append(label, said);
    el.append(root);
    const paint = () => {
      const { words = "", hint = "", accept = "", lang = "" } = model.get("options");
      name.textContent = words;
      said.textContent = hint;
      said.className = "";
      input.accept = accept;
      if (lang) root.setAttribute("lang", lang);
    };
    const take = async (file) => {
      const { limit, too_large: large, reading } = model.get("options");
      input.value = "";
      if (file.size > limit) {
        said.textContent = large.replace("{mb}", (file.size / 1e6).toFixed(1));
        said.className = "cx-error";
        return;
      }
      said.textContent = reading;
      const count = Math.max(1, Math.ceil(file.size / PART));
      for (let place = 0; place < count; place += 1) {
        const part = await file.slice(place * PART, (place + 1) * PART).arrayBuffer();
        model.send({ kind: "part", name: file.name, place, count }, undefined, [part]);
      }
    };
    input.addEventListener("change", () => input.files.length && take(input.files[0]));
    root.addEventListener("dragover", (event) => event.preventDefault());
    root.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files.length) take(event.dataTransfer.files[0]);
    });
    paint();
    model.on("change:options", paint);
    model.on("msg:custom", paint);
    return () => {
      model.off("change:options", paint);
      model.off("msg:custom", paint);
    };
  },
};
