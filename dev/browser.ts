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

/** Starts a headless Chromium. Throws when there is none. */
export async function startChromium(): Promise<Browser> {
  if (!hasChromium)
    throw new Error(
      `There is no ${EXECUTABLE}: install Chromium (Debian: apt-get install chromium) or set CHROMIUM_PATH`,
    );
  return chromium.launch({ executablePath: EXECUTABLE, args: SWITCHES });
}

/** Does something with a headless Chromium, and ends it. Throws when there is none. */
export async function inChromium<Found>(action: (browser: Browser) => Promise<Found>): Promise<Found> {
  const browser = await startChromium();
  try {
    return await action(browser);
  } finally {
    await browser.close();
  }
}
