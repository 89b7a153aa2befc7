/* The calendar by keyboard: going from block to block, moving, resizing, splitting, deleting, and drawing on a day. */
import { DAY, HOUR, MINUTE, QUARTER, all, ask, clear, columns, finish, held, lift, near, on, paint, send, snap, spanOf } from "./calendar-drawing.js";

const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const next = (second, along) => (along > 0 ? Math.floor(second / QUARTER) + 1 : Math.ceil(second / QUARTER) - 1) * QUARTER;

on("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.isComposing) return;
  const block = near(event, ".tt-cal-block");
  if (block) onBlock(event, block);
  else if (event.target.matches?.(".tt-cal-day")) onDay(event, event.target);
});

on("keyup", (event) => {
  if (held.drag?.isByKey && !held.drag.isDraft && (event.key === "Alt" || event.key === "Shift")) { event.preventDefault(); finish(); }
});

on("focusout", (event) => {
  if (!held.drag?.isByKey) return;
  if (!held.drag.isDraft) finish();
  else if (!event.relatedTarget?.closest("[popover]")) clear();
});

function onBlock(event, block) {
  const arrow = ARROWS[event.key];
  if (arrow) {
    event.preventDefault();
    if (event.altKey || event.shiftKey) nudge(block, event, arrow);
    else step(block, arrow);
  } else if (!event.altKey && !event.shiftKey && !held.isWaiting && !event.repeat) {
    if (event.key === "x") halve(block);
    else if (event.key === "Delete" || event.key === "Backspace") remove(block);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

function step(block, [aside, along]) {
  const blocks = all(".tt-cal-block", block.parentElement);
  if (along) return (blocks[blocks.indexOf(block) + along] ?? block.parentElement).focus();
  const shown = columns(), at = Number(block.dataset.first);
  for (let n = shown.indexOf(block.parentElement) + aside; shown[n]; n += aside) {
    const there = all(".tt-cal-block", shown[n]).sort((a, b) => Math.abs(a.dataset.first - at) - Math.abs(b.dataset.first - at));
    if (there.length) return there[0].focus();
  }
}

function nudge(block, event, [aside, along]) {
  const mode = event.shiftKey ? (event.altKey ? "start" : "end") : "move";
  if (held.isWaiting || (aside && mode !== "move") || (block.dataset.running === "true" && mode !== "start")) return;
  if (!held.drag) {
    const [first, last] = spanOf(block);
    lift({ mode, block, column: block.parentElement, first, last, fold: block.dataset.lane === "second" ? 1 : 0, isByKey: true });
  }
  const { drag } = held;
  if (drag.mode !== mode) return;
  if (mode === "end") drag.last = Math.max(next(drag.last, along), drag.first + MINUTE);
  else if (mode === "start") drag.first = Math.min(next(drag.first, along), drag.last - MINUTE);
  else shift(drag, aside, along);
  paint();
}

function shift(drag, aside, along) {
  const first = aside ? drag.first + aside * DAY : next(drag.first, along);
  [drag.first, drag.last] = [first, first + drag.last - drag.first];
}

function halve(block) {
  const [first, last] = spanOf(block);
  const middle = snap((first + last) / 2, last - first > 2 * QUARTER ? QUARTER : MINUTE);
  send("split", block.dataset, { day: block.parentElement.dataset.day, second: middle });
}

function remove(block) {
  send("delete", block.dataset, { day: block.parentElement.dataset.day, second: 0 });
  held.focused = "";
}

/* ── On a day: Enter draws an hour, arrows put it where it was, Enter asks what it was, Escape drops it ── */
function onDay(event, column) {
  const arrow = ARROWS[event.key];
  if (event.key === "Enter" && !event.repeat) {
    if (held.drag?.isDraft) ask();
    else if (!held.drag && !held.isWaiting) draft(column);
  } else if (arrow && held.drag?.isDraft) pull(held.drag, event.shiftKey, arrow);
  else if (arrow && !held.drag) go(column, arrow);
  else return;
  event.preventDefault();
}

function draft(column) {
  const ends = all(".tt-cal-block", column).map((block) => Number(block.dataset.last));
  const first = Math.min(ends.length ? Math.ceil(Math.max(...ends) / QUARTER) * QUARTER : 9 * HOUR, DAY - HOUR);
  lift({ mode: "new", block: null, column, first, last: first + HOUR, fold: 0, isByKey: true, isDraft: true });
}

function pull(drag, isLength, [aside, along]) {
  const shown = columns();
  if (isLength && along) drag.last = Math.min(drag.first + DAY, Math.max(next(drag.last, along), drag.first + QUARTER));
  else if (along) shift(drag, 0, along);
  else if (!isLength) drag.column = shown[shown.indexOf(drag.column) + aside] ?? drag.column;
  if (drag.first < 0 || drag.first >= DAY) shift(drag, 0, -along);
  paint();
}

function go(column, [aside, along]) {
  const shown = columns();
  if (aside) shown[shown.indexOf(column) + aside]?.focus();
  else if (along > 0) all(".tt-cal-block", column)[0]?.focus();
}
