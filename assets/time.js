/* What the Time page does without waiting for the server: ticks, and how long both parts of a split become. */
(() => {
  "use strict";
  const on = (type, listener) => document.addEventListener(type, listener, true);
  const pad = (number) => String(number).padStart(2, "0");
  const shown = (seconds) => `${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;

  /* ── Ticks: the click shows at once, data-ticked is what the server made of it ── */
  const settle = (box) => {
    box.checked = box.dataset.ticked === "all";
    box.indeterminate = box.dataset.ticked === "some";
  };
  new MutationObserver((changes) => {
    for (const { target } of changes) target.matches("input[data-ticked]") ? settle(target) : showRefusal(target);
  }).observe(document, { subtree: true, attributeFilter: ["data-ticked", "aria-invalid"] });

  /* Why a cell was refused stands below its row: never out of sight. */
  function showRefusal(cell) {
    if (cell.getAttribute("aria-invalid") !== "true") return;
    requestAnimationFrame(() => cell.closest(".tt-entry")?.parentElement.querySelector(".tt-entry:has([aria-invalid=true]) + .tt-clash")?.scrollIntoView({ block: "nearest" }));
  }

  on("keydown", (event) => {
    const isTyping = event.target.matches?.("input:not([type=checkbox]), textarea, select") || document.querySelector("dialog[open], :popover-open");
    if (event.key === "Escape" && !isTyping) document.querySelector(".tt-bulk [data-clear]")?.click();
  });

  /* ── Splitting ─────────────────────────────────────────────────────────── */
  function tell(field) {
    const form = field.closest("form");
    const [first, second] = ["first", "second"].map((part) => form?.querySelector(`[data-part="${part}"]`));
    if (!first || !second) return;
    const whole = Number(field.dataset.seconds);
    const at = readClock(field.value);
    const since = at === null ? -1 : (at - Number(field.dataset.split) + 86400) % 86400;
    const isInside = since > 0 && since < whole;
    first.textContent = isInside ? shown(since) : at === null ? "" : "Not between start and end";
    second.textContent = isInside ? shown(whole - since) : "";
  }

  function readClock(text) {
    const found = text.trim().match(/^(\d{1,2})(?:[:.h]?([0-5]\d))?(?:[:.]([0-5]\d))?\s*(am|pm)?$/i);
    if (!found) return null;
    const half = found[4]?.toLowerCase();
    const hour = half ? (Number(found[1]) % 12) + (half === "pm" ? 12 : 0) : Number(found[1]);
    return hour < 24 ? hour * 3600 + Number(found[2] ?? 0) * 60 + Number(found[3] ?? 0) : null;
  }

  on("input", (event) => event.target.matches?.("input[data-split]") && tell(event.target));
  on("focusin", (event) => event.target.matches?.("input[data-split]") && (event.target.select(), tell(event.target)));
})();
