/* The team board between two pushes: the tick for now, the wall's clock, a new day. Changes attributes and text only. */
(() => {
  "use strict";
  const seconds = () => Math.floor(Date.now() / 1000);

  function tick() {
    const board = document.querySelector(".tt-board");
    if (board) move(board);
    for (const clock of document.querySelectorAll("[data-clock]")) tellTime(clock);
    setTimeout(tick, 1000 - (Date.now() % 1000));
  }

  /* Strips and lanes stand in minutes after 07:00; --now is the tick, and what runs reaches up to it. */
  function move(board) {
    const start = Number(board.dataset.stripStart);
    if (!start) return;
    const now = Math.min(Math.max(Math.floor((seconds() - start) / 60), 0), 720);
    if (board.style.getPropertyValue("--now") !== String(now)) board.style.setProperty("--now", now);
    board.toggleAttribute("data-ticking", true);
    const ends = board.dataset.dayEnds;
    if (seconds() < Number(ends) + 2 || board.dataset.turned === ends) return;
    board.dataset.turned = ends; /* asked once: the answer brings the next day's end */
    board.querySelector("[data-new-day]")?.click();
  }

  function tellTime(clock) {
    if (!clock.dataset.clock) return; /* not known yet: nothing may stand there before React has taken the page over */
    const shown = window.ttForms.clock(Date.now(), clock.dataset.clock);
    if (clock.textContent !== shown) clock.textContent = shown;
  }

  /* A screen on the wall must not fall asleep; where the browser will not have it, nothing else changes. */
  async function stayAwake() {
    if (!document.hidden && document.querySelector("[data-wall]")) await navigator.wakeLock?.request("screen").catch(() => null);
  }

  document.addEventListener("visibilitychange", stayAwake);
  addEventListener("DOMContentLoaded", () => { tick(); setTimeout(stayAwake, 3000); });
})();
