// Browser journeys over a running demonstration (`tanba demo`).
//
//   npm ci                       (once, in this folder; needs no browser download)
//   node e2e/journeys.mjs --base http://127.0.0.1:8080 --images DIR --out DIR [--accounts FILE] [--chromium PATH]
//
// --images  ten fingers of somebody the register does not know, two impressions each, as FINGER_IMPRESSION.png with
//           FINGER 1 to 10 (1 = right thumb … 10 = left little) and IMPRESSION 1 and 2. Every language of the
//           journey registers the same fingers: the second and third time the register finds the first.
// --out     where screenshots go; `screenshot.png` there is the one for the README.
// --accounts JSON {"operator": {"login", "password"}, "examiner": …, "examiner2": …, "prosecutor": …, "administrator": …};
//           without it the accounts are read from the sign-in page of the demonstration.
// Prints `PASS name` or `FAIL name: why` a step, then `N passed, N failed`, and exits with 0 only when nothing failed.

import { AxeBuilder } from "@axe-core/playwright";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";

const { values: options } = parseArgs({
  options: {
    base: { type: "string", default: "http://127.0.0.1:8080" },
    images: { type: "string" },
    out: { type: "string", default: "e2e/out" },
    accounts: { type: "string" },
    chromium: { type: "string", default: "/usr/bin/chromium" },
  },
});
if (!options.images) {
  console.error("journeys: name the folder of finger images with --images DIR (FINGER_IMPRESSION.png)");
  process.exit(2);
}
mkdirSync(options.out, { recursive: true });

const SCREEN = { width: 1366, height: 768 };
const LANGUAGES = ["kk", "ru", "en"];
let passed = 0;
let failed = 0;

/** Files of one impression of the ten fingers, in the order of the positions. */
function fingers(impression) {
  const files = readdirSync(options.images);
  return Array.from({ length: 10 }, (_, i) => {
    const found = files.find((name) => name.startsWith(`${i + 1}_${impression}.`));
    if (!found) throw new Error(`${options.images} holds no ${i + 1}_${impression}.png`);
    return join(options.images, found);
  });
}

async function step(name, act) {
  try {
    const value = await act();
    passed += 1;
    console.log(`PASS ${name}`);
    return value;
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}: ${String(error.message ?? error).split("\n").slice(0, 6).join(" | ")}`);
    return undefined;
  }
}

/** Looks at a page: no serious fault for people who use aids, no missing word, a picture of it. */
async function look(page, name, { axe = true } = {}) {
  await step(`${name}: words`, async () => {
    if ((await page.content()).includes("⟦")) throw new Error("a message is missing");
  });
  if (axe) {
    await step(`${name}: axe`, async () => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      const bad = violations.filter((v) => v.impact === "serious" || v.impact === "critical");
      if (bad.length) throw new Error(bad.map((v) => `${v.id}: ${v.nodes.slice(0, 2).map((n) => n.html.slice(0, 140)).join(" | ")}`).join("\n"));
    });
  }
  await page.screenshot({ path: join(options.out, `${name}.png`), fullPage: !name.endsWith("-fold") });
}

async function accountsOf(browser) {
  if (options.accounts) return JSON.parse(readFileSync(options.accounts, "utf8"));
  const page = await browser.newPage();
  await page.goto(`${options.base}/sign-in`);
  const rows = await page.locator(".demo tbody tr").evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll("code")].map((c) => c.textContent)));
  await page.close();
  return Object.fromEntries(rows.map(([login, password]) => [login, { login, password }]));
}

async function signedIn(browser, account, language, javaScriptEnabled = true) {
  const context = await browser.newContext({ viewport: SCREEN, javaScriptEnabled, locale: "en", reducedMotion: "reduce" });
  await context.addCookies([{ name: "tanba-language", value: language, url: options.base }]);
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) {
      failed += 1;
      console.error(`FAILED console on ${page.url()}: ${message.text()}`);
    }
  });
  await page.goto(`${options.base}/sign-in`);
  await page.fill("#login", account.login);
  await page.fill("#password", account.password);
  await page.click("main form button");
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  return page;
}

/** Opens a case of a citizen up to the law's answer and through consent. */
async function openCase(page, tag, name, shot) {
  await page.goto(`${options.base}/cases`);
  await page.click('a[href="/cases/new"]');
  if (shot) await look(page, `${shot}-bases`);
  await page.click('a[href="/cases/new/B1"]');
  await page.click(".actions .btn");
  if (shot) await look(page, `${shot}-new-case-errors`);
  await page.fill("#family_name", name);
  await page.fill("#given_name", "Әлия");
  await page.fill('[name="born_day"]', "15");
  await page.fill('[name="born_month"]', "3");
  await page.fill("#born_year", "1984");
  await page.check("#sex");
  await page.fill("#document_number", `E2E${tag}`);
  await page.fill("#reference", `E2E-${tag}`);
  if (shot) await look(page, `${shot}-new-case`);
  await page.click(".actions .btn");
  if (shot) await look(page, `${shot}-law`);
  await page.click(".actions .btn:not(.btn-plain)");
  await page.waitForURL(/\/cases\/[0-9a-f-]{36}$/);
  if (shot) await look(page, `${shot}-case-consent`);
  await page.click(".equal form[method=post] button");
  await page.waitForSelector(".evidence");
  return page.url();
}

async function capture(page, address, impression, shot) {
  await page.goto(`${address}/capture`);
  if (shot) await look(page, `${shot}-capture-empty`);
  // Without names that tell, files are placed in their natural order: 1 to 10.
  await page.setInputFiles("#many", fingers(impression));
  if (shot) await look(page, `${shot}-capture`, { axe: false });
  await page.click(".capture .actions button");
  await page.waitForURL(/\/prints$/);
  const count = await page.locator(".sheet-grid .print").count();
  if (count !== 10) throw new Error(`${count} prints are shown`);
  if (shot) await look(page, `${shot}-prints`);
}

async function journeyOfOperator(browser, accounts, language, tag) {
  const page = await signedIn(browser, accounts.operator, language);
  await look(page, `${language}-work`);
  const address = await step(`${language}: a case is opened with consent`, () => openCase(page, tag, "Сынақова", language));
  if (!address) return undefined;
  await step(`${language}: ten prints are taken`, () => capture(page, address, 1, language));
  await page.goto(`${address}/fingers/right-index`);
  await look(page, `${language}-finger`);
  await page.goto(address);
  await look(page, `${language}-case-captured`);
  await step(`${language}: compared with everyone`, async () => {
    await page.click("#check form button");
    await page.waitForSelector("#check .note");
  });
  await look(page, `${language}-case-checked`);
  if (await page.locator('form[action$="/register"]').count()) {
    await step(`${language}: registered`, async () => {
      await page.click('form[action$="/register"] button');
      await page.waitForURL(/\/certificate$/);
    });
    await look(page, `${language}-certificate`);
    const number = (await page.locator(".paper-number").textContent()).trim();
    await page.context().close();
    return number;
  }
  await page.context().close();
  return undefined;
}

async function verify(browser, accounts, language, number) {
  const page = await signedIn(browser, accounts.operator, language);
  await page.goto(`${options.base}/verify`);
  await look(page, `${language}-verify`);
  await step(`${language}: verified`, async () => {
    await page.fill("#claim", number);
    await page.selectOption("#position", "right-index");
    await page.setInputFiles("#files", fingers(2)[1]);
    await page.click(".actions .btn");
    await page.waitForSelector(".verdict-big .shape-permitted");
  });
  await look(page, `${language}-verified`);
  await step(`${language}: prints side by side`, async () => {
    await page.click(".act .btn");
    await page.waitForSelector("svg.pair .numbered");
  });
  await page.locator(".numbered").first().hover({ force: true });
  await look(page, `${language}-verify-compare`);
  await step(`${language}: not confirmed against another finger`, async () => {
    await page.goto(`${options.base}/verify`);
    await page.fill("#claim", number);
    await page.selectOption("#position", "right-index");
    await page.setInputFiles("#files", fingers(2)[7]);
    await page.click(".actions .btn");
    await page.waitForSelector(".verdict-big .shape-attention");
  });
  await look(page, `${language}-not-confirmed`);
  await step(`${language}: record seen with a reason`, async () => {
    await page.goto(`${options.base}/record`);
    await look(page, `${language}-record-ask`);
    await page.fill("#reference", "E2E-VIEW");
    await page.fill("#claim", number);
    await page.click(".actions .btn");
    await page.waitForSelector(".viewed");
  });
  await look(page, `${language}-record`);
  await step(`${language}: certificate checked`, async () => {
    await page.goto(`${options.base}/certificate`);
    await page.fill("#number", number);
    await page.click("main .actions .btn");
    await page.waitForSelector(".result .shape-permitted");
  });
  await look(page, `${language}-certificate-check`);
  await step(`${language}: the law refuses with its article`, async () => {
    const answer = await page.goto(`${options.base}/ledger`);
    if (answer.status() !== 403) throw new Error(`status ${answer.status()}`);
    await page.waitForSelector(".law-refused");
  });
  await look(page, `${language}-refused`);
  await page.context().close();
}

async function examine(browser, accounts, language) {
  const page = await signedIn(browser, accounts.examiner, language);
  await look(page, `${language}-candidates`);
  if (await page.locator(".list .row-link").count()) {
    await step(`${language}: a candidate is looked at`, async () => {
      await page.click(".list .row-link");
      await page.waitForSelector("svg.pair .numbered");
    });
    await page.locator('[data-key="l"]').check();
    await look(page, `${language}-candidate`);
  }
  await page.goto(`${options.base}/identify`);
  await look(page, `${language}-identify`);
  await step(`${language}: identified`, async () => {
    await page.fill("#reference", "E2E-HOSPITAL-7");
    await page.setInputFiles("#files", fingers(2)[1]);
    await page.click(".actions .btn");
    await page.waitForSelector(".hits li");
  });
  await look(page, `${language}-identified`);
  await step(`${language}: candidate compared by eye`, async () => {
    await page.click(".hits .btn");
    await page.waitForSelector("svg.pair .numbered");
  });
  await page.locator('[data-key="l"]').check();
  await look(page, `${language}-identify-compare`);
  if (language === "en") await page.screenshot({ path: join(options.out, "screenshot.png") });
  await page.context().close();
}

/** A search that is off by default: asked for, agreed to by another unit, made once. */
async function agreedSearch(browser, accounts, language) {
  const reference = `E2E-WARD-${language.toUpperCase()}`;
  const page = await signedIn(browser, accounts.examiner, language);
  await step(`${language}: a gated search is asked for with document and article`, async () => {
    await page.goto(`${options.base}/identify`);
    await page.selectOption("#query", "unknown-living");
    await page.fill("#reference", reference);
    await page.setInputFiles("#files", fingers(2)[1]);
    await page.click("main details > summary");
    await page.fill("#document", "E2E-ORDER-12");
    await page.fill("#article", "16(1)");
    await page.click("button[value=ask]");
    await page.waitForURL(/\/searches$/);
  });
  await look(page, `${language}-searches`);
  const second = await signedIn(browser, accounts.supervisor, language);
  await second.goto(`${options.base}/searches`);
  await look(second, `${language}-searches-waiting`);
  await step(`${language}: an officer of another unit agrees`, async () => {
    const answer = second.locator("tr", { hasText: reference }).locator("form:has([value=agree])").first();
    await answer.locator("button").click();
    await answer.waitFor({ state: "detached" });
  });
  await second.context().close();
  await step(`${language}: the search is made with the same finger`, async () => {
    await page.goto(`${options.base}/searches`);
    await page.locator("tr", { hasText: reference }).locator(".answers a").first().click();
    await page.setInputFiles("#files", fingers(2)[1]);
    await look(page, `${language}-identify-opened`);
    await page.click(".actions .btn");
    await page.waitForSelector(".hits li");
  });
  await page.context().close();
}

async function supervise(browser, accounts, language) {
  const page = await signedIn(browser, accounts.prosecutor, language);
  await look(page, `${language}-ledger`);
  await step(`${language}: an entry is proven`, async () => {
    await page.click(".list .row-link");
    await page.waitForSelector(".verdict .shape-permitted");
  });
  await look(page, `${language}-entry`);
  await step(`${language}: the ledger is whole`, async () => {
    await page.goto(`${options.base}/ledger`);
    await page.click("main .head button");
    await page.waitForSelector(".verdict-big .shape-permitted");
  });
  await look(page, `${language}-audit`);
  await page.context().close();
  const office = await signedIn(browser, accounts.administrator, language);
  await look(office, `${language}-officers`);
  await office.context().close();
}

/** A better print is taken by one officer, looked at and agreed to by another. */
async function supplement(browser, accounts, language, certificate) {
  const desk = await signedIn(browser, accounts.operator, language);
  await desk.goto(`${options.base}/record`);
  await desk.fill("#reference", "E2E-BETTER");
  await desk.fill("#claim", certificate);
  await desk.click(".actions .btn");
  await desk.click('main a[href^="/supplements/new"]');
  await look(desk, `${language}-supplement-new`);
  await step(`${language}: a print of another finger is sent back`, async () => {
    await desk.fill("#reference", "E2E-BETTER");
    await desk.selectOption("#position", "right-index");
    await desk.setInputFiles("#files", fingers(2)[7]);
    await desk.click(".actions .btn");
    await desk.waitForSelector(".error-summary a[href='#files']");
  });
  await look(desk, `${language}-supplement-errors`);
  await step(`${language}: a better print is taken`, async () => {
    await desk.selectOption("#position", "right-index");
    await desk.setInputFiles("#files", fingers(2)[1]);
    await desk.click(".actions .btn");
    await desk.waitForURL(/\/supplements\/[0-9a-f-]{36}$/);
    await desk.waitForSelector("svg.pair .numbered");
  });
  const address = desk.url();
  await look(desk, `${language}-supplement`);
  await desk.context().close();
  const second = await signedIn(browser, accounts.supervisor, language);
  await second.goto(`${options.base}/keeping`);
  await look(second, `${language}-keeping-supplements`);
  await step(`${language}: another officer agrees to the better print`, async () => {
    await second.click(`a[href="${new URL(address).pathname}"]`);
    await second.locator("form:has([value=agree]) button").click();
    await second.waitForSelector(".state-line .shape-permitted");
  });
  await look(second, `${language}-supplement-agreed`);
  await second.context().close();
}

/** A record is blocked by one officer, and the block is ended by that one and a second. */
async function keep(browser, accounts, language, certificate) {
  const desk = await signedIn(browser, accounts.operator, language);
  await desk.goto(`${options.base}/record`);
  await desk.fill("#reference", "E2E-KEEP");
  await desk.fill("#claim", certificate);
  await desk.click(".actions .btn");
  const number = (await desk.locator("main > p.quiet .num").last().textContent()).trim();
  await desk.context().close();
  const page = await signedIn(browser, accounts.protector, language);
  await look(page, `${language}-keeping`);
  const send = async (step, fields) => {
    const form = page.locator(`form[action$="/${step}"]`);
    if (!(await form.isVisible())) await page.click(`details:has(form[action$="/${step}"]) > summary`);
    if (step === "block") await look(page, `${language}-keeping-record`);
    for (const [name, value] of Object.entries(fields)) await form.locator(`[name="${name}"]`).fill(value);
    await form.locator("button").click();
  };
  await step(`${language}: a record is opened with a reference and blocked`, async () => {
    await page.fill("#number", number);
    await page.fill("#reference", "E2E-FINDING");
    await page.click(".band .btn");
    await send("block", { reference: "E2E-FINDING" });
    await page.waitForSelector(".state-line .shape-blocked");
  });
  await look(page, `${language}-keeping-blocked`);
  await step(`${language}: the end of the block without a result is sent back`, async () => {
    await send("unblock", { reference: "E2E-ORDER" });
    await page.waitForSelector(".error-summary a[href='#unblock-result']");
  });
  await look(page, `${language}-keeping-errors`);
  await step(`${language}: the end of the block is proposed`, async () => {
    await send("unblock", { reference: "E2E-ORDER", result: "E2E-REPORT" });
    await page.waitForURL(/\/keeping\/record\/[0-9a-f-]{36}\?reference=/);
  });
  await page.context().close();
  const second = await signedIn(browser, accounts.supervisor, language);
  await second.goto(`${options.base}/keeping`);
  await look(second, `${language}-keeping-proposal`);
  await step(`${language}: a second officer agrees, and the record is in use again`, async () => {
    const answer = second.locator("tr", { hasText: number }).locator("form:has([value=agree])");
    await answer.locator("button").click();
    await answer.waitFor({ state: "detached" });
    await second.goto(`${options.base}/keeping/record/${number}?reference=E2E-CHECK`);
    await second.waitForSelector(".state-line .shape-permitted");
  });
  await second.context().close();
  const archive = await signedIn(browser, accounts.archivist, language);
  for (const address of ["acts", "acts/new", "carriers"]) {
    await archive.goto(`${options.base}/${address}`);
    await look(archive, `${language}-${address.replace("/", "-")}`);
  }
  await archive.context().close();
}

async function withoutScript(browser, accounts, tag) {
  const page = await signedIn(browser, accounts.operator, "en", false);
  await step("without script: from opening to the comparison with everyone", async () => {
    const address = await openCase(page, tag, "Скриптсіз");
    await capture(page, address, 1);
    await page.goto(address);
    await page.click("#check form button");
    await page.waitForSelector("#check .note");
  });
  await step("without script: layers toggle", async () => {
    await page.goto(`${page.url().split("#")[0]}/fingers/right-index`);
    await page.uncheck(".show-m");
    if (await page.locator(".layer-m").isVisible()) throw new Error("minutiae are still shown");
  });
  await page.context().close();
}

const browser = await chromium.launch({
  executablePath: options.chromium,
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
try {
  const accounts = await accountsOf(browser);
  const frontDoor = await browser.newContext({ viewport: SCREEN });
  const front = await frontDoor.newPage();
  for (const language of LANGUAGES) {
    await front.goto(`${options.base}/language/${language}?back=/sign-in`);
    await look(front, `${language}-sign-in`);
  }
  await frontDoor.close();
  const run = Date.now().toString(36).slice(-5).toUpperCase();
  let number;
  for (const language of LANGUAGES) {
    number = (await journeyOfOperator(browser, accounts, language, `${run}${language.toUpperCase()}`)) ?? number;
    if (number) {
      await verify(browser, accounts, language, number);
      await supplement(browser, accounts, language, number);
      await keep(browser, accounts, language, number);
    } else await step(`${language}: a certificate to verify`, () => { throw new Error("nobody was registered"); });
    await examine(browser, accounts, language);
    await agreedSearch(browser, accounts, language);
    await supervise(browser, accounts, language);
  }
  await withoutScript(browser, accounts, `${run}NOJS`);
} catch (error) {
  failed += 1;
  console.error(`FAILED: ${error.stack ?? error}`);
} finally {
  await browser.close();
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
