/* Durations and times of day as the viewer reads them; the server says how on the frame, and makes the same words. */
(() => {
  "use strict";
  const pad = (number) => String(number).padStart(2, "0");
  const two = new Intl.NumberFormat("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const said = (name) => document.querySelector(`[${name}]`)?.getAttribute(name);
  const isDecimal = () => said("data-hours-form") === "DECIMAL";
  const decimal = (seconds) => two.format(Math.round(seconds / 36) / 100);

  /* 1:27 and :50, or 1.46 and h: what a clock shows loud, and what quiet */
  const parts = (seconds) =>
    isDecimal()
      ? [decimal(seconds), "\u00a0h"]
      : [`${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60)}`, `:${pad(seconds % 60)}`];
  const length = (seconds) => parts(seconds).join("");
  /* A total: 4:58, or 4.98 h; BARE leaves the unit out, where a column says it. */
  const hours = (seconds, form) => (form === "BARE" || !isDecimal() ? parts(seconds)[0] : length(seconds));

  /* 17:30, or 5:30 pm */
  function clock(instant, zone) {
    const wall = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone || undefined };
    const shown = new Intl.DateTimeFormat("en-GB", wall).format(instant);
    if (said("data-clock-form") !== "H12") return shown;
    const [hour, minute] = shown.split(":");
    return `${Number(hour) % 12 || 12}:${minute} ${hour < 12 ? "am" : "pm"}`;
  }

  window.ttForms = { parts, length, hours, clock };
})();
