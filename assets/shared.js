/* The page of an invoice for its client: a PDF that was sent is held against ours, byte by byte, in this browser. */
(() => {
  "use strict";
  const OURS = { text: "It is ours, to the last byte.", tone: "good" };
  const OTHER = { text: "It is not the PDF of this invoice, or was changed. Trust the one behind “Download PDF”.", tone: "bad" };
  const AWAY = { text: "Our PDF could not be fetched to compare with. Try again in a moment.", tone: "bad" };

  document.addEventListener("change", async (event) => {
    const field = event.target instanceof Element ? event.target.closest("input[type=file][data-compare]") : null;
    const file = field?.files[0];
    if (!file) return;
    say(field, { text: "Comparing…", tone: "" });
    say(field, await compared(file, field.dataset.compare).catch(() => AWAY));
  });

  async function compared(file, address) {
    const answer = await fetch(address);
    if (!answer.ok) return AWAY;
    const [sent, ours] = await Promise.all([file.arrayBuffer(), answer.arrayBuffer()]);
    return areSame(new Uint8Array(sent), new Uint8Array(ours)) ? OURS : OTHER;
  }

  const areSame = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);

  function say(field, { text, tone }) {
    const line = document.getElementById(field.dataset.said);
    line.textContent = text;
    line.dataset.tone = tone;
  }
})();
