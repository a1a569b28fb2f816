// Keeps the lists fresh. The page works without it.
"use strict";

(() => {
  const EVERY = 1000;
  const status = document.getElementById("live");
  const address = document.body.dataset.view;
  const seen = new Map();
  let tag = null;

  document.documentElement.classList.add("script");
  for (const part of parts(document)) seen.set(part.id, part.outerHTML);

  function parts(root) {
    return root.querySelectorAll("[data-live][id]");
  }

  function say(state, more) {
    const words = status.dataset[state + "Text"] + (more || "");
    if (status.textContent !== words) status.textContent = words;
    status.className = state;
  }

  function changed(control) {
    if (control.type === "hidden") return false;
    if (control.tagName === "SELECT") {
      const options = [...control.options];
      const first = Math.max(0, options.findIndex((option) => option.defaultSelected));
      return control.selectedIndex !== first;
    }
    return control.value !== control.defaultValue;
  }

  // Somebody reads, types or marks something here: nothing may jump.
  function busy(part) {
    if (part.querySelector("details[open]")) return true;
    if ([...part.querySelectorAll("input, select, textarea")].some(changed)) return true;
    const focus = document.activeElement;
    if (part.contains(focus) && focus.closest("form")) return true;
    const marked = document.getSelection();
    return !marked.isCollapsed && marked.rangeCount > 0 && marked.getRangeAt(0).intersectsNode(part);
  }

  // Puts the new part in the place of the old one; focus and inner scrolling stay.
  function replace(old, part) {
    const focus = old.contains(document.activeElement) ? document.activeElement : null;
    const holder = focus && focus.closest("[id]");
    const scrolled = [...old.querySelectorAll(".scroll[id]")].map((each) => [each.id, each.scrollTop, each.scrollLeft]);
    old.replaceWith(part);
    for (const [id, top, left] of scrolled) {
      const each = document.getElementById(id);
      if (each) [each.scrollTop, each.scrollLeft] = [top, left];
    }
    if (!holder) return;
    const again = document.getElementById(holder.id);
    const target = again && (focus === holder ? again : again.querySelector(focus.tagName));
    if (target) target.focus({ preventScroll: true });
  }

  async function refresh() {
    const headers = tag ? { "If-None-Match": tag } : {};
    const answer = await fetch(address, { headers, cache: "no-store", credentials: "same-origin" });
    if (answer.status === 304) return say(waiting() ? "paused" : "live");
    if (!answer.ok) throw new Error(String(answer.status));
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    let held = false;
    let more = "";
    for (const part of parts(fresh)) {
      const old = document.getElementById(part.id);
      if (!old || seen.get(part.id) === part.outerHTML) continue;
      if (busy(old)) {
        held = true;
        const count = Number(part.dataset.count) - Number(old.dataset.count);
        if (count > 0) more = " · +" + count;
        continue;
      }
      seen.set(part.id, part.outerHTML);
      replace(old, document.adoptNode(part));
    }
    tag = held ? null : answer.headers.get("etag");
    say(held || waiting() ? "paused" : "live", more);
  }

  function waiting() {
    return [...parts(document)].some(busy);
  }

  async function tick() {
    if (document.visibilityState === "visible") {
      try {
        await refresh();
      } catch {
        tag = null;
        say("lost");
      }
    }
    setTimeout(tick, EVERY);
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-copy]");
    if (!button) return;
    const words = button.textContent;
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = words), 1200);
  });

  // A form leads back to the page: to where one was.
  const KEY = "scroll";
  document.addEventListener("submit", () => {
    const inner = [...document.querySelectorAll(".scroll[id]")].map((each) => [each.id, each.scrollTop, each.scrollLeft]);
    sessionStorage.setItem(KEY, JSON.stringify({ top: window.scrollY, inner }));
  });
  const kept = JSON.parse(sessionStorage.getItem(KEY) || "null");
  sessionStorage.removeItem(KEY);
  if (kept) {
    for (const [id, top, left] of kept.inner) {
      const each = document.getElementById(id);
      if (each) [each.scrollTop, each.scrollLeft] = [top, left];
    }
    window.addEventListener("load", () => requestAnimationFrame(() => window.scrollTo(0, kept.top)));
  }

  tick();
})();
