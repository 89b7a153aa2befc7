/* What is entered, typed and pressed before the page knows whose it is ([data-ready] on the frame) is kept, and done as
   soon as it does. Otherwise the press is lost, the field offers nothing, and a form is sent by the browser, which puts
   what was typed into the address. */
(() => {
  "use strict";
  const isReady = () => !document.querySelector('[data-ready="false"]');
  const typed = new Map(); /* field → what was typed, and over what */
  const pressed = new Map(); /* element → what to do, in the order of the presses */
  let entered = null; /* the element the cursor came to */

  function retype() {
    for (const [field, [text, over]] of typed) {
      if (field.value === text || field.defaultValue !== over) continue;
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  new MutationObserver(() => {
    if (!isReady() || !(entered || typed.size || pressed.size)) return;
    if (entered === document.activeElement) entered.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
    entered = null;
    retype();
    for (const [element, press] of pressed) if (element.isConnected) press();
    typed.clear();
    pressed.clear();
  }).observe(document, { subtree: true, attributeFilter: ["data-ready"] });

  const on = (type, listener) => window.addEventListener(type, listener, true); /* before every other script */

  on("focusin", ({ target }) => isReady() || (entered = target));

  on("input", ({ target }) => isReady() || typed.set(target, [target.value, target.defaultValue]));

  function keep(event, element, press) {
    if (isReady()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    pressed.set(element, press);
  }

  /* A form with an address of its own, as for signing out, needs nobody else. */
  on("submit", (event) => {
    const form = event.target;
    if (!form.hasAttribute("action")) keep(event, form, () => form.requestSubmit());
  });

  on("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("button[type=button]:not([popovertarget])");
    if (button) keep(event, button, () => button.click());
  });
})();
