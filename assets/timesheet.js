/* The timesheet: where typed hours will go, and arrow keys between its cells. Cells themselves are timetrack.js'. */
(() => {
  "use strict";
  const on = (type, listener) => document.addEventListener(type, listener, true);
  const cellOf = (event) => (event.target instanceof Element ? event.target.closest("input[data-sheet]") : null);
  const hint = () => document.getElementById("tt-hint");

  on("focusin", (event) => {
    const cell = cellOf(event);
    if (!cell) return;
    const grown = cell.parentElement.querySelector("[data-since]")?.textContent;
    if (grown && !cell.hasAttribute("data-dirty")) cell.value = cell.defaultValue = grown;
    know(cell);
    cell.select();
    tell(cell);
  });

  on("input", (event) => { const cell = cellOf(event); if (cell) tell(cell); });

  /* What a cell held as typing into it began, sent with what was typed: nobody's newer hours are overwritten unseen. */
  function know(cell) {
    if (!cell.hasAttribute("data-dirty")) cell.dataset.known = cell.dataset.seconds;
  }
  new MutationObserver((changes) => {
    for (const { target } of changes) if (target.matches("input[data-sheet]")) know(target);
  }).observe(document, { subtree: true, attributeFilter: ["data-seconds", "data-dirty"] });

  on("keydown", (event) => {
    const cell = cellOf(event);
    if (!cell || event.key !== "Escape") return;
    cell.closest("tr").nextElementSibling.querySelector(`[data-dismiss="${cell.dataset.sheet}"]`)?.click();
  });

  on("keydown", (event) => {
    const cell = cellOf(event);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!cell || !step || event.altKey || event.ctrlKey || event.metaKey) return;
    const column = [...document.querySelectorAll(`input[data-sheet="${cell.dataset.sheet}"]`)];
    event.preventDefault();
    column[column.indexOf(cell) + step]?.focus();
  });

  function tell(cell) {
    const box = hint();
    const seconds = read(cell.value) - read(cell.defaultValue);
    const meaning = cell.value !== cell.defaultValue && seconds > 0 ? placeOf(cell.dataset.sheet, seconds) : "";
    box.firstElementChild.textContent = meaning;
    box.hidden = false;
    const at = cell.getBoundingClientRect();
    box.style.left = `${Math.max(8, at.right - box.offsetWidth)}px`;
    box.style.top = `${at.bottom + 6}px`;
  }

  function placeOf(day, seconds) {
    const { next, room, free } = document.getElementById(`sheet-${day}`).dataset;
    if (seconds > Number(free)) return `only ${ttForms.hours(Number(free))} free`;
    if (!Number(room) || seconds > Number(room)) return "in the free time of that day";
    return `${clock(Number(next))} – ${clock(Number(next) + seconds)} next free time`;
  }

  const clock = (instant) => ttForms.clock(instant * 1000, hint().dataset.zone);

  /* The same readings as the server's; it has the last word. */
  function read(text) {
    const typed = text.trim().toLowerCase().replace(",", ".");
    const clock = typed.match(/^(\d+)(?::|h ?)(\d{1,2})(?::(\d{1,2}))?$/);
    if (clock) return clock[1] * 3600 + clock[2] * 60 + Number(clock[3] ?? 0);
    if (/^\d*\.?\d+$/.test(typed)) return Math.round(typed * 3600);
    const units = typed.match(/^(?:([\d.]+)\s*h)?\s*(?:([\d.]+)\s*m(?:in)?)?\s*(?:(\d+)\s*s)?$/);
    return units ? Math.round((units[1] ?? 0) * 3600 + (units[2] ?? 0) * 60 + Number(units[3] ?? 0)) : 0;
  }
})();
