/* The page's tie to the browser: address, title, language. options: query title lang
   A language asked for in the page's header comes back as event {kind: "language", lang}. */
export default {
  render({ model }) {
    let serial = 0;
    const alone = document.documentElement.dataset.cxlab === "voila"; // not inside a notebook
    const asked = (event) => {
      event.preventDefault();
      serial += 1;
      model.set("event", { kind: "language", lang: event.detail.lang, serial });
      model.save_changes();
    };
    const tell = () => {
      const { query, title, lang } = model.get("options");
      if (!alone) return;
      const kept = new URLSearchParams(location.search);
      const next = new URLSearchParams(query);
      if (kept.has("theme")) next.set("theme", kept.get("theme"));
      history.replaceState(null, "", `${location.pathname}?${next}`);
      document.dispatchEvent(new CustomEvent("cxlab:page", { detail: { lang, title } }));
    };
    if (alone) document.addEventListener("cxlab:language", asked);
    tell();
    model.on("change:options", tell);
    return () => {
      document.removeEventListener("cxlab:language", asked);
      model.off("change:options", tell);
    };
  },
};
