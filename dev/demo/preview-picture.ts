/**
 * `npm run picture`, second part: photographs the report of `plimsoll preview` for the README, made from half a year of
 * work that never was.
 */
import { mkdtempSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { previewClone } from "../../src/preview/preview.ts";
import { renderPreviewPage } from "../../src/render/site/preview-page.ts";
import { inChromium } from "../browser.ts";
import { Past } from "../simulation/clone/past.ts";

const PICTURE = fileURLToPath(new URL("../../docs/images/preview.png", import.meta.url));
const PEOPLE = ["Ada", "Bo", "Cy", "Di", "Ed", "Flo", "Gil"].map((name) => ({
  name,
  by: `${name} Example <${name.toLowerCase()}@mail.example>`,
}));
const TOOLS = [
  "Claude <noreply@anthropic.com>",
  "Copilot <198982749+Copilot@users.noreply.github.com>",
  "Cursor <cursoragent@cursor.com>",
];
const WEEKS = 39;
/** The answer and the first chart, on a screen. */
const CLIP = { x: 0, y: 0, width: 1120, height: 1040 };

const request = { ship: "auto", weeks: 12, until: undefined, now: new Date("2027-03-01") } as const;
await photograph(renderPreviewPage(await previewClone({ path: makeHistory(), ...request })));
process.stdout.write(`${PICTURE}: ${Math.round(statSync(PICTURE).size / 1000)} kB\n`);

/** Seven people, two releases a week, ever more of the work declared, and now and then something reverted. */
function makeHistory(): string {
  const past = new Past({ remotes: { origin: "https://git.example/acme/shop.git" } });
  past.commit("feat: a shop (#1)");
  past.tag("v1.0.0");
  const chance = openChance();
  let number = 1;
  for (let week = 0; week < WEEKS; week++) {
    for (let day = 0; day < 5; day++) {
      for (const { name, by } of PEOPLE.filter(() => chance() < 0.62)) {
        const isDeclared = chance() < 0.15 + week / 80;
        const tool = TOOLS[Math.floor(chance() ** 2 * TOOLS.length)];
        const trailer = isDeclared ? `\n\nCo-authored-by: ${tool}` : "";
        past.commit(`feat: ${name}'s ${number} (#${++number})${trailer}`, { by, files: [`src/${name}.ts`] });
      }
      if (chance() < 0.03) past.git(["revert", "--no-edit", "HEAD"]);
      if (day === 1 || day === 4) past.tag(`v1.${week}.${day}`);
      past.wait(1);
    }
    past.wait(2);
  }
  return past.path;
}

/** Numbers from 0 to 1 that look random and are the same each time (a linear congruential generator). */
function openChance(): () => number {
  let state = 4;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

async function photograph(report: string): Promise<void> {
  const file = join(mkdtempSync(join(tmpdir(), "plimsoll-picture-")), "report.html");
  writeFileSync(file, report);
  await inChromium(async (browser) => {
    const { width, height } = CLIP;
    const page = await browser.newPage({ deviceScaleFactor: 1.33, viewport: { width, height } });
    await page.goto(`file://${file}`);
    await page.screenshot({ path: PICTURE, clip: CLIP });
  });
}
