/* The palette: a combobox over the options in #palette-list. The focus stays in the field; aria-activedescendant says
   which option Enter takes. Options of the page are sifted here; what the server finds says for which words
   (data-words), and as long as those are not the ones in the field, it is sifted too and never acted on blindly. */
(() => {
  "use strict";
  const palette = () => document.getElementById("palette");
  const field = () => palette().querySelector("input");
  const list = () => document.getElementById("palette-list");
  const near = (event, selector) => (event.target instanceof Element ? event.target.closest(selector) : null);
  const options = () => [...list().querySelectorAll('[role="option"]')];
  const shown = () => options().filter((option) => !option.hidden);
  const write = (element, text) => { if (element.textContent !== text) element.textContent = text; };
  const typed = () => field().value.trim();
  const isAnswered = () => list().dataset.words === typed().slice(0, 200).trim();
  const goesOn = () => list().dataset.words && typed().startsWith(list().dataset.words); /* the answer was to its beginning */
  const isMac = /Mac|iP(hone|ad|od)/.test(navigator.platform);
  let active = null;
  let waiting = null; /* Enter was pressed before the answer came: what to do with the first that it brings */

  function open() {
    if (!palette() || palette().open) return;
    for (const menu of document.querySelectorAll("[popover]:popover-open")) menu.hidePopover();
    field().value = "";
    palette().showModal();
    field().focus();
    active = waiting = null;
    sift();
  }

  const isOffered = (option) => !option.dataset.run || option.dataset.run === "start-timer" ||
    document.querySelector(`[data-act="${option.dataset.run}"]`);

  function sift() {
    const words = typed().toLowerCase().split(/\s+/).filter(Boolean);
    for (const option of options()) {
      const text = `${option.dataset.text} ${option.dataset.more ?? ""}`.toLowerCase();
      const fits = words.every((word) => text.includes(word));
      const isFound = option.dataset.found !== undefined;
      const isHidden = isFound ? !(isAnswered() || (fits && goesOn())) || !words.length : !fits || !isOffered(option);
      if (option.hidden !== isHidden) option.hidden = isHidden;
      if (!isHidden) embolden(option, words);
    }
    const found = shown();
    activate(found.includes(active) ? active : found[0]);
    const none = palette().querySelector(".tt-palette-none");
    none.hidden = found.length > 0 || !isAnswered();
    if (waiting && isAnswered()) {
      if (active) run(active, waiting.starts);
      waiting = null;
    }
  }

  function embolden(option, words) {
    const name = option.dataset.text;
    const lower = name.toLowerCase();
    const word = words.find((one) => lower.includes(one)) ?? "";
    const at = word && lower.length === name.length ? lower.indexOf(word) : 0;
    const parts = option.querySelector(".tt-palette-name").children;
    write(parts[0], name.slice(0, at));
    write(parts[1], name.slice(at, at + word.length));
    write(parts[2], name.slice(at + word.length));
  }

  function activate(option) {
    for (const one of list().querySelectorAll('[aria-selected="true"]')) if (one !== option) one.ariaSelected = "false";
    active = option ?? null;
    if (option) option.ariaSelected = "true";
    if (option) field().setAttribute("aria-activedescendant", option.id);
    else field().removeAttribute("aria-activedescendant");
  }

  function move(step) {
    const found = shown();
    if (!found.length) return;
    const at = found.indexOf(active);
    activate(found[(at + step + found.length) % found.length]);
    active.scrollIntoView({ block: "nearest" });
  }

  function run(option, starts) {
    const timer = starts && document.querySelector(`[data-starts="${CSS.escape(option.id)}"]`);
    if (starts && !timer) return;
    palette().close();
    if (timer) timer.click();
    else if (option.dataset.run) window.timetrackAct(option.dataset.run);
    else option.click();
  }

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k" && palette()) {
      event.preventDefault();
      if (palette().open) palette().close();
      else open();
      return;
    }
    if (event.target !== palette()?.querySelector("input") || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      move(step);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const starts = event.ctrlKey || event.metaKey || event.altKey;
      if (active) run(active, starts);
      else if (!isAnswered()) waiting = { starts };
    }
  }, true);

  document.addEventListener("input", (event) => {
    if (!near(event, "#palette")) return;
    active = waiting = null;
    sift();
  }, true);

  document.addEventListener("click", (event) => {
    if (near(event, "[data-palette]")) return open();
    if (event.target === palette()) return palette().close();
    if (!near(event, "#palette")) return;
    const act = near(event, "[data-run]");
    const link = near(event, "a");
    if (link && !event.ctrlKey && !event.metaKey && palette().open) setTimeout(() => palette()?.close());
    if (act) palette().close();
    if (act) window.timetrackAct(act.dataset.run);
  });

  document.addEventListener("pointermove", (event) => {
    const option = near(event, '#palette [role="option"]');
    if (option && option !== active) activate(option);
  });

  new MutationObserver(() => { if (palette()?.open) sift(); })
    .observe(document, { subtree: true, childList: true, attributeFilter: ["data-words", "data-text"] });

  document.addEventListener("focusin", (event) => {
    const box = near(event, "dialog");
    if (isMac && box) for (const key of box.querySelectorAll("[data-mod]")) write(key, "⌘");
  });
  addEventListener("load", () => { if (isMac) for (const key of document.querySelectorAll("[data-mod]")) write(key, "⌘"); });
})();
