/* The calendar: drawing, moving, resizing and splitting by mouse and touch, the now line, its popovers. What is drawn is
   calendar-drawing.js'; keys are calendar-keys.js'. */
import { DAY, HOUR, MINUTE, QUARTER, all, clear, columns, finish, grid, held, lift, near, on, paint, popover, send, settle, snap, spanOf } from "./calendar-drawing.js";
import "./calendar-keys.js";

const LONG_PRESS_MS = 350, SLACK = 4, TOUCH_SLACK = 10;

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
const isByPointer = () => held.press && held.drag && !held.drag.isByKey; /* what was drawn stays held while its form is open */

on("pointerdown", (event) => {
  const column = near(event, ".tt-cal-day");
  held.swallowsClick = false;
  if (!column || event.button !== 0 || !event.isPrimary || held.isWaiting) return;
  const block = near(event, ".tt-cal-block");
  const mode = block ? modeAt(block, event) : "new";
  if (!mode) return;
  const isTouch = event.pointerType === "touch";
  held.press = { mode, block, column, x: event.clientX, y: event.clientY, isTouch };
  if (isTouch) held.press.timer = setTimeout(() => { if (held.press) pickUp(false); }, LONG_PRESS_MS);
});

on("pointermove", (event) => {
  const { press } = held;
  if (press && !held.drag) {
    const moved = Math.hypot(event.clientX - press.x, event.clientY - press.y);
    if (press.isTouch && moved > TOUCH_SLACK) dropPress();
    else if (!press.isTouch && moved > SLACK) pickUp(event.altKey);
  }
  if (!isByPointer()) return;
  if (press?.isTouch && Math.hypot(event.clientX - press.x, event.clientY - press.y) > TOUCH_SLACK) press.isPulled = true;
  if (press?.isTouch && !press.isPulled) return; /* no thumb lies quite still */
  pull(event);
  scrollNear(event);
});

on("pointerup", () => {
  if (isByPointer()) { held.swallowsClick = true; finish(); }
  dropPress();
});
on("pointercancel", () => { if (isByPointer()) clear(); dropPress(); });
on("touchmove", (event) => { if (held.drag && event.cancelable) event.preventDefault(); }, { passive: false, capture: true });
on("contextmenu", (event) => { if (held.press?.isTouch || held.drag) event.preventDefault(); });

on("keydown", (event) => {
  if (event.key !== "Escape" || !held.drag || popover("new").matches(":popover-open")) return; /* closing it clears */
  event.preventDefault();
  clear();
  dropPress();
  held.swallowsClick = true;
});

on("click", (event) => {
  if (held.swallowsClick && !near(event, ".tt-cal-ghost")) { event.preventDefault(); event.stopImmediatePropagation(); }
  held.swallowsClick = false;
  if (!near(event, ".tt-cal-block")) return;
  event.preventDefault(); /* the popover opens when the state has filled it */
  if (event.detail > 1) event.stopImmediatePropagation();
});

on("dblclick", (event) => {
  const block = near(event, ".tt-cal-block");
  if (!block || held.isWaiting) return;
  const column = block.parentElement;
  const second = snap(secondAt(column, event.clientY), event.altKey ? MINUTE : QUARTER);
  popover("entry").hidePopover();
  send("split", block.dataset, { day: column.dataset.day, second, fold: foldAt(column, second, event.clientX) });
  held.focused = "";
});

function dropPress() { clearTimeout(held.press?.timer); held.press = null; }

function pickUp(isFine) {
  const { mode, block, column, x, y, isTouch } = held.press;
  const at = secondAt(column, y), step = isFine ? MINUTE : QUARTER;
  const drawn = Math.floor(at / step) * step;
  const [first, last] = block ? spanOf(block) : [drawn, drawn + (isTouch ? HOUR : QUARTER)];
  if (isTouch) navigator.vibrate?.(10);
  lift({ mode, block, column, at, first, last, anchor: first, fold: foldAt(column, at, x) });
}

function pull(event) {
  const { drag } = held;
  const step = event.altKey ? MINUTE : QUARTER;
  const column = columnAt(event.clientX);
  const second = secondAt(column, event.clientY);
  const away = (columns().indexOf(column) - columns().indexOf(drag.home)) * DAY;
  if (drag.mode === "new") {
    const there = snap(second + away, step);
    drag.first = Math.max(Math.min(drag.anchor, there), drag.anchor - DAY);
    drag.last = Math.min(drag.first + DAY, Math.max(drag.anchor + step, there));
  } else if (drag.mode === "move") {
    drag.column = column;
    drag.first = snap(drag.was[0] + second - drag.at, step);
    drag.last = drag.first + drag.was[1] - drag.was[0];
    drag.fold = foldAt(column, drag.first, event.clientX);
  } else if (drag.mode === "start") {
    drag.first = Math.min(snap(second + away, step), drag.was[1] - MINUTE);
    drag.fold = foldAt(column, drag.first - away, event.clientX);
  } else {
    drag.last = Math.max(snap(second + away, step), drag.was[0] + MINUTE);
    drag.fold = foldAt(column, drag.last - away, event.clientX);
  }
  paint();
}

/* Near an edge the hours go on by themselves, as long as the pointer stays there. */
let scrolls = 0;
function scrollNear(event) {
  cancelAnimationFrame(scrolls);
  const scroller = grid().querySelector(".tt-cal-scroll");
  const box = scroller.getBoundingClientRect();
  const by = event.clientY < box.top + 56 ? -6 : event.clientY > Math.min(box.bottom, innerHeight) - 32 ? 6 : 0;
  if (!by) return;
  scrolls = requestAnimationFrame(() => {
    if (!isByPointer()) return;
    scroller.scrollTop += by;
    pull(event);
    scrollNear(event);
  });
}

/* ── The answer, the popovers, and now ───────────────────────────────── */
new MutationObserver((changes) => {
  for (const { target, attributeName } of changes) {
    if (attributeName === "data-rev" && target.matches(".tt-cal")) settle();
    else if (attributeName === "data-shown" && target.dataset.shown && !held.isWaiting) target.closest("[popover]").showPopover();
  }
}).observe(document, { subtree: true, attributeFilter: ["data-rev", "data-shown"] });

on("toggle", (event) => {
  if (event.target === popover("new") && event.newState === "closed" && !held.isWaiting) clear();
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
  const isLate = cal.querySelector('.tt-cal-day[data-today="true"]')?.offsetWidth && (second < 7 * HOUR || second > 17 * HOUR);
  const wanted = isLate ? Math.max(0, second - 5 * HOUR) : 6.75 * HOUR;
  cal.dataset.scrolled = "";
  cal.querySelector(".tt-cal-scroll").scrollTop = (wanted / DAY) * cal.querySelector(".tt-cal-body").offsetHeight;
}

tick();
