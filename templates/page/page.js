// What pages can do without: files that are dropped are sent at once, a text that is clicked is selected, and the page of
// a running job stays where it is while it is looked at again.
"use strict";
// What was dropped, folders opened: the files, one after the other. A browser gives a folder in parts.
const filesIn = async (entry) => {
  if (entry.isFile) { return [await new Promise((done, failed) => entry.file(done, failed))]; }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const part = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!part.length) { return (await Promise.all(found.map(filesIn))).flat(); }
    found.push(...part);
  }
};
for (const box of document.querySelectorAll(".drop")) {
  const input = box.querySelector("input[type=file]");
  box.addEventListener("dragover", (event) => { event.preventDefault(); box.classList.add("over"); });
  box.addEventListener("dragleave", () => box.classList.remove("over"));
  box.addEventListener("drop", async (event) => {
    event.preventDefault();
    box.classList.remove("over");
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry());
    const whole = event.dataTransfer.files;
    const all = new DataTransfer();
    if (entries.length && entries.every(Boolean)) {
      for (const file of (await Promise.all(entries.map(filesIn))).flat()) { all.items.add(file); }
    }
    input.files = all.files.length ? all.files : whole;
    input.dispatchEvent(new Event("change"));
    if (box.dataset.send === "now" && input.files.length) { box.closest("form").requestSubmit(); }
  });
}
// The browser's own words for choosing files are in its language; these are in ours, and the names stand beside them.
for (const input of document.querySelectorAll("input[type=file]")) {
  const [picker, button, names] = ["picker", "small-button", "muted"].map((name) => {
    const part = document.createElement("span");
    part.className = name;
    return part;
  });
  button.textContent = input.webkitdirectory ? "选择文件夹" : "选择文件";
  const tell = () => {
    const chosen = [...input.files].map((file) => file.name);
    const rest = chosen.length > 8 ? `，另 ${chosen.length - 8} 个` : "";
    names.textContent = chosen.slice(0, 8).join("、") + rest || "还没有选";
  };
  input.replaceWith(picker);
  picker.append(input, button, names);
  input.addEventListener("change", tell);
  tell();
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
