// What pages can do without: files that are dropped are sent at once, a text that is clicked is selected, and the page of
// a running job stays where it is while it is looked at again.
"use strict";
for (const box of document.querySelectorAll(".drop")) {
  const input = box.querySelector("input[type=file]");
  box.addEventListener("dragover", (event) => { event.preventDefault(); box.classList.add("over"); });
  box.addEventListener("dragleave", () => box.classList.remove("over"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    box.classList.remove("over");
    input.files = event.dataTransfer.files;
    if (box.dataset.send === "now" && input.files.length) { box.closest("form").requestSubmit(); }
  });
}
for (const area of document.querySelectorAll("textarea[readonly]")) {
  area.addEventListener("focus", () => area.select());
}
// What is being found out is put in its place when it is known; nothing else on the page moves.
const again = () => {
  const part = document.querySelector("[data-again]");
  if (!part) { return; }
  setTimeout(async () => {
    const answer = await fetch("/?part=today").catch(() => null);
    const fresh = answer && answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part.id);
    if (fresh) { part.replaceWith(fresh); }
    again();
  }, 1000 * Number(part.dataset.again));
};
again();
