/* What the browser does alone: clocks, cells that edit in place, popovers, dialogs, toasts, the sign-in forms.
   Everything hangs on the document, so that it survives whatever React renders; nothing here adds or removes nodes. */
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (type, listener, target = document) => target.addEventListener(type, listener, true);
  const near = (event, selector) => (event.target instanceof Element ? event.target.closest(selector) : null);
  const show = (element, isShown) => { if (element.hidden === isShown) element.hidden = !isShown; };
  const write = (element, text) => { if (element && element.textContent !== text) element.textContent = text; };
  const forms = window.ttForms;

  /* ── Clocks: [data-since] counts from an instant of the server's clock ─ */
  let skewMs = 0;
  const now = () => Date.now() + skewMs;

  async function readServerClock() {
    const answer = await fetch("/favicon.ico", { method: "HEAD", cache: "no-store" }).catch(() => null);
    const sent = Date.parse(answer?.headers.get("date") ?? "");
    if (sent && Math.abs(sent - Date.now()) > 2000) skewMs = sent + 500 - Date.now();
  }

  function tick() {
    let running = null;
    for (const clock of all("[data-since]")) {
      const since = Number(clock.dataset.since);
      if (!since) continue;
      const seconds = Math.max(0, Math.floor(now() / 1000) - since) * Number(clock.dataset.rate ?? 1) + Number(clock.dataset.base ?? 0);
      if (clock.tagName === "PROGRESS") clock.value = seconds;
      else if (!clock.firstElementChild) write(clock, clock.dataset.of ? left(clock.dataset.of - seconds) : forms.hours(seconds, clock.dataset.form));
      else forms.parts(seconds).forEach((part, n) => write(clock.children[n], part));
      const work = clock.dataset.title;
      if (work !== undefined) running = `${forms.length(seconds)}${work && ` · ${work}`}`;
    }
    titleTab(running);
    openDoor();
    setTimeout(tick, 1000 - (now() % 1000));
  }

  const left = (seconds) => `${forms.hours(Math.abs(seconds))} ${seconds < 0 ? "over" : "left"}`;

  let shownTitle = null;
  let pageTitle = "";
  function titleTab(running) {
    if (document.title !== shownTitle) pageTitle = document.title;
    const subject = document.querySelector("[data-page-title]")?.dataset.pageTitle;
    const wanted = running ? `${running} — Timetrack` : subject ? `${subject} · Timetrack` : pageTitle;
    if (document.title !== wanted) document.title = wanted;
    shownTitle = running ? wanted : null;
  }

  /* ── Cells: [data-edit] saves by blur, Enter blurs, Escape restores ──── */
  const isChanged = (cell) => cell.value !== cell.defaultValue;

  on("keydown", (event) => {
    const cell = near(event, "input[data-edit], textarea[data-edit]");
    if (!cell || event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey || cell.dataset.edit !== "draft")) {
      event.preventDefault();
      cell.blur();
    } else if (event.key === "Escape" && !(cell.closest("dialog, [popover]") && !isChanged(cell))) {
      event.preventDefault();
      event.stopPropagation();
      settle(cell);
      cell.blur();
    }
  });

  on("focusout", (event) => {
    const cell = near(event, "input[data-edit], textarea[data-edit]");
    if (!cell) return;
    show(hint(), false);
    if (!isChanged(cell)) event.stopImmediatePropagation(); /* nothing typed: React and the server hear nothing */
  }, window);

  on("focusin", (event) => {
    const cell = near(event, "[data-edit]");
    if (!cell || cell.readOnly) return;
    if (!isChanged(cell)) cell.dataset.based = cell.defaultValue; /* what is being changed: sent with the new text */
    if (["hours", "range", "time"].includes(cell.dataset.edit)) cell.select();
    if (["hours", "range"].includes(cell.dataset.edit)) tell(cell);
  });

  function settle(cell) {
    cell.value = cell.dataset.based = cell.defaultValue;
    cell.removeAttribute("data-dirty");
  }

  /* The server's answer: a new value, or a new data-rev for "accepted". A refused text stays where it was typed. */
  new MutationObserver((changes) => {
    for (const { target, attributeName } of changes) {
      if (attributeName === "data-open") openDialog(target);
      else if (!target.matches("[data-edit]")) continue;
      else if (target.getAttribute("aria-invalid") === "true") continue;
      else if (target !== document.activeElement || !target.hasAttribute("data-dirty") || !isChanged(target)) settle(target);
    }
  }).observe(document, { subtree: true, attributeFilter: ["value", "data-rev", "data-open"] });

  on("input", (event) => {
    const cell = near(event, "[data-edit]");
    if (cell) cell.toggleAttribute("data-dirty", isChanged(cell));
    if (cell?.dataset.edit === "hours") tell(cell);
    if (near(event, "[data-filter]")) filter(event.target);
    event.target.dataset.touched = "";
    if (event.target.getAttribute?.("aria-describedby") === "password-help") measure(event.target);
  });

  /* ── Hint under a duration: what the typed text will mean ────────────── */
  const hint = () => document.getElementById("tt-hint") ?? document.createElement("div");

  function tell(cell) {
    const box = hint();
    const seconds = cell.dataset.edit === "hours" ? readDuration(cell.value) : 0;
    let meaning = "";
    if (seconds > 0 && seconds <= 86400 && isChanged(cell)) {
      const ends = forms.clock((Number(cell.dataset.start) + seconds) * 1000, box.dataset.zone);
      meaning = `= ${forms.length(seconds)} · ends ${ends}, was ${cell.dataset.ends}`;
    }
    write(box.firstElementChild, meaning);
    show(box, true);
    put(box, cell, "end");
  }

  function readDuration(text) {
    const typed = text.trim().toLowerCase().replace(",", ".");
    const clock = typed.match(/^(\d+)(?::|h ?)(\d{1,2})(?::(\d{1,2}))?$/);
    if (clock) return clock[1] * 3600 + clock[2] * 60 + Number(clock[3] ?? 0);
    if (/^\d+(\.\d+)?$/.test(typed)) return Math.round(typed * 3600);
    const units = typed.match(/^(?:([\d.]+)\s*h)?\s*(?:([\d.]+)\s*m(?:in)?)?\s*(?:(\d+)\s*s)?$/);
    return units ? Math.round((units[1] ?? 0) * 3600 + (units[2] ?? 0) * 60 + Number(units[3] ?? 0)) : 0;
  }

  /* ── Popovers: placed under the button that opened them ──────────────── */
  let opener = null;

  function put(box, anchor, side) {
    const at = anchor.getBoundingClientRect();
    const left = side === "end" || at.left + box.offsetWidth > innerWidth - 8 ? at.right - box.offsetWidth : at.left;
    const isAbove = at.bottom + 6 + box.offsetHeight > innerHeight - 8 && at.top > box.offsetHeight + 14;
    box.style.left = `${Math.max(8, left)}px`;
    box.style.top = `${isAbove ? at.top - box.offsetHeight - 6 : at.bottom + 6}px`;
  }

  on("click", (event) => {
    opener = near(event, "[popovertarget]") ?? opener;
    near(event, "[popover] a[href]:not([data-export])")?.closest("[popover]").hidePopover(); /* a link leads on; its menu is done */
  });

  on("toggle", (event) => {
    const box = event.target;
    if (!box.matches?.('[popover="auto"]') || event.newState !== "open") return;
    if (opener && box.dataset.side !== "none") put(box, opener, box.dataset.side);
    if (!box.contains(document.activeElement)) firstIn(box)?.focus();
  });

  /* The cursor is there as soon as the popover is, so that the first key typed is neither lost nor a shortcut. */
  const firstIn = (box) => box.querySelector("[data-filter]") ?? box.querySelector("input, .tt-menu-item");

  on("beforetoggle", (event) => {
    const box = event.target;
    if (!box.matches?.('[popover="auto"]') || event.newState !== "open") return;
    const first = firstIn(box);
    if (first) first.autofocus = true;
    if (first?.matches("[data-filter]")) { first.value = ""; filter(first); }
  });

  on("scroll", () => all("[popover]:popover-open").forEach((box) => opener && box.dataset.side !== "none" && put(box, opener, box.dataset.side)));

  function filter(find) {
    const words = find.value.toLowerCase().split(/\s+/);
    for (const item of all("[data-text]", find.closest("[popover]"))) {
      show(item, words.every((word) => item.dataset.text.toLowerCase().includes(word)));
    }
    const create = find.closest("[popover]").querySelector("[data-create]");
    if (!create) return;
    const name = find.value.trim();
    create.elements.name.value = name;
    write(create.querySelector("[data-typed]"), name);
    show(create, name !== "");
  }

  on("keydown", (event) => {
    const box = near(event, "[popover]");
    if (!box) return;
    const list = all(".tt-menu-item:not([hidden], [hidden] *)", box);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const at = list.indexOf(document.activeElement);
      list[(at + step + list.length) % list.length]?.focus();
    } else if (event.key === "Enter" && event.target.matches("[data-filter]")) {
      event.preventDefault();
      list[0]?.click();
    }
  });

  /* ── Dialogs: [data-opens=id], [data-closes], or data-open by the state ─ */
  let isUntouched = true;
  for (const touch of ["click", "keydown"]) on(touch, () => (isUntouched = false));

  function openDialog(dialog) {
    const isWanted = dialog.dataset.open === "true";
    if (isWanted && isUntouched) return dialog.querySelector("[data-dismiss]")?.click(); /* it stood open before a reload */
    if (isWanted && !dialog.open) dialog.showModal();
    if (!isWanted && dialog.open) { dialog.close(); all("form", dialog).forEach((form) => form.reset()); }
  }

  on("click", (event) => {
    const door = near(event, "[data-opens]");
    if (door) document.getElementById(door.dataset.opens)?.showModal();
    if (near(event, "[data-closes]")) event.target.closest("dialog")?.close();
    const reveal = near(event, "[data-reveal]");
    const secret = reveal?.parentElement.querySelector("input");
    if (secret) secret.type = secret.type === "password" ? "text" : "password";
    if (secret) reveal.ariaPressed = String(secret.type === "text");
  });

  on("close", (event) => {
    if (event.target.dataset?.open === "true") event.target.querySelector("[data-dismiss]")?.click();
  });

  on("animationend", (event) => near(event, ".tt-toast-life")?.parentElement.querySelector("[data-close]")?.click());

  /* A form that is done with its popover: a submit button does not close one by itself. */
  on("submit", (event) => near(event, "[popover] form[data-closes-popover]")?.closest("[popover]").hidePopover());

  /* ── Sign-in and first run ───────────────────────────────────────────── */
  on("submit", (event) => {
    const form = near(event, "form[data-keep]");
    if (form) openDoor(); /* whoever is faster than the first tick sends the guessed zone too */
    const typed = form && [...new FormData(form)].filter(([name]) => name !== "password");
    if (typed) sessionStorage.setItem("timetrack.typed", JSON.stringify(Object.fromEntries(typed)));
  });

  function openDoor() {
    const form = document.querySelector("form[data-keep]");
    if (!form) return;
    const code = new URLSearchParams(location.search).get("error");
    const notices = all("[data-error]");
    const said = code && (notices.find((notice) => notice.dataset.error === code) ?? notices.at(-1));
    notices.forEach((notice) => show(notice, notice === said));
    if (form.elements[code]) form.elements[code].ariaInvalid = "true";
    if (said && said.dataset.seen === undefined) (form.elements[code] ?? form.elements.password).focus();
    if (said) said.dataset.seen = "";
    for (const field of all("[data-zone-guess]")) field.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const guess = { timezone: Intl.DateTimeFormat().resolvedOptions().timeZone };
    const typed = code ? JSON.parse(sessionStorage.getItem("timetrack.typed") ?? "{}") : {};
    for (const [name, text] of Object.entries({ ...guess, ...typed })) fill(form.elements[name], text);
  }

  function fill(field, text) {
    if (!field || field.dataset.touched !== undefined || field.type === "checkbox" || field.value === text) return;
    const isKnown = !field.options || [...field.options].some((option) => option.value === text);
    if (isKnown) field.value = text;
  }

  function measure(field) {
    const meter = document.querySelector(".tt-meter");
    if (!meter) return;
    const length = field.value.length;
    meter.dataset.level = [1, 10, 12, 16].filter((least) => length >= least).length;
    const word = length < 10 ? "Too short" : length < 12 ? "Fair" : length < 16 ? "Good" : "Strong";
    write(document.querySelector(".tt-meter-text"), length ? `${word}: ${length} characters. At least 10 are needed.` : "At least 10 characters.");
  }

  readServerClock();
  on("visibilitychange", () => document.hidden || readServerClock());
  addEventListener("DOMContentLoaded", tick);
})();
