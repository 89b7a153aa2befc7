/* What the browser does alone on the pages for people and settings: copying a link, sending a picture. */
(() => {
  "use strict";
  const LARGEST = 2 * 1024 * 1024;
  const on = (type, listener) => document.addEventListener(type, listener, true);
  const near = (event, selector) => (event.target instanceof Element ? event.target.closest(selector) : null);

  /* ── Copying: [data-copy=id] takes the text of a field ───────────────── */
  on("click", async (event) => {
    const button = near(event, "[data-copy]");
    const field = button && document.getElementById(button.dataset.copy);
    if (!field) return;
    field.focus();
    field.select();
    if (await copied(field.value)) button.dataset.done = "";
  });

  /* Without https a browser offers no clipboard to pages; the old way still works, and the text stays selected. */
  async function copied(text) {
    if (!navigator.clipboard) return document.execCommand("copy");
    return navigator.clipboard.writeText(text).then(() => true, () => false);
  }

  /* ── Uploading: [data-upload=address] sends the chosen file and says what came of it in [data-said] ─ */
  on("change", async (event) => {
    const field = near(event, "input[type=file][data-upload]");
    const file = field?.files[0];
    if (!file) return;
    say(field, "Sending…", "");
    const said = file.size > LARGEST ? refusal("A logo may have 2 MB; this file is larger. Nothing was saved.") : await sent(field, file);
    say(field, said.text, said.tone);
    field.value = "";
  });

  async function sent(field, file) {
    const request = { method: "POST", body: file, headers: { "X-Timetrack": "1", "Content-Type": "application/octet-stream" } };
    const answer = await fetch(field.dataset.upload, request).catch(() => null);
    const told = await answer?.json().catch(() => null);
    if (answer?.ok) return { text: told?.message ?? "Saved.", tone: "good" };
    return refusal(told?.error?.message ?? "Timetrack did not answer. Nothing was saved; try again.");
  }

  const refusal = (text) => ({ text, tone: "bad" });

  function say(field, text, tone) {
    const line = document.getElementById(field.dataset.said);
    if (!line) return;
    line.textContent = text;
    line.dataset.tone = tone;
  }
})();
