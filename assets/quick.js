/* Actions by name. [data-act=name] is the element that does it, from any page; [data-door=name] is pressed when the
   address ends in #name. `start-timer` only puts the cursor where one says what one works on. */
(() => {
  "use strict";
  const TRIES = 600; /* a minute: a page may take that long on a bad line */
  const STEP_MS = 100;
  const find = (kind, name) => document.querySelector(`[data-${kind}="${CSS.escape(name)}"]`);
  const isReady = () => document.querySelector('.tt-app[data-ready="true"]');

  function focusTimer() {
    const field = document.querySelector("[data-timer-text]");
    if (field) field.focus();
    else location.assign("/#start-timer");
  }

  /* What the palette and the keys call; false where the page has no such action. */
  window.timetrackAct = (name) => {
    if (name === "start-timer") return focusTimer(), true;
    const element = find("act", name);
    element?.click();
    return Boolean(element);
  };

  document.addEventListener("click", (event) => {
    const element = event.target instanceof Element ? event.target.closest("[data-act], a[href*='#']") : null;
    if (!element) return;
    if (element.dataset.act === "start-timer") {
      element.closest("[popover]")?.hidePopover(); /* before the focus moves, or it would be given back to the button */
      focusTimer();
    }
    const leadsTo = element.closest("a[href*='#']")?.hash.slice(1);
    if (leadsTo) setTimeout(() => knock(TRIES, leadsTo), STEP_MS);
  }, true);

  /* The door stands where its page has loaded; until then, and until a link has led there, wait for it. */
  function knock(tries, wanted = location.hash.slice(1)) {
    const name = location.hash.slice(1);
    if (!/^[a-z-]+$/.test(wanted) || !tries) return;
    const door = name === "start-timer" ? document.querySelector("[data-timer-text]") : isReady() && find("door", name);
    if (name !== wanted || !door) return void setTimeout(() => knock(tries - 1, wanted), STEP_MS);
    history.replaceState(history.state, "", location.pathname + location.search);
    if (name === "start-timer") door.focus();
    else door.click();
  }

  addEventListener("hashchange", () => knock(TRIES));
  addEventListener("DOMContentLoaded", () => knock(TRIES));
})();
