/* What the browser does alone on the report pages: fetching a file, saying how long it takes and why it was refused. */
(() => {
  "use strict";
  const SOON = 400;
  const near = (event, selector) => (event.target instanceof Element ? event.target.closest(selector) : null);

  /* ── Files: a[data-export=PDF] is fetched; [data-said] is the line that says what becomes of it ─ */
  document.addEventListener("click", (event) => {
    const link = near(event, "a[data-export]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (link.getAttribute("aria-busy") !== "true") fetchFile(link);
  }, true);

  async function fetchFile(link) {
    const since = performance.now();
    const waited = () => Math.round((performance.now() - since) / 1000);
    const tell = () => say(link, `Making the ${link.dataset.export} file…${waited() ? ` ${waited()} s` : ""}`, "");
    const first = setTimeout(tell, SOON);
    const ticking = setInterval(tell, 1000);
    link.setAttribute("aria-busy", "true");
    const refusal = await saved(link.href);
    clearTimeout(first);
    clearInterval(ticking);
    link.removeAttribute("aria-busy");
    say(link, refusal, refusal && "bad");
    if (!refusal) link.closest("[popover]")?.hidePopover();
  }

  /* The file goes where downloads go; what is returned is why it does not, or nothing. */
  async function saved(address) {
    const answer = await fetch(address).catch(() => null);
    if (!answer?.ok) {
      const told = await answer?.json().catch(() => null);
      return told?.error?.message ?? "Timetrack did not answer. Try again.";
    }
    const file = await answer.blob().catch(() => null);
    if (!file) return "The file broke off on its way. Try again.";
    const anchor = document.createElement("a");
    anchor.href = URL.createObjectURL(file);
    anchor.download = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1] ?? "report";
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(anchor.href), 60_000);
    return "";
  }

  function say(link, text, tone) {
    const line = document.getElementById(link.dataset.said);
    if (!line) return;
    line.textContent = text;
    line.dataset.tone = tone;
  }
})();
