"use strict";
(() => {
  const $ = (selector) => document.querySelector(selector);

  // Light or dark.
  const theme = $(".theme");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  theme.hidden = false;
  theme.addEventListener("click", () => {
    const root = document.documentElement;
    const now = root.dataset.theme ?? (dark.matches ? "dark" : "light");
    root.dataset.theme = now === "dark" ? "light" : "dark";
    try { localStorage.setItem("payspec-theme", root.dataset.theme); } catch { /* It lasts as long as the page. */ }
  });

  // Contents: folded where they would push the text away, and marked where the reader is.
  const contents = $(".contents details");
  const narrow = matchMedia("(max-width: 63.99rem)");
  const fold = () => { contents.open = !narrow.matches; };
  fold();
  narrow.addEventListener("change", fold);
  contents.addEventListener("click", (event) => {
    if (narrow.matches && event.target.closest("a")) contents.open = false;
  });
  const links = new Map([...contents.querySelectorAll("a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  const targets = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  const mark = () => {
    let here = targets[0];
    for (const target of targets) if (target.getBoundingClientRect().top < 120) here = target;
    for (const [id, link] of links) {
      if (here && id === here.id) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    }
  };
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; mark(); });
  }, { passive: true });
  mark();

  // Search.
  const MOST = 40;
  const entries = JSON.parse($("#page-index").textContent).map(([href, kind, wire, title, rust]) => ({
    href, kind, wire, title, rust,
    names: [wire, wire.split(".").pop(), title, rust, rust.split(":")[0], rust.split(/[.:]+/).filter(Boolean).pop() ?? ""]
      .map((name) => name.toLowerCase()),
    all: [wire, title, rust, kind].join("\n").toLowerCase(),
  }));
  const box = $("#page-find");
  const panel = $(".results");
  const list = $("#page-found");
  const count = $("#page-found-count");
  $(".find").hidden = false;

  const rank = (entry, question) => {
    if (entry.names.includes(question)) return 0;
    if (entry.names.some((name) => name.startsWith(question))) return 1;
    return 2;
  };
  const element = (name, text, attributes = {}) => {
    const node = document.createElement(name);
    node.textContent = text;
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    return node;
  };
  const show = () => {
    const question = box.value.trim().toLowerCase();
    panel.hidden = question === "";
    if (panel.hidden) return;
    const terms = question.split(/\s+/);
    const found = entries
      .filter((entry) => terms.every((term) => entry.all.includes(term)))
      .map((entry, index) => ({ entry, index, rank: rank(entry, question) }))
      .sort((one, other) => one.rank - other.rank || one.index - other.index);
    const more = found.length > MOST ? `，显示前 ${MOST} 个` : "";
    count.textContent = found.length === 0 ? "没有找到" : `${found.length} 个结果${more}`;
    list.replaceChildren(...found.slice(0, MOST).map(({ entry }) => {
      const link = element("a", "", { href: entry.href });
      link.append(element("code", entry.wire), " ", element("span", entry.title), element("small", entry.kind));
      if (entry.rust) link.append(element("code", entry.rust, { class: "rust", lang: "en" }));
      const item = document.createElement("li");
      item.append(link);
      return item;
    }));
  };
  const close = () => { box.value = ""; panel.hidden = true; };
  box.addEventListener("input", show);
  box.addEventListener("focus", show);
  addEventListener("keydown", (event) => {
    // The keys of an input method are its own: Enter takes the letters as they are, Escape drops them.
    if (event.isComposing || event.keyCode === 229) return;
    const typing = event.target.closest?.("input, textarea, select");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      box.focus();
      return;
    }
    if (panel.hidden) return;
    if (event.key === "Escape") {
      close();
      box.focus();
      return;
    }
    const found = [...list.querySelectorAll("a")];
    const here = found.indexOf(document.activeElement);
    if (event.key === "Enter" && event.target === box) {
      event.preventDefault();
      found[0]?.click();
    } else if (event.key === "ArrowDown" && (here >= 0 || event.target === box)) {
      event.preventDefault();
      found[Math.min(here + 1, found.length - 1)]?.focus();
    } else if (event.key === "ArrowUp" && here >= 0) {
      event.preventDefault();
      (found[here - 1] ?? box).focus();
    }
  });
  list.addEventListener("click", (event) => { if (event.target.closest("a")) close(); });
  document.addEventListener("click", (event) => { if (!event.target.closest(".find")) panel.hidden = true; });
})();
