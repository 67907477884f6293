/* What cxlab's pages do by themselves: colours, language, progress, and a watch over the connection. */
(() => {
  const root = document.documentElement;
  const HTML_LANG = { en: "en", zh: "zh-CN" };
  const SEEN = 5_000; /* milliseconds between two pulses of a page that is looked at */
  const HIDDEN = 30_000; /* … of a page in a hidden tab */
  const byId = (id) => document.getElementById(id);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

  /* ---- colours: ?theme=, the reader's last choice, the system's ---- */
  const kept = (value) => {
    try {
      return value ? localStorage.setItem("cx-theme", value) : localStorage.getItem("cx-theme");
    } catch {
      return null; /* storage is switched off */
    }
  };
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const asked = new URLSearchParams(location.search).get("theme") ?? kept();
  const chosen = ["light", "dark"].includes(asked) ? asked : null;
  const paint = (theme) => {
    root.dataset.cxTheme = theme;
    if (document.body) {
      document.body.dataset.jpThemeLight = String(theme !== "dark");
      document.querySelector(".page-theme")?.setAttribute("aria-pressed", String(theme === "dark"));
    }
  };
  paint(chosen ?? (dark.matches ? "dark" : "light"));
  dark.addEventListener("change", () => kept() ?? paint(dark.matches ? "dark" : "light"));

  const switchTheme = () => {
    const theme = root.dataset.cxTheme === "dark" ? "light" : "dark";
    paint(theme);
    kept(theme);
    const url = new URL(location);
    theme === "dark" ? url.searchParams.set("theme", theme) : url.searchParams.delete("theme");
    history.replaceState(history.state, "", url);
  };

  /* ---- language: in place where the page can, else by its link ---- */
  let texts = { words: {}, titles: {} };
  let lang = "en";
  const word = (name) => texts.words[lang]?.[name] ?? "";

  const speak = (to, title) => {
    lang = to in HTML_LANG ? to : lang;
    root.lang = HTML_LANG[lang];
    document.body.dataset.lang = lang;
    if (!texts.words[lang]) return;
    document.title = title || texts.titles[lang];
    byId("page-title").textContent = title || texts.titles[lang];
    for (const node of document.querySelectorAll("[data-say]")) {
      node.textContent = word(node.dataset.say);
    }
    for (const node of document.querySelectorAll("[data-label]")) {
      node.setAttribute("aria-label", word(node.dataset.label));
    }
    for (const link of document.querySelectorAll("a[data-lang]")) {
      link.dataset.lang === lang
        ? link.setAttribute("aria-current", "true")
        : link.removeAttribute("aria-current");
    }
    const home = document.querySelector(".page-home");
    if (home) home.search = `?lang=${lang}`;
  };

  const switchLanguage = (event, link) => {
    const detail = { lang: link.dataset.lang };
    const asking = new CustomEvent("cxlab:language", { detail, cancelable: true });
    if (!document.dispatchEvent(asking)) {
      event.preventDefault();
      return;
    }
    const url = new URL(link.href); /* what the page has written into its address meanwhile goes along */
    const here = new URLSearchParams(location.search);
    here.delete("token");
    here.set("lang", detail.lang);
    url.search = here;
    link.href = url;
  };

  /* ---- progress, called by Voila's frontend and by the page's own cells ---- */
  window.voila_process = (step, steps) => {
    byId("loading_text").textContent = fill(word("step"), { step, steps });
    byId("loading_share").max = steps;
    byId("loading_share").value = step - 0.5;
  };
  window.voila_heartbeat = () => {};
  window.update_loading_text = () => {};
  window.voila_finish = window.display_cells = () => {
    if (!window.themeLoaded) {
      window.cellLoaded = true;
      if (byId("loading")) {
        byId("loading_text").textContent = word("draw");
        byId("loading_share").removeAttribute("value");
      }
      return;
    }
    byId("loading")?.remove();
    byId("rendered_cells").style.display = "";
    root.dataset.cxReady = "true";
    document.dispatchEvent(new Event("cxlab:ready"));
  };

  /* ---- pictures without a text of their own are named after the heading above them ---- */
  const name = (cells) => {
    let heading = "";
    for (const node of cells.querySelectorAll("h1, h2, h3, h4, .jp-RenderedImage img, .jp-RenderedSVG")) {
      if (/^H\d$/.test(node.tagName)) {
        heading = node.textContent.replace("¶", "").trim();
      } else if (node.tagName !== "IMG") {
        node.setAttribute("role", "img");
        node.ariaLabel ??= fill(word("figure"), { heading });
      } else if (!node.hasAttribute("alt")) {
        node.alt = fill(word("figure"), { heading });
      }
    }
  };
  const box = (cells) => {
    for (const table of cells.querySelectorAll(".jp-RenderedHTMLCommon table")) {
      const area = table.parentElement;
      const wide = area.scrollWidth > area.clientWidth;
      wide ? (area.tabIndex = 0) : area.removeAttribute("tabindex"); /* the keyboard can scroll it */
    }
  };
  const tidy = () => {
    const cells = byId("rendered_cells");
    if (!cells) return;
    let waiting = 0;
    const look = () => {
      waiting ||= requestAnimationFrame(() => {
        waiting = 0;
        name(cells);
        box(cells);
      });
    };
    new MutationObserver(look).observe(cells, { childList: true, subtree: true });
    window.addEventListener("resize", look);
    look();
  };

  /* ---- the watch: is the kernel of this page still there? ---- */
  const notice = (key, values = {}, button = "again") => {
    const place = byId("page-notice");
    if (place.dataset.key === key) return;
    place.dataset.key = key;
    const text = document.createElement("p");
    text.textContent = fill(word(key), values);
    const press = document.createElement("button");
    press.type = "button";
    press.textContent = word(button);
    press.addEventListener("click", () => (button === "again" ? location.reload() : quiet()));
    place.replaceChildren(text, press);
  };
  const quiet = () => {
    delete byId("page-notice").dataset.key;
    byId("page-notice").replaceChildren();
  };

  const watch = () => {
    const config = byId("jupyter-config-data");
    if (!config) return;
    const kernel = JSON.parse(config.textContent).kernelId;
    const { base, minutes, mb } = texts;
    let [timer, misses, over, asking] = [0, 0, false, false];
    let asked = new AbortController();

    const pulse = async () => {
      if (over || asking) return;
      asking = true;
      clearTimeout(timer);
      try {
        asked = new AbortController();
        const late = setTimeout(() => asked.abort(), 2 * SEEN);
        const answer = await fetch(`${base}pulse/${kernel}`, {
          cache: "no-store",
          signal: asked.signal,
        });
        clearTimeout(late);
        const reason = answer.headers.get("X-Reason");
        if (answer.status === 410) {
          over = true;
          notice(reason === "idle" ? "idle" : "ended", { minutes });
        } else if (answer.status === 413) {
          notice("large", { mb }, "close");
        } else if (answer.status === 401 || answer.status === 403) {
          over = true;
          notice("signed");
        } else if (answer.ok && misses > 1) {
          quiet();
        }
        misses = answer.status >= 500 ? misses + 1 : 0;
      } catch {
        misses += 1;
      }
      if (misses > 1 && !over) notice("away");
      asking = false;
      if (!over) timer = setTimeout(pulse, misses ? 2_000 : document.hidden ? HIDDEN : SEEN);
    };

    pulse();
    for (const moment of ["visibilitychange", "online", "pageshow"]) {
      (moment === "visibilitychange" ? document : window).addEventListener(moment, () => {
        if (!document.hidden) pulse();
      });
    }
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) location.reload(); /* kept by the browser, without its kernel */
    });
    window.addEventListener("pagehide", () => {
      over = true; /* the kernel is this page's own: its place is free at once */
      asked.abort();
      navigator.sendBeacon(`${base}voila/api/shutdown/${kernel}`);
    });
  };

  /* ---- a page that found no place tries again by itself ---- */
  const retry = (line) => {
    const base = document.body.dataset.baseUrl;
    const look = async () => {
      try {
        const health = await (await fetch(`${base}health`, { cache: "no-store" })).json();
        if (health.status === "ok") {
          line.textContent = line.dataset.free;
          location.reload();
          return;
        }
      } catch {
        /* the server is away: look again */
      }
      setTimeout(look, 1_000 * line.dataset.seconds);
    };
    setTimeout(look, 1_000 * line.dataset.seconds * (0.5 + Math.random())); /* not all at once */
  };

  document.addEventListener("cxlab:page", (event) => speak(event.detail.lang, event.detail.title));
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-lang]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) switchLanguage(event, link);
    if (event.target.closest?.(".page-theme")) switchTheme();
  });
  const begin = () => {
    paint(root.dataset.cxTheme);
    lang = document.body.dataset.lang;
    const given = byId("page-words");
    if (given) texts = JSON.parse(given.textContent);
  };
  new MutationObserver((_changes, observer) => {
    if (!byId("loading") && !document.querySelector("main")) return;
    observer.disconnect();
    begin();
  }).observe(root, { childList: true, subtree: true });
  document.addEventListener("DOMContentLoaded", () => {
    begin();
    watch();
    tidy();
    const line = byId("retry");
    if (line) retry(line);
  });
})();
