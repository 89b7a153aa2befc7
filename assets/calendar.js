/* The calendar: drawing, moving, resizing and splitting by mouse, touch and keyboard, the now line, its popovers.
   Seconds are those on the wall after a day's midnight. What was drawn is sent by the form #calendar-draw; the answer,
   yes or no, raises data-rev, and everything is where the server says. Nothing here adds or removes nodes. */
(() => {
  "use strict";
  const DAY = 86400, QUARTER = 900, MINUTE = 60, LONG_PRESS_MS = 350, SLACK = 4, TOUCH_SLACK = 10;
  const on = (type, listener, options = true) => document.addEventListener(type, listener, options);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const near = (event, selector) => (event.target instanceof Element ? event.target.closest(selector) : null);
  const grid = () => document.querySelector(".tt-cal");
  const popover = (name) => document.getElementById(`calendar-${name}`);
  const columns = () => all(".tt-cal-day").filter((column) => column.offsetWidth);
  const pad = (number) => String(number).padStart(2, "0");
  const clock = (second) => `${pad(Math.floor((((second % DAY) + DAY) % DAY) / 3600))}:${pad(Math.floor(second / 60 + 1440) % 60)}`;
  const hours = (seconds) => `${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60)}`;
  const snap = (second, step) => Math.round(second / step) * step;

  let press = null; /* a pointer that is down and may become a drag */
  let drag = null; /* what is being drawn: {mode, block, column, first, last, fold} */
  let isWaiting = false; /* for the server's answer */
  let swallowsClick = false;
  let focused = ""; /* the entry that had the focus when something was sent */

  /* ── Where a pointer is ──────────────────────────────────────────────── */
  function columnAt(x) {
    const shown = columns();
    return shown.find((column) => x < column.getBoundingClientRect().right) ?? shown.at(-1);
  }

  const secondAt = (column, y) => ((y - column.getBoundingClientRect().top) / column.offsetHeight) * DAY;

  /* The second time round of an hour that comes twice is the right half of its column. */
  function foldAt(column, second, x) {
    const [low, high] = (column.dataset.twice || "0-0").split("-").map(Number);
    const box = column.getBoundingClientRect();
    return second >= low && second < high && x > box.left + box.width / 2 ? 1 : 0;
  }

  function modeAt(block, event) {
    const box = block.getBoundingClientRect();
    const edge = Math.min(event.pointerType === "touch" ? 14 : 8, box.height / 4);
    if (block.dataset.head === "true" && event.clientY < box.top + edge) return "start";
    if (block.dataset.running === "true") return "";
    return block.dataset.tail === "true" && event.clientY > box.bottom - edge ? "end" : "move";
  }

  /* ── Pointer ─────────────────────────────────────────────────────────── */
  on("pointerdown", (event) => {
    const column = near(event, ".tt-cal-day");
    swallowsClick = false;
    if (!column || event.button !== 0 || !event.isPrimary || isWaiting) return;
    const block = near(event, ".tt-cal-block");
    const mode = block ? modeAt(block, event) : "new";
    if (!mode) return;
    press = { mode, block, column, x: event.clientX, y: event.clientY, id: event.pointerId, isTouch: event.pointerType === "touch" };
    if (press.isTouch) press.timer = setTimeout(() => { if (press) pickUp(false); }, LONG_PRESS_MS);
  });

  on("pointermove", (event) => {
    if (press && !drag) {
      const moved = Math.hypot(event.clientX - press.x, event.clientY - press.y);
      if (press.isTouch && moved > TOUCH_SLACK) dropPress();
      else if (!press.isTouch && moved > SLACK) pickUp(event.altKey);
    }
    if (drag && !drag.isByKey) pull(event);
  });

  on("pointerup", () => {
    if (drag && !drag.isByKey) { swallowsClick = true; finish(); }
    dropPress();
  });
  on("pointercancel", () => { if (drag && !drag.isByKey) clear(); dropPress(); });
  on("touchmove", (event) => { if (drag && event.cancelable) event.preventDefault(); }, { passive: false, capture: true });
  on("contextmenu", (event) => { if (press?.isTouch || drag) event.preventDefault(); });

  on("click", (event) => {
    if (swallowsClick && !near(event, ".tt-cal-ghost")) { event.preventDefault(); event.stopImmediatePropagation(); }
    swallowsClick = false;
    const block = near(event, ".tt-cal-block");
    if (!block) return;
    event.preventDefault(); /* the popover opens when the state has filled it */
    if (event.detail > 1) event.stopImmediatePropagation();
  });

  on("dblclick", (event) => {
    const block = near(event, ".tt-cal-block");
    if (!block || isWaiting) return;
    const column = block.parentElement;
    const second = snap(secondAt(column, event.clientY), event.altKey ? MINUTE : QUARTER);
    focused = "";
    popover("entry").hidePopover();
    send("split", block, { day: column.dataset.day, second, fold: foldAt(column, second, event.clientX) });
  });

  function dropPress() { clearTimeout(press?.timer); press = null; }

  function pickUp(isFine) {
    const { mode, block, column } = press;
    const at = secondAt(column, press.y);
    const first = mode === "new" ? Math.floor(at / (isFine ? MINUTE : QUARTER)) * (isFine ? MINUTE : QUARTER) : Number(block.dataset.first);
    const last = mode === "new" ? first + (press.isTouch ? 3600 : QUARTER) : Number(block.dataset.last);
    drag = { mode, block, column, at, first, last, anchor: first, was: [first, last], fold: foldAt(column, at, press.x), home: column };
    lift(block);
    paint();
  }

  function pull(event) {
    const step = event.altKey ? MINUTE : QUARTER;
    const column = columnAt(event.clientX);
    const second = secondAt(column, event.clientY);
    const away = (columns().indexOf(column) - columns().indexOf(drag.home)) * DAY;
    if (drag.mode === "new") {
      const there = snap(second + away, step);
      drag.first = Math.min(drag.anchor, there);
      drag.last = Math.min(drag.first + DAY, Math.max(drag.anchor + step, there));
    } else if (drag.mode === "move") {
      const length = drag.was[1] - drag.was[0];
      drag.column = column;
      drag.first = snap(drag.was[0] + second - drag.at, step);
      drag.last = drag.first + length;
      drag.fold = foldAt(column, drag.first, event.clientX);
    } else if (drag.mode === "start") {
      drag.first = Math.min(snap(second + away, step), drag.was[1] - 60);
      drag.fold = foldAt(column, drag.first - away, event.clientX);
    } else {
      drag.last = Math.max(snap(second + away, step), drag.was[0] + 60);
      drag.fold = foldAt(column, drag.last - away, event.clientX);
    }
    scrollNear(event.clientY);
    paint();
  }

  function scrollNear(y) {
    const scroller = grid().querySelector(".tt-cal-scroll");
    const box = scroller.getBoundingClientRect();
    if (y < box.top + 56) scroller.scrollTop -= 12;
    if (y > box.bottom - 24) scroller.scrollTop += 12;
  }

  /* ── What is drawn ───────────────────────────────────────────────────── */
  function lift(block) {
    grid().dataset.drawing = "true";
    if (block) all(`.tt-cal-block[data-entry="${block.dataset.entry}"]`).forEach((piece) => { piece.dataset.lifted = ""; });
  }

  function paint() {
    const shown = columns();
    const base = shown.indexOf(drag.column);
    shown.forEach((column, place) => {
      const ghost = column.querySelector(".tt-cal-ghost");
      const top = Math.max(0, drag.first - (place - base) * DAY);
      const bottom = Math.min(DAY, drag.last - (place - base) * DAY);
      ghost.hidden = top >= bottom;
      ghost.style.setProperty("--top", `${(top / DAY) * 100}%`);
      ghost.style.setProperty("--height", `${((bottom - top) / DAY) * 100}%`);
      ghost.firstElementChild.textContent = `${clock(drag.first)} – ${clock(drag.last)}`;
      ghost.lastElementChild.textContent = drag.mode === "new" ? `${hours(drag.last - drag.first)} · release to log` : hours(drag.last - drag.first);
    });
  }

  function clear() {
    drag = null;
    delete grid()?.dataset.drawing;
    all(".tt-cal-ghost").forEach((ghost) => { ghost.hidden = true; });
    all(".tt-cal-block[data-lifted]").forEach((piece) => { delete piece.dataset.lifted; });
  }

  function finish() {
    const { mode, block, column, home, first, last, was, fold } = drag;
    delete grid().dataset.drawing;
    if (mode === "new") return setTimeout(ask); /* after the pointer is up, which closes popovers */
    if (column === home && first === was[0] && last === was[1]) return clear();
    send(mode, block, { day: column.dataset.day, second: mode === "end" ? last : first, fold });
    drag = null; /* the ghost stays where it was dropped until the answer comes */
  }

  function ask() {
    if (!drag) return;
    const box = popover("new"), form = box.querySelector("form");
    form.reset();
    fill(form, { what: "new", day: drag.column.dataset.day, second: drag.first, until: drag.last, fold: drag.fold });
    form.querySelector(".tt-cal-when").textContent = `${clock(drag.first)} – ${clock(drag.last)} · ${hours(drag.last - drag.first)}`;
    all(".tt-cal-ghost").find((ghost) => !ghost.hidden)?.click();
  }

  function send(what, block, fields) {
    const { entry, seen } = block.dataset;
    isWaiting = true;
    focused = document.activeElement === block ? entry : focused;
    const form = document.getElementById("calendar-draw");
    fill(form, { until: 0, fold: 0, ...fields, what, entry_id: entry, seen });
    form.requestSubmit();
  }

  function fill(form, fields) {
    for (const [name, value] of Object.entries(fields)) form.elements[name].value = String(value);
  }

  /* ── Keyboard ────────────────────────────────────────────────────────── */
  const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

  on("keydown", (event) => {
    if (event.key === "Escape" && drag) { event.preventDefault(); clear(); dropPress(); swallowsClick = true; return; }
    const block = near(event, ".tt-cal-block");
    if (!block || event.ctrlKey || event.metaKey) return;
    const arrow = ARROWS[event.key];
    if (arrow) {
      event.preventDefault();
      if (event.altKey || event.shiftKey) nudge(block, event, arrow);
      else step(block, arrow);
    } else if (!event.altKey && !event.shiftKey && !isWaiting && !event.repeat) {
      if (event.key === "x") halve(block);
      else if (event.key === "Delete" || event.key === "Backspace") { focused = ""; send("delete", block, { day: block.parentElement.dataset.day, second: 0 }); }
      else return;
      event.preventDefault();
      event.stopPropagation();
    }
  });

  on("keyup", (event) => { if (drag?.isByKey && (event.key === "Alt" || event.key === "Shift")) { event.preventDefault(); finish(); } });
  on("focusout", () => { if (drag?.isByKey) finish(); });

  function step(block, [aside, along]) {
    const blocks = all(".tt-cal-block", block.parentElement);
    if (along) return blocks[blocks.indexOf(block) + along]?.focus();
    const shown = columns(), at = Number(block.dataset.first);
    for (let n = shown.indexOf(block.parentElement) + aside; shown[n]; n += aside) {
      const there = all(".tt-cal-block", shown[n]).sort((a, b) => Math.abs(a.dataset.first - at) - Math.abs(b.dataset.first - at));
      if (there.length) return there[0].focus();
    }
  }

  function nudge(block, event, [aside, along]) {
    const mode = event.shiftKey ? (event.altKey ? "start" : "end") : "move";
    if (isWaiting || (aside && mode !== "move") || (block.dataset.running === "true" && mode !== "start")) return;
    if (!drag) {
      const first = Number(block.dataset.first), last = Number(block.dataset.last), column = block.parentElement;
      drag = { mode, block, column, home: column, first, last, was: [first, last], fold: block.dataset.lane === "second" ? 1 : 0, isByKey: true };
      lift(block);
    }
    if (drag.mode !== mode) return;
    const next = (second) => (along > 0 ? Math.floor(second / QUARTER) + 1 : Math.ceil(second / QUARTER) - 1) * QUARTER;
    const length = drag.last - drag.first;
    if (aside) { drag.first += aside * DAY; drag.last += aside * DAY; }
    else if (mode === "end") drag.last = Math.max(next(drag.last), drag.first + MINUTE);
    else {
      drag.first = mode === "start" ? Math.min(next(drag.first), drag.last - MINUTE) : next(drag.first);
      if (mode === "move") drag.last = drag.first + length;
    }
    paint();
  }

  function halve(block) {
    const first = Number(block.dataset.first), last = Number(block.dataset.last);
    const middle = snap((first + last) / 2, last - first > 2 * QUARTER ? QUARTER : MINUTE);
    send("split", block, { day: block.parentElement.dataset.day, second: middle });
  }

  /* ── The answer, the popovers, and now ───────────────────────────────── */
  new MutationObserver((changes) => {
    for (const { target, attributeName } of changes) {
      if (attributeName === "data-rev" && target.matches(".tt-cal")) settle();
      else if (attributeName === "data-shown" && target.dataset.shown && !isWaiting) target.closest("[popover]").showPopover();
    }
  }).observe(document, { subtree: true, attributeFilter: ["data-rev", "data-shown"] });

  function settle() {
    isWaiting = false;
    clear();
    for (const name of ["new", "entry"]) if (popover(name)?.matches(":popover-open")) popover(name).hidePopover();
    const block = focused && document.querySelector(`.tt-cal-block[data-entry="${focused}"]`);
    if (block && document.activeElement === document.body) block.focus();
    focused = "";
  }

  on("toggle", (event) => {
    if (event.target === popover("new") && event.newState === "closed" && !isWaiting) clear();
  });

  let shownNow = "", readAt = 0;
  function tick() {
    const cal = grid();
    if (cal) {
      if (cal.dataset.now !== shownNow) [shownNow, readAt] = [cal.dataset.now, Date.now()];
      const second = Number(cal.dataset.now) + (Date.now() - readAt) / 1000;
      cal.style.setProperty("--now", `${(Math.min(second, DAY) / DAY) * 100}%`);
      if (cal.dataset.scrolled === undefined) scrollToWork(cal, second);
    }
    setTimeout(tick, cal?.dataset.scrolled === undefined ? 100 : 1000);
  }

  function scrollToWork(cal, second) {
    const isLate = cal.querySelector('.tt-cal-day[data-today="true"]')?.offsetWidth && (second < 7 * 3600 || second > 17 * 3600);
    const wanted = isLate ? Math.max(0, second - 5 * 3600) : 6.75 * 3600;
    cal.dataset.scrolled = "";
    cal.querySelector(".tt-cal-scroll").scrollTop = (wanted / DAY) * cal.querySelector(".tt-cal-body").offsetHeight;
  }

  tick();
})();
