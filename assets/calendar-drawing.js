/* What is being drawn on the calendar: where things are on the wall, the ghost, what is sent and what the answer does.
   Seconds are those on the wall after a day's midnight. What was drawn is sent by the form #calendar-draw; the answer,
   yes or no, raises data-rev, and everything is where the server says. Nothing here adds or removes nodes. */
export const DAY = 86400, HOUR = 3600, QUARTER = 900, MINUTE = 60;

export const all = (selector, root = document) => [...root.querySelectorAll(selector)];
export const on = (type, listener, options = true) => document.addEventListener(type, listener, options);
export const near = (event, selector) => (event.target instanceof Element ? event.target.closest(selector) : null);
export const grid = () => document.querySelector(".tt-cal");
export const popover = (name) => document.getElementById(`calendar-${name}`);
export const columns = () => all(".tt-cal-day").filter((column) => column.offsetWidth);
export const snap = (second, step) => Math.round(second / step) * step;

/* drag: {mode, block, seen, column, home, first, last, was, fold}, isByKey while keys draw it; isDraft where they draw
   something new. isWaiting for the server's answer. focused: the entry that had the focus when something was sent. */
export const held = { press: null, drag: null, isWaiting: false, swallowsClick: false, focused: "" };

export const spanOf = (block) => [Number(block.dataset.first), Number(block.dataset.last)];
export const piecesOf = (entry) => all(`.tt-cal-block[data-entry="${entry}"]`);
const clock = (second) => ttForms.clock(second * 1000, "UTC"); /* on the wall, whatever the zone */
const words = (first, last) => [`${clock(first)} – ${clock(last)}`, ttForms.hours(last - first)];

/* Take a block, or nothing yet, into the hand. What it said then is what the drawing is about, whatever comes meanwhile. */
export function lift(drag) {
  held.drag = { home: drag.column, was: [drag.first, drag.last, drag.fold], seen: drag.block?.dataset.seen, entry: drag.block?.dataset.entry, ...drag };
  grid().dataset.drawing = "true";
  if (drag.block) for (const piece of piecesOf(held.drag.entry)) piece.dataset.lifted = "";
  paint();
}

export function paint() {
  const { drag } = held;
  const shown = columns();
  const base = shown.indexOf(drag.column);
  const [clocks, hours] = words(drag.first, drag.last);
  shown.forEach((column, place) => {
    const ghost = column.querySelector(".tt-cal-ghost");
    const top = Math.max(0, drag.first - (place - base) * DAY);
    const bottom = Math.min(DAY, drag.last - (place - base) * DAY);
    ghost.hidden = top >= bottom;
    ghost.style.setProperty("--top", `${(top / DAY) * 100}%`);
    ghost.style.setProperty("--height", `${((bottom - top) / DAY) * 100}%`);
    ghost.firstElementChild.textContent = clocks;
    ghost.lastElementChild.textContent = drag.isDraft ? `${hours} · Enter to log` : drag.mode === "new" ? `${hours} · release to log` : hours;
    if (drag.isByKey && column === drag.column && !ghost.hidden) ghost.scrollIntoView({ block: "nearest" });
  });
}

export function clear() {
  held.drag = null;
  delete grid()?.dataset.drawing;
  for (const ghost of all(".tt-cal-ghost")) ghost.hidden = true;
  for (const piece of all(".tt-cal-block[data-lifted]")) delete piece.dataset.lifted;
}

export function finish() {
  const { mode, column, home, first, last, was, fold } = held.drag;
  delete grid().dataset.drawing;
  if (mode === "new") return setTimeout(ask); /* after the pointer is up, which closes popovers */
  if (column === home && first === was[0] && last === was[1] && fold === was[2]) return clear();
  send(mode, held.drag, { day: column.dataset.day, second: mode === "end" ? last : first, fold });
  held.drag = null; /* the ghost stays where it was dropped until the answer comes */
}

export function ask() {
  const { drag } = held;
  if (!drag) return;
  const form = popover("new").querySelector("form");
  form.reset();
  fill(form, { what: "new", day: drag.column.dataset.day, second: drag.first, until: drag.last, fold: drag.fold });
  form.querySelector(".tt-cal-when").textContent = words(drag.first, drag.last).join(" · ");
  all(".tt-cal-ghost").find((ghost) => !ghost.hidden)?.click();
}

export function send(what, { entry, seen }, fields) {
  held.isWaiting = true;
  if (document.activeElement?.dataset.entry === entry) held.focused = entry;
  const form = document.getElementById("calendar-draw");
  fill(form, { until: 0, fold: 0, ...fields, what, entry_id: entry, seen });
  form.requestSubmit();
}

function fill(form, fields) {
  for (const [name, value] of Object.entries(fields)) form.elements[name].value = String(value);
}

/* The answer has come. */
export function settle() {
  held.isWaiting = false;
  clear();
  for (const name of ["new", "entry"]) if (popover(name)?.matches(":popover-open")) popover(name).hidePopover();
  const [block] = held.focused ? piecesOf(held.focused) : [];
  if (block && document.activeElement === document.body) block.focus();
  held.focused = "";
}
