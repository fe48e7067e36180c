// @ts-check
// Comforts on top of pages that work without script.
import { drops } from "./drop.js";
import { viewers } from "./viewer.js";

document.querySelector(".error-summary")?.focus();
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
drops();
viewers();
