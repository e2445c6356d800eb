import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasChromium, startChromium } from "../../dev/browser.ts";
import { busyPast } from "../../dev/simulation/clone/busy-past.ts";
import type { Preview } from "../../src/domain/clone/preview.ts";
import { previewClone } from "../../src/preview/preview.ts";
import { renderPreviewPage } from "../../src/render/site/preview-page.ts";
import { findViolations, type Violation } from "../support/accessibility.ts";

const { path } = busyPast();
const previews = Object.fromEntries(
  (["releases", "merges"] as const).map((ship) => [
    ship,
    previewClone({ path, ship, weeks: 12, until: undefined, now: new Date("2027-01-01") }),
  ]),
);

async function reportOf(
  ship: "releases" | "merges",
  change = (preview: Preview) => preview,
): Promise<string> {
  return renderPreviewPage(change((await previews[ship]) as Preview));
}

describe("a report", () => {
  it("draws the weeks, the tools, the way to production and what was undone", async () => {
    const titles = [...(await reportOf("releases")).matchAll(/<h2>(.*?)<\/h2>/g)].map(([, title]) => title);

    expect(titles).toEqual([
      "Normalized deployments by week of merge",
      "AI-assisted share",
      "Hours from merge to production",
      "Undone changes",
      "AI tools over time",
      "Adoption",
      "What was undone",
      "From merge to what stayed",
      "Beside the number",
      "AI tools declared in this week",
      "Not counted: 1 change",
      "How to read this",
    ]);
  });

  it("draws no way to production where merging is all that is known", async () => {
    const report = await reportOf("merges");

    expect(report).toContain("proxy: merged, not deployed");
    expect(report).not.toContain("from merge to production");
    expect(report).not.toContain("in production");
  });

  it("has the numbers of all charts in a table, and says in words what each chart shows", async () => {
    const report = await reportOf("releases");

    expect(report.match(/role="img"/g)).toHaveLength(6);
    expect(report).toContain(
      'aria-label="AI-assisted share from 2026-W34 to 2026-W45: 40 % in 2026-W45; between 20 % and 50 %."',
    );
    const [, table = ""] = /<details id="numbers">(.*)<\/details>/s.exec(report) ?? [];
    expect(table).toContain(
      "<tr><th scope=row>2026-W45 complete<td>5<td>3.4–6.1<td>2<td>40<td>0–95.3<td>5<td>0<td>24.1 h<td>40 %",
    );
    expect(table.match(/<tr>/g)).toHaveLength(1 + 12);
  });

  it("lets no text from a repository become markup", async () => {
    const evil = '</title><script>alert(1)</script><img src=x onerror="alert(1)">\u202e';
    const report = await reportOf("releases", (preview) => ({
      ...preview,
      digest: { ...preview.digest, scope: evil },
      source: { ...preview.source, branch: evil },
      weeks: preview.weeks.map((week) => ({
        ...week,
        tools: week.tools.map((tool) => ({ ...tool, tool: evil })),
      })),
    }));

    expect(report).not.toMatch(/<script|<img|\u202e/);
    expect(report.match(/<title>/g)).toHaveLength(1);
  });
});

describe.skipIf(!hasChromium)("a report in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(() => browser.close());

  it.each(["releases", "merges"] as const)(
    "of %s loads nothing, fits both widths in both schemes, and has no serious finding",
    async (ship) => {
      const file = join(mkdtempSync(join(tmpdir(), "plimsoll-report-")), "report.html");
      writeFileSync(file, await reportOf(ship));
      const page = await browser.newPage();
      const requests: string[] = [];
      page.on("request", (request) => requests.push(request.url()));
      await page.goto(`file://${file}`);
      await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");
      const found = [];
      for (const look of LOOKS) found.push({ look, ...(await problemsOf(page, look)) });
      await page.close();

      expect(found).toEqual(LOOKS.map((look) => ({ look, isScrolled: false, violations: [] })));
      expect(requests).toEqual([`file://${file}`]);
    },
  );
});

/** How a reader may look at a page. */
interface Look {
  readonly scheme: "light" | "dark";
  readonly width: number;
}

const LOOKS = (["light", "dark"] as const).flatMap((scheme) =>
  [1280, 390].map((width): Look => ({ scheme, width })),
);

/** What is wrong with a page that is shown in a scheme, so many pixels wide. */
async function problemsOf(page: Page, { scheme, width }: Look) {
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme: scheme });
  const isScrolled = await page.evaluate("document.documentElement.scrollWidth > innerWidth");
  const violations = await findViolations(page);
  return { isScrolled, violations: violations.filter(isSerious).map(({ id, nodes }) => [id, nodes.length]) };
}

function isSerious({ impact }: Violation): boolean {
  return impact === "serious" || impact === "critical";
}
