/* Single keys: they act while nothing is typed, no dialog or menu is open, and nobody has turned them off. */
(() => {
  "use strict";
  const OFF = "timetrack.keys";
  const FOLLOWS_MS = 1500;
  const FIELDS = "input, textarea, select, [contenteditable]:not([contenteditable=false])";
  const isOff = () => localStorage.getItem(OFF) === "off";
  const isBusy = () => document.querySelector("dialog[open], [popover]:popover-open");
  /* The field of a dialog that has just closed keeps the focus for one more frame: it is typed into no more. */
  const isTyping = (target) => target instanceof Element && target.matches(FIELDS) && target.type !== "checkbox" && target.checkVisibility();
  let going = 0; /* until when the key after g says where to go */

  const act = (name) => () => window.timetrackAct(name);
  const KEYS = {
    n: act("log-time"),
    s: () => window.timetrackAct("stop") || window.timetrackAct("start"),
    r: act("resume"),
    t: act("new-task"),
    "/": search,
    e: edit,
    d: () => onEntry("duplicate"),
    "?": act("keys"),
  };

  function search() {
    const words = [...document.querySelectorAll("[data-search]")].find((field) => field.checkVisibility());
    if (words) words.focus();
    else document.querySelector("[data-palette]")?.click();
  }

  /* The entry in focus, else the one under the pointer, else the first one. */
  function onEntry(what) {
    const found = ["[data-entry]:focus-within", "[data-entry]:hover", "[data-entry]"];
    const entry = found.map((rows) => document.querySelector(rows)).find(Boolean);
    const button = entry?.querySelector(`[data-do="${what}"]:not(:disabled)`);
    button?.click();
    return entry && !button ? entry : null;
  }

  function edit() {
    const entry = onEntry("edit");
    const cell = entry?.querySelector('[data-cell="description"]') ?? entry;
    const field = cell?.matches("input") ? cell : cell?.querySelector("input[data-edit]");
    field?.focus();
    field?.select();
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.repeat || isOff() || isTyping(event.target) || isBusy() || !document.querySelector(".tt-app")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : "";
    const goes = event.timeStamp < going; /* when it was pressed, however late a busy page gets to it */
    going = 0;
    const place = goes && key && document.querySelector(`[data-go="${CSS.escape(key)}"]`);
    if (place) place.click();
    else if (key === "g") going = event.timeStamp + FOLLOWS_MS;
    else if (!goes && Object.hasOwn(KEYS, key)) KEYS[key]();
    else return;
    event.preventDefault();
  });

  document.addEventListener("change", (event) => {
    if (!(event.target instanceof Element) || !event.target.matches("[data-keys]")) return;
    if (event.target.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "off");
  });

  document.addEventListener("click", (event) => {
    const box = event.target instanceof Element && event.target.closest('[data-act="keys"]') && document.querySelector("[data-keys]");
    if (box) box.checked = !isOff();
  }, true);
})();
