// Walks the query page as readers do, and fails on whatever they would stumble over: overflow,
// serious violations of WCAG 2.2 A and AA, errors in the console, requests to other hosts.
// node walk.cjs http://127.0.0.1:PORT [FOLDER for pictures]
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const [origin, pictures] = process.argv.slice(2);
const kTags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const kWidths = [1280, 390];
const kLanguages = { zh: "zh-CN", en: "en-US" };
const problems = [];
let checks = 0;

function expect(fine, what) {
  ++checks;
  if (!fine) problems.push(what);
}

function watch(page, where) {
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of (4|5)\d\d/.test(message.text())) {
      problems.push(`${where()}: console: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => problems.push(`${where()}: ${error}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !url.startsWith("data:")) {
      problems.push(`${where()}: a request leaves the host: ${url}`);
    }
  });
}

async function inspect(page, name, width, look) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide <= width, `${name}: ${wide} pixels wide at ${width}`);
  const cut = await page.evaluate(() => {
    const out = [];
    for (const one of document.querySelectorAll("h1,h2,h3,a,button,th,td,p,dt,dd,li")) {
      const box = one.getBoundingClientRect();
      const hidden = one.closest(".unseen,.skip,.scroll") || box.width === 0;
      if (!hidden && (box.right > innerWidth + 1 || box.left < -1)) {
        out.push(one.tagName + " " + one.textContent.slice(0, 40));
      }
    }
    return out.slice(0, 3);
  });
  expect(cut.length === 0, `${name}: outside the page: ${cut.join(" | ")}`);
  if (pictures) {
    fs.mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true });
  }
  if (!look) return;
  await page.evaluate(axe);
  const result = await page.evaluate(
      (tags) => axe.run(document, { runOnly: { type: "tag", values: tags } }), kTags);
  for (const one of result.violations) {
    if (one.impact !== "serious" && one.impact !== "critical") continue;
    problems.push(`${name}: ${one.id} (${one.impact}) ${one.help}: ` +
        one.nodes.slice(0, 2).map((node) => node.html.slice(0, 160)).join(" | "));
  }
  ++checks;
}

const kPages = {
  overview: "/overview",
  search: "/search?q=quantum",
  blank: "/search",
  nothing: "/search?q=zzqx+tokamakk",
  broken: "/search?q=published%3Asoon",
  topic: "/topic/HEA.bci",
  domain: "/topic/INF",
  compare: "/compare?t=HEA.bci&t=INF.qcomp&t=MFG.embodied",
  compare5: "/compare?t=HEA.bci&t=INF.qcomp&t=MFG.embodied&t=INF.6g&t=ENE.fusion",
  digests: "/digests",
  judge: "/judge",
  missing: "/topic/INF.qcmp",
};

// Every page, with axe, light and dark.
async function look_at_all(browser, lang, width) {
  for (const scheme of ["light", "dark"]) {
    const context = await browser.newContext({
      viewport: { width, height: 900 }, locale: kLanguages[lang], colorScheme: scheme,
    });
    const page = await context.newPage();
    let at = "";
    watch(page, () => `${lang} ${width} ${at}`);
    for (const [name, address] of Object.entries(kPages)) {
      at = name;
      await page.goto(origin + address);
      const html = await page.getAttribute("html", "lang");
      expect(html.startsWith(lang), `${name}: the page is in ${html}, ${lang} was asked for`);
      await inspect(page, `${name}-${lang}-${width}-${scheme}`, width, true);
    }
    await context.close();
  }
}

// Search, facet, document, topic, comparison, digest: without JavaScript.
async function read(browser, lang, width) {
  const context = await browser.newContext({
    viewport: { width, height: 900 }, locale: kLanguages[lang], javaScriptEnabled: false,
  });
  const page = await context.newPage();
  watch(page, () => `reading ${lang} ${width}`);
  await page.goto(origin + "/");
  await page.fill("#head-q", lang === "zh" ? "脑机接口" : "brain-computer interface");
  await page.press("#head-q", "Enter");
  expect((await page.locator("li.hit").count()) > 0, `${lang}: the search finds nothing`);
  expect((await page.locator("mark").count()) > 0, `${lang}: nothing is marked`);
  await page.locator(".facets section").nth(3).locator("a").first().click();
  expect((await page.locator(".filters a").count()) === 1, `${lang}: the facet does not hold`);
  await page.locator(".range select").first().selectOption({ index: 1 });
  await page.locator(".range button").click();
  expect(page.url().includes("from="), `${lang}: the dates do not hold`);
  await page.locator("li.hit h3 a").first().click();
  expect(page.url().includes("/document"), `${lang}: a title does not lead to its document`);
  await page.locator(".reason a.tag").first().click();
  expect(page.url().includes("/topic/"), `${lang}: a label does not lead to its topic`);
  await page.locator(".reading a[href*='/compare']").click();
  await page.fill("#t", "INF.qcomp");
  await page.press("#t", "Enter");
  expect((await page.locator("main tbody tr").count()) === 2, `${lang}: two are not compared`);
  await page.goto(origin + "/digests");
  await page.locator(".issues a").first().click();
  expect((await page.title()).includes("2026-W47") || (await page.title()).length > 0,
         `${lang}: no digest`);
  await context.close();
}

// Suggestions, judging, export.
async function act(browser, lang, width) {
  const context = await browser.newContext({
    viewport: { width, height: 900 }, locale: kLanguages[lang], acceptDownloads: true,
  });
  const page = await context.newPage();
  watch(page, () => `acting ${lang} ${width}`);
  await page.goto(origin + "/overview");
  await page.keyboard.press("/");
  await page.keyboard.type(lang === "zh" ? "量子" : "quant");
  await page.locator(".suggest li").first().waitFor({ timeout: 5000 });
  await inspect(page, `suggest-${lang}-${width}`, width, true);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/search\?/);
  const download = page.waitForEvent("download");
  await page.locator("a[href*='format=ris']").first().click();
  const file = await (await download).path();
  expect(fs.readFileSync(file, "utf8").startsWith("TY  - "), `${lang}: the export is no RIS`);
  await page.goto(origin + "/judge");
  await page.fill("#token", "0123456789abcdef");
  await page.press("#token", "Enter");
  await page.goto(origin + "/search?q=quantum&topic=INF");
  await page.locator(".why summary").first().click();
  await inspect(page, `judging-${lang}-${width}`, width, true);
  await page.locator(".judge button").first().click();
  await page.waitForURL(/\/document/);
  expect((await page.content()).includes("wang"), `${lang}: the word was not recorded`);
  await inspect(page, `document-${lang}-${width}`, width, true);
  await context.close();
}

(async () => {
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
           "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  for (const lang of Object.keys(kLanguages)) {
    for (const width of kWidths) {
      for (const walk of [read, act, look_at_all]) {
        try {
          await walk(browser, lang, width);
        } catch (error) {
          problems.push(`${walk.name} ${lang} ${width}: ${String(error).split("\n")[0]}`);
        }
      }
    }
  }
  await browser.close();
  for (const problem of new Set(problems)) console.log(problem);
  console.log(`${checks} checks, ${new Set(problems).size} problems`);
  process.exit(problems.length === 0 ? 0 : 1);
})();
