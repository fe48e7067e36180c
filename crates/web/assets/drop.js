// @ts-check
// Drag-and-drop of ten images. The server places files by the same rules; here they are placed before sending, so
// that the operator sees which file goes to which finger.

const LETTERS = { rt: 1, ri: 2, rm: 3, rr: 4, rl: 5, lt: 6, li: 7, lm: 8, lr: 9, ll: 10 };

/** The finger number a file name tells, or 0. @param {string} name @param {HTMLInputElement[]} inputs */
function told(name, inputs) {
  const stem = name.replace(/\.[^.]*$/, "").toLowerCase().replace(/[_ ]/g, "-");
  const byCode = inputs.find((input) => stem.includes(input.dataset.finger ?? "\0"));
  if (byCode) return Number(byCode.dataset.number);
  for (const token of stem.split("-").reverse()) {
    if (token in LETTERS) return LETTERS[/** @type {keyof typeof LETTERS} */ (token)];
    const number = /^\d+$/.test(token) ? Number(token) : 0;
    if (number >= 1 && number <= 10) return number;
  }
  return 0;
}

/** @param {File[]} files @param {HTMLInputElement[]} inputs @returns {(HTMLInputElement | undefined)[]} */
function place(files, inputs) {
  const numbers = files.map((file) => told(file.name, inputs));
  if (numbers.every((n) => n > 0) && new Set(numbers).size === numbers.length) {
    return numbers.map((n) => inputs.find((input) => Number(input.dataset.number) === n));
  }
  const free = inputs.filter((input) => input.dataset.empty === "true" && !input.files?.length);
  const natural = new Intl.Collator("en", { numeric: true });
  const order = [...files.keys()].sort((a, b) => natural.compare(files[a].name, files[b].name));
  /** @type {(HTMLInputElement | undefined)[]} */
  const placed = files.map(() => undefined);
  order.forEach((index, rank) => { placed[index] = free[rank]; });
  return placed;
}

/** @param {HTMLElement} zone @param {(files: File[]) => void} take */
function listen(zone, take) {
  const over = (/** @type {boolean} */ on) => zone.classList.toggle("drop-over", on);
  zone.addEventListener("dragover", (event) => { event.preventDefault(); over(true); });
  zone.addEventListener("dragleave", () => over(false));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    take([...(event.dataTransfer?.files ?? [])]);
  });
}

export function drops() {
  for (const zone of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-drop-plain]"))) {
    const input = /** @type {HTMLInputElement} */ (zone.querySelector("input[type=file]"));
    listen(zone, (files) => {
      const transfer = new DataTransfer();
      files.forEach((file) => transfer.items.add(file));
      input.files = transfer.files;
    });
  }
  for (const zone of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-drop]"))) {
    const form = /** @type {HTMLFormElement} */ (zone.closest("form"));
    const many = /** @type {HTMLInputElement} */ (zone.querySelector("input[type=file]"));
    const said = /** @type {HTMLElement} */ (zone.querySelector(".drop-said"));
    const inputs = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("input[data-finger]")]);
    const take = (/** @type {File[]} */ files) => {
      const lines = place(files, inputs).map((input, i) => {
        if (!input) return `${files[i].name}: ${zone.dataset.wordsNone}`;
        const transfer = new DataTransfer();
        transfer.items.add(files[i]);
        input.files = transfer.files;
        return `${input.dataset.number} ${input.dataset.name} ← ${files[i].name}`;
      });
      many.value = "";
      said.textContent = lines.sort((a, b) => parseInt(a) - parseInt(b)).join("\n");
    };
    listen(zone, take);
    many.addEventListener("change", () => { if (many.files?.length) take([...many.files]); });
  }
}
