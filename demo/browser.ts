import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const { CHROMIUM_PATH: EXECUTABLE = "/usr/bin/chromium" } = process.env;
const SWITCHES = [
  "--no-sandbox", // Chromium refuses to run as root with one, and these pages hold nothing foreign.
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-gpu",
  "--disable-lcd-text",
];

/** Whether there is a Chromium, at CHROMIUM_PATH or where Debian's package puts it. */
export const hasChromium = existsSync(EXECUTABLE);

/** Does something with a headless Chromium. Throws when there is none. */
export async function inChromium<Found>(action: (browser: Browser) => Promise<Found>): Promise<Found> {
  if (!hasChromium)
    throw new Error(
      `There is no ${EXECUTABLE}: install Chromium (Debian: apt-get install chromium) or set CHROMIUM_PATH`,
    );
  const browser = await chromium.launch({ executablePath: EXECUTABLE, args: SWITCHES });
  try {
    return await action(browser);
  } finally {
    await browser.close();
  }
}
