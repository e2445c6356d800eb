/**
 * `npm run gallery`: writes `gallery/out/index.html`, every state of both surfaces as GitHub would show it, and
 * photographs it wide and narrow, light and dark, where there is a Chromium.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { hasChromium, inChromium } from "../demo/browser.ts";
import { renderGallery } from "./gallery-page.ts";

const OUT = fileURLToPath(new URL("out/", import.meta.url));
const PAGE = `${OUT}index.html`;

mkdirSync(OUT, { recursive: true });
writeFileSync(PAGE, renderGallery());
say(PAGE);
if (hasChromium) await inChromium(photographAll);
else say("no pictures: there is no Chromium at CHROMIUM_PATH, or where Debian's package puts it");

async function photographAll(browser: Browser): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const)
    for (const width of [1280, 390]) await photograph(browser, { colorScheme, width });
}

/** One picture of each state, in a folder for each look. */
async function photograph(
  browser: Browser,
  { colorScheme, width }: { readonly colorScheme: "light" | "dark"; readonly width: number },
): Promise<void> {
  const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 }, offline: true });
  await page.goto(`file://${PAGE}`);
  await page.evaluate("drawn");
  const folder = `${OUT}${width}-${colorScheme}/`;
  for (const state of await page.locator("section").all())
    await state.screenshot({ path: `${folder}${await state.getAttribute("id")}.png` });
  say(folder);
  await page.close();
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
