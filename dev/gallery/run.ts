/**
 * `npm run gallery`: writes `dev/gallery/out/index.html`, every state of both surfaces as GitHub would show it, and
 * photographs it wide and narrow, light and dark, where there is a Chromium.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { Html } from "../../src/render/html.ts";
import { hasChromium, inChromium } from "../browser.ts";
import { pageOf, renderGallery } from "./gallery-page.ts";

const OUT = fileURLToPath(new URL("out/", import.meta.url));
const PAGE = `${OUT}index.html`;

// Chromium lays a page out anew for each picture, so each state gets a page of its own once its chart is drawn.
const STATES = `drawn.then(() => [...document.querySelectorAll("section")].map(({ id, outerHTML }) => [id, outerHTML]))`;

mkdirSync(OUT, { recursive: true });
writeFileSync(PAGE, renderGallery());
say(PAGE);
if (hasChromium) await inChromium(photographAll);
else say("no pictures: there is no Chromium at CHROMIUM_PATH, or where Debian's package puts it");

async function photographAll(browser: Browser): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const)
    for (const width of [1280, 390]) await photograph(browser, { colorScheme, width });
}

/** One picture of each state with all that it hides, in a folder for each look. */
async function photograph(
  browser: Browser,
  { colorScheme, width }: { readonly colorScheme: "light" | "dark"; readonly width: number },
): Promise<void> {
  const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 }, offline: true });
  await page.goto(`file://${PAGE}`);
  const folder = `${OUT}${width}-${colorScheme}/`;
  for (const [state, drawn] of (await page.evaluate(STATES)) as [string, string][]) {
    await page.setContent(pageOf(new Html(drawn.replaceAll("<details>", "<details open>"))));
    await page.locator("section").screenshot({ path: `${folder}${state}.png` });
  }
  say(folder);
  await page.close();
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
