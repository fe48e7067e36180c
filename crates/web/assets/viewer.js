// @ts-check
// Viewers: layers by key, lines on hover, linked zoom of two prints.

/** Toggles a layer when its key is pressed outside a text field. */
function keys() {
  document.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.ctrlKey || event.altKey || event.metaKey || target.closest("input:not([type=checkbox]), textarea, select")) return;
    const box = /** @type {HTMLInputElement | null} */ (document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`));
    if (box) box.checked = !box.checked;
  });
}

/** Lights the two ends and the line of a pair. @param {Element} viewer */
function hover(viewer) {
  const light = (/** @type {Event} */ event, /** @type {boolean} */ on) => {
    const pair = /** @type {Element} */ (event.target).closest("[data-n]");
    if (!pair) return;
    for (const part of viewer.querySelectorAll(`[data-n="${pair.getAttribute("data-n")}"]`)) part.classList.toggle("lit", on);
  };
  viewer.addEventListener("pointerover", (event) => light(event, true));
  viewer.addEventListener("pointerout", (event) => light(event, false));
}

/** Zooms both prints about the same share of each and moves the lines along. @param {Element} viewer */
function zoom(viewer) {
  const bar = /** @type {HTMLElement} */ (viewer.querySelector("[data-zoom-bar]"));
  const shown = /** @type {HTMLOutputElement} */ (bar.querySelector("output"));
  const svg = /** @type {SVGSVGElement} */ (viewer.querySelector("svg.pair"));
  const sides = /** @type {SVGGElement[]} */ ([...viewer.querySelectorAll("[data-side]")]);
  const lines = [...viewer.querySelectorAll(".lines line")].map((line) => ({ line, from: ["x1", "y1", "x2", "y2"].map((name) => Number(line.getAttribute(name))) }));
  let scale = 1;
  let [u, v] = [0.5, 0.5];
  const draw = () => {
    const maps = sides.map((side) => {
      const [x, w, h] = [side.dataset.x, side.dataset.w, side.dataset.h].map(Number);
      const [cx, cy] = [x + w * u, h * v];
      side.setAttribute("transform", `translate(${cx * (1 - scale)} ${cy * (1 - scale)}) scale(${scale})`);
      return (/** @type {number} */ px, /** @type {number} */ py) => [cx + (px - cx) * scale, cy + (py - cy) * scale];
    });
    for (const { line, from } of lines) {
      const [a, b] = [maps[0](from[0], from[1]), maps[1](from[2], from[3])];
      [["x1", a[0]], ["y1", a[1]], ["x2", b[0]], ["y2", b[1]]].forEach(([name, value]) => line.setAttribute(String(name), String(value)));
    }
    shown.value = `${Math.round(scale * 100)} %`;
  };
  const by = (/** @type {number} */ factor) => { scale = Math.min(6, Math.max(1, scale * factor)); draw(); };
  bar.hidden = false;
  bar.addEventListener("click", (event) => {
    const way = /** @type {HTMLElement} */ (event.target).dataset.zoom;
    if (way) by(way === "in" ? 1.25 : 0.8);
  });
  svg.addEventListener("wheel", (event) => {
    event.preventDefault();
    const side = /** @type {SVGGElement | null} */ (/** @type {Element} */ (event.target).closest("[data-side]"));
    const matrix = svg.getScreenCTM();
    if (side && matrix && scale === 1) {
      const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
      u = (point.x - Number(side.dataset.x)) / Number(side.dataset.w);
      v = point.y / Number(side.dataset.h);
    }
    by(event.deltaY < 0 ? 1.15 : 1 / 1.15);
  }, { passive: false });
}

export function viewers() {
  keys();
  for (const viewer of document.querySelectorAll("[data-pair-viewer]")) {
    hover(viewer);
    zoom(viewer);
  }
}
