/**
 * `npm run picture`: plays the demo's fortnight and photographs what its people would see on GitHub for the README.
 * It loads nothing from the network; it needs a Chromium, at CHROMIUM_PATH or where Debian's package puts it.
 */
import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { pino } from "pino";
import { inChromium } from "../browser.ts";
import { MERMAID } from "../gallery/github-page.ts";
import type { GitHub } from "../simulation/emulated/github.ts";
import { fetchCheckRun, fetchDigestIssue, shop, startFortnight } from "./fortnight.ts";
import { type CheckedPull, renderPage } from "./picture-page.ts";
import type { PlayedPull } from "./play.ts";

/** Sharp at twice the 830 pixels of width that GitHub gives a README. */
const SCALE = 1.33;

const PICTURE = fileURLToPath(new URL("../../docs/images/plimsoll.png", import.meta.url));
// On GitHub a chart is in a font of its reader's machine; the picture has one font, the same on every machine.
const DRAW_CHARTS = `document.fonts.ready.then(() => {
  mermaid.initialize({ startOnLoad: false, fontFamily: "Inter" });
  return mermaid.run();
})`;

await photograph(await playedPage());
process.stdout.write(`${PICTURE}: ${Math.round(statSync(PICTURE).size / 1000)} kB\n`);

/** The page to photograph, once the fortnight is over. */
async function playedPage(): Promise<string> {
  const fortnight = await startFortnight({ databaseUrl: "file::memory:", log: pino({ level: "silent" }) });
  const { github } = fortnight;
  const pulls = await fortnight.play();
  const page = renderPage({
    shipped: await fetchChecked(github, pulls.get("confirmation")),
    open: await fetchChecked(github, pulls.get("giftCards")),
    undone: await fetchChecked(github, pulls.get("express")),
    digest: await fetchDigestIssue(github),
  });
  await fortnight.stop();
  return page;
}

async function fetchChecked(github: GitHub, played: PlayedPull | undefined): Promise<CheckedPull> {
  if (played === undefined) throw new Error("The story does not open this pull request");
  const { number, head } = played;
  const { rest } = github.as("dario");
  const { data: pull } = await rest.pulls.get({ ...shop, pull_number: number });
  // The emulator counts the base commit among those of a pull request, but compares rightly.
  const basehead = `${pull.base.sha}...${head}`;
  const { data: comparison } = await rest.repos.compareCommitsWithBasehead({ ...shop, basehead });
  return { pull, commits: comparison.total_commits, checkRun: await fetchCheckRun(github, head) };
}

async function photograph(html: string): Promise<void> {
  await inChromium(async (browser) => {
    const page = await browser.newPage({ deviceScaleFactor: SCALE, offline: true });
    await page.setContent(html);
    await page.addScriptTag({ path: MERMAID });
    await page.evaluate(DRAW_CHARTS);
    await page.locator("main").screenshot({ path: PICTURE });
  });
}
