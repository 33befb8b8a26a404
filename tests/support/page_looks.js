// What is wrong with how the page that is open looks, as sentences: contrast of every text, its size, the size of what is
// clicked, and whether it is wider than the window.
() => {
  const LEAST_CONTRAST = 4.5, LEAST_TEXT = 14, LEAST_TARGET = 28, LEAST_MAIN = 48;
  const wrong = new Set();
  const short = (text) => text.trim().replace(/\s+/g, " ").slice(0, 24);
  const colour = (css) => {
    const found = css.match(/^rgba?\(([^)]+)\)$/);
    if (!found) { wrong.add(`colour not understood: ${css}`); return [0, 0, 0, 1]; }
    const [r, g, b, a = 1] = found[1].split(/[\s,/]+/).filter(Boolean).map(Number);
    return [r, g, b, a];
  };
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const contrast = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const behind = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== "none") { wrong.add(`picture behind text: ${short(at.textContent)}`); }
      const layer = colour(style.backgroundColor);
      layers.push(layer);
      if (layer[3] === 1) { break; }
    }
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255, 1]);
  };
  const opacity = (element) => {
    let all = 1;
    for (let at = element; at; at = at.parentElement) { all *= Number(getComputedStyle(at).opacity); }
    return all;
  };
  const isSeen = (element) => {
    const box = element.getBoundingClientRect();
    const isOut = box.right <= 0 || box.bottom + scrollY <= 0;
    return box.width > 0 && box.height > 0 && !isOut && element.checkVisibility({ visibilityProperty: true });
  };
  const judge = (text, style, ground, element) => {
    if (!text.trim()) { return; }
    const isSvg = element instanceof SVGElement;
    const ink = colour(isSvg ? style.fill : style.color);
    ink[3] *= opacity(element);
    const share = contrast(over(ink, ground), ground);
    if (share < LEAST_CONTRAST) { wrong.add(`contrast ${share.toFixed(2)}: ${short(text)}`); }
    if (parseFloat(style.fontSize) < LEAST_TEXT) { wrong.add(`text of ${style.fontSize}: ${short(text)}`); }
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (["SCRIPT", "STYLE", "NOSCRIPT", "OPTION", "TITLE"].includes(element.tagName) || !isSeen(element)) { continue; }
    judge(walker.currentNode.data, getComputedStyle(element), behind(element), element);
  }
  for (const element of document.querySelectorAll("*")) {
    for (const part of ["::before", "::after"]) {
      const style = getComputedStyle(element, part);
      if (["none", "normal"].includes(style.content) || !isSeen(element)) { continue; }
      const own = colour(style.backgroundColor);
      judge(style.content.replaceAll('"', ""), style, over(own, behind(element)), element);
    }
  }
  for (const element of document.querySelectorAll("input, textarea, select")) {
    if (["hidden", "checkbox", "radio"].includes(element.type) || !isSeen(element)) { continue; }
    if (opacity(element) === 0) { continue; }  // it lies upon what is shown in its stead
    const ground = behind(element);
    judge(element.value || "答", getComputedStyle(element), ground, element);
    if (element.placeholder) { judge(element.placeholder, getComputedStyle(element, "::placeholder"), ground, element); }
  }
  const clicked = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  for (const element of document.querySelectorAll(clicked)) {
    if (!isSeen(element)) { continue; }
    const isMark = ["checkbox", "radio"].includes(element.type);
    const target = isMark ? element.closest("label") || element : element;
    const boxes = [...target.getClientRects()].filter((box) => box.width > 0);
    const height = Math.min(...boxes.map((box) => box.height));
    const width = target.getBoundingClientRect().width;
    const least = element.matches(".main-button, .button") ? LEAST_MAIN : LEAST_TARGET;
    const what = `${element.tagName.toLowerCase()} ${short(element.textContent || element.value || element.name || "")}`;
    if (height < least - 0.5 || width < LEAST_TARGET - 0.5) {
      wrong.add(`target of ${Math.round(width)} × ${Math.round(height)} px: ${what}`);
    }
    if (!named(element)) { wrong.add(`without a name for who does not see it: ${element.outerHTML.slice(0, 80)}`); }
  }
  function named(element) {
    const by = (element.getAttribute("aria-labelledby") || "").split(" ").map((id) => document.getElementById(id));
    const labels = [...(element.labels || [])].map((label) => label.textContent);
    return [element.getAttribute("aria-label"), element.textContent, element.title, ...labels,
      ...by.map((one) => one && one.textContent)].some((text) => (text || "").trim());
  }
  const numbers = [...document.querySelectorAll("[id]")].map((element) => element.id);
  for (const id of numbers.filter((id, at) => numbers.indexOf(id) !== at)) { wrong.add(`id twice: ${id}`); }
  for (const element of document.querySelectorAll("[aria-describedby]")) {
    for (const id of element.getAttribute("aria-describedby").split(/\s+/).filter(Boolean)) {
      if (!document.getElementById(id)) { wrong.add(`described by nothing: ${id}`); }
    }
  }
  if (document.querySelectorAll("h1").length !== 1) { wrong.add(`${document.querySelectorAll("h1").length} h1`); }
  if (document.documentElement.lang !== "zh-CN") { wrong.add("language not told"); }
  const wide = document.documentElement.scrollWidth;
  if (wide > innerWidth) {
    const out = [...document.body.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1);
    wrong.add(`${wide} px wide in a window of ${innerWidth}: ${out.slice(-1).map((one) => one.outerHTML.slice(0, 90))}`);
  }
  for (const element of document.querySelectorAll("section *, header *")) {
    const cut = element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX === "hidden";
    if (cut && isSeen(element)) { wrong.add(`cut off: ${short(element.textContent)}`); }
  }
  return [...wrong];
}
