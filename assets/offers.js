/* Earlier work under the field of the timer bar ([data-offers] names the list): shown while one types, or by ArrowDown in
   an empty field. Arrows move (timetrack.js), Enter and a click take it up, Escape leaves what was typed as it is. */
(() => {
  "use strict";
  const on = (type, listener) => window.addEventListener(type, listener, true); /* before timetrack.js and React */
  const field = () => document.querySelector("[data-offers]");
  const list = () => document.getElementById(field()?.dataset.offers);
  const isIn = (box, element) => element instanceof Node && Boolean(box?.contains(element));
  const isOpen = () => Boolean(list()?.matches(":popover-open"));
  const offers = () => [...(list()?.querySelectorAll(".tt-menu-item:not([hidden])") ?? [])];

  function close() {
    if (isOpen()) list().hidePopover();
  }

  function offer(isAsked) {
    const typed = field().value.trim().toLowerCase();
    const words = typed.split(/\s+/);
    for (const item of list().querySelectorAll("[data-text]")) {
      const text = item.dataset.text.toLowerCase();
      item.hidden = !words.every((word) => text.includes(word));
    }
    if (field().readOnly || !(typed || isAsked) || !offers().length) return close();
    if (!isOpen()) list().showPopover();
    const at = field().getBoundingClientRect();
    const box = list();
    const isAbove = at.bottom + 12 + box.offsetHeight > innerHeight && at.top > box.offsetHeight;
    box.style.left = `${at.left}px`;
    box.style.top = `${isAbove ? at.top - box.offsetHeight - 16 : at.bottom + 16}px`;
  }

  on("input", (event) => event.target === field() && offer(false));

  /* The list is read when the cursor comes; whoever types faster gets it as soon as it is there. */
  const arrival = new MutationObserver(() => document.activeElement === field() && field().hasAttribute("data-dirty") && offer(false));
  on("focusin", (event) => event.target === field() && list() && arrival.observe(list(), { childList: true }));

  on("keydown", (event) => {
    const isTyping = event.target === field();
    if (!isTyping && !isIn(list(), event.target)) return;
    if (event.key === "Escape" && isOpen()) {
      event.preventDefault();
      event.stopPropagation();
      field().focus();
      close();
    } else if (event.key === "Tab") close();
    else if (isTyping && event.key === "ArrowDown") {
      event.preventDefault();
      offer(true);
      offers()[0]?.focus();
    } else if (isTyping && event.key === "Enter") close();
    else if (event.key === "ArrowUp" && event.target === offers()[0]) {
      event.preventDefault();
      event.stopPropagation();
      field().focus();
    }
  });

  /* Going from the field into the list saves nothing yet; going anywhere else closes the list. */
  on("focusout", (event) => {
    if (event.target !== field() && !isIn(list(), event.target)) return;
    if (isIn(list(), event.relatedTarget)) event.stopImmediatePropagation();
    else if (event.relatedTarget !== field()) close();
  });

  on("mousedown", (event) => isIn(list(), event.target) && event.preventDefault()); /* Safari gives a button no focus */

  on("click", (event) => {
    if (!isIn(list(), event.target instanceof Element ? event.target.closest(".tt-menu-item") : null)) return;
    field().value = field().defaultValue; /* what was typed gives way to what is taken up */
    field().removeAttribute("data-dirty");
    field().focus();
    setTimeout(close);
  });

  on("submit", close);
})();
