/* The page without a server: as soon as the server answers again, what was asked for is loaded. */
(() => {
  "use strict";
  const EVERY_MS = 5000;

  async function look() {
    const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
    if (answer?.ok) location.reload();
  }

  addEventListener("online", look);
  setInterval(look, EVERY_MS);
})();
