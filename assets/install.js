/* Registers the service worker, and says when a newer build waits: [data-new-version] is shown, [data-reload] takes it. */
(() => {
  "use strict";
  const HOUR_MS = 3_600_000;
  if (!("serviceWorker" in navigator)) return; /* plain http elsewhere than on this machine */
  let worker = null;
  let isAsked = false;

  function offer() {
    const notice = document.querySelector("[data-new-version]");
    if (notice) notice.hidden = !(worker?.waiting && navigator.serviceWorker.controller);
  }

  async function register() {
    worker = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" }).catch(() => null);
    if (!worker) return;
    offer();
    worker.addEventListener("updatefound", () => worker.installing?.addEventListener("statechange", offer));
    const look = () => document.hidden || worker.update().catch(() => null);
    document.addEventListener("visibilitychange", look);
    setInterval(look, HOUR_MS);
    setInterval(offer, 5000); /* another page of the app has a notice of its own */
  }

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("[data-reload]")) return;
    isAsked = true;
    if (worker?.waiting) worker.waiting.postMessage("take over");
    else location.reload();
  });

  navigator.serviceWorker.addEventListener("controllerchange", () => { if (isAsked) location.reload(); });
  addEventListener("load", register);
})();
