import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasChromium, startChromium } from "../../dev/browser.ts";
import { DIGESTS } from "../../dev/gallery/digests.ts";
import { PAGE, siteOf } from "../../dev/gallery/site.ts";
import { HOSTILE } from "../../dev/gallery/texts.ts";
import type { Digest } from "../../src/domain/metric/digest.ts";
import { fileNames } from "../../src/render/site/file-names.ts";
import { renderPage } from "../../src/render/site/page.ts";
import { renderSite } from "../../src/render/site/pages.ts";
import { ticks } from "../../src/render/site/plots/scale.ts";
import type { Site } from "../../src/render/site/site.ts";
import { findViolations } from "../support/accessibility.ts";

const WEEKS = 104;
const MOST_BYTES = 5_000_000;
const TEAMS = {
  api: { name: "api", builders: 12, often: 6 },
  shop: { name: "shop", builders: 8, often: 5, declared: 6 },
  small: { name: "small", builders: 3 },
};
const SITE = siteOf(WEEKS, TEAMS);
const PAGES = renderSite(SITE);

function pageOf(path: string): string {
  return PAGES.get(path) ?? "";
}

/** The text of a page without its markup. */
function textOf(page: string): string {
  return page
    .replace(/<style>.*?<\/style>/s, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ");
}

/** A site with the same weeks in so many repositories. */
function copied({ main, repositories }: Site, count: number): Site {
  const [fullest = main] = repositories;
  const names = Array.from({ length: count }, (_, index) => `acme/service-${index}`);
  return { main, repositories: names.map((name) => ({ ...fullest, name })) };
}

describe("a site", () => {
  it("has a page for the organization, and one for each repository", () => {
    expect([...PAGES.keys()]).toEqual([
      "index.html",
      "repositories/api.html",
      "repositories/shop.html",
      "repositories/small.html",
      "style.css",
    ]);
  });

  it("shows the numbers of each week's digest", () => {
    const [, table = ""] = /<details id="numbers">(.*)<\/details>/s.exec(pageOf("index.html")) ?? [];
    const rows = table.split("<tr>").slice(2);
    const expected = SITE.main.weeks
      .toReversed()
      .map(({ week, normalizedDeployments: { total, aiAssisted } }) => {
        return [week, `${total}`, `${aiAssisted}`];
      });

    expect(
      rows
        .map((row) => row.split(/<t[hd][^>]*>/))
        .map(([, week = "", total, , part]) => [week.slice(0, 8), total, part]),
    ).toEqual(expected);
  });

  it("of 200 repositories and 104 weeks has less than 5 MB", () => {
    const pages = renderSite(copied(SITE, 200));
    const bytes = [...pages.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);

    expect(pages.size).toBe(202);
    expect(bytes).toBeLessThan(MOST_BYTES);
    expect(textOf(pages.get("repositories/service-7.html") ?? "")).toContain(
      "weeks, so that the site stays small",
    );
    expect(pages.get("index.html")).toContain(`<th scope=row>${SITE.main.weeks[0]?.week}`);
    expect(PAGES.get("repositories/api.html")).toContain(`<th scope=row>${SITE.main.weeks[0]?.week}`);
  });

  it("tells nothing of AI in a repository of fewer builders than the floor, neither there nor in charts", () => {
    const page = pageOf("repositories/small.html");

    expect(textOf(page)).toContain("withheld: fewer than 5 builders");
    for (const told of [
      "AI-assisted part",
      "AI tools over time",
      'id="share"',
      'id="adoption"',
      'id="trend"',
    ])
      expect(page).not.toContain(told);
    expect(page).not.toMatch(/class="(bars|line|area) (ai|tool-\d|adoption|trend)"/);
    expect(textOf(page)).toContain("What they declare is withheld");
    expect(pageOf("repositories/api.html")).toContain('id="share"');
  });

  it("withholds it in one more repository, so that no difference between pages tells of the small one", () => {
    const page = pageOf("repositories/shop.html");

    expect(textOf(page)).toContain(
      "Beside the organization's digest this would tell of too few builders in other repositories".replace(
        "'",
        "&#39;",
      ),
    );
    expect(page).not.toContain('id="share"');
  });

  it("names repositories in the order of the alphabet, and no person", () => {
    const [, list = ""] = /<section id="repositories">(.*?)<\/section>/s.exec(pageOf("index.html")) ?? [];

    expect([...list.matchAll(/href="(.*?)"/g)].map(([, path]) => path)).toEqual(
      ["api", "shop", "small"].map((name) => `repositories/${name}.html`),
    );
    for (const page of PAGES.values()) expect(page).not.toMatch(/(?:api|shop|small)-\d/);
  });

  it("links to the pull requests of a week, and draws a line where rules changed", () => {
    expect(pageOf("repositories/shop.html")).toContain(
      'href="https://github.com/acme/shop/pulls?q=is%3Amerged+merged%3A2026-11-16..2026-11-22"',
    );
    expect(pageOf("index.html")).toContain("https://github.com/search?q=org%3Aacme+is%3Amerged+merged");
    expect(pageOf("repositories/shop.html")).toContain('<path class="rules" d="M');
    expect(textOf(pageOf("repositories/shop.html"))).toContain("exclude now gen/**");
  });

  describe("the way of the last twelve weeks", () => {
    const weeks = SITE.main.weeks.slice(-12);
    const sumOf = (of: (digest: Digest) => number | undefined) =>
      weeks.reduce((sum, digest) => sum + (of(digest) ?? 0), 0);
    const closed = sumOf(({ pulls }) => pulls?.closed);

    it("begins with the pull requests that were opened, and divides them by what they declare", () => {
      const text = textOf(pageOf("index.html"));
      const merged = sumOf(({ pulls }) => pulls?.merged);
      const declared = sumOf(({ pulls }) => pulls?.declared?.closed);
      const share = (part: number, of: number) => `${part} ${Math.round((100 * part) / of)} %`;
      const mergedOf = (part: "declared" | "undeclared") =>
        share(
          sumOf(({ pulls }) => pulls?.[part]?.merged),
          sumOf(({ pulls }) => pulls?.[part]?.closed),
        );

      expect(merged).toBeLessThan(closed);
      expect(text).toContain(`Opened and closed in these weeks, merged or not ${closed} 100 %`);
      expect(text).toContain(`Merged into any branch ${share(merged, closed)}`);
      expect(text).toContain(`Opened ${declared} ${closed - declared} `);
      expect(text).toContain(`Merged ${mergedOf("declared")} ${mergedOf("undeclared")}`);
    });

    it("is that of the weeks whose closed pull requests are known, and divides those that may be divided", () => {
      const shown = weeks.map(({ pulls, ...digest }, index): Digest => {
        if (index < 2) return digest;
        const hidden = { declared: null, undeclared: null, unknown: null };
        return pulls === undefined
          ? digest
          : { ...digest, pulls: index < 5 ? { ...pulls, ...hidden } : pulls };
      });
      const page = textOf(renderPage({ ...SITE.main, weeks: shown }));

      expect(page).toContain(`closed from ${weeks[2]?.week} to ${weeks.at(-1)?.week} , merged or not`);
      expect(page).toContain("3 of these weeks are not among them, since their division is withheld.");
      expect(textOf(pageOf("repositories/small.html"))).toContain("What they declare is withheld.");
    });

    it("begins at the merge where nobody knows what was closed without one, and says so", () => {
      const merged = sumOf(({ changes }) => changes.merged);
      const { github: _, ...clone } = SITE.main;
      const old = { ...SITE.main, weeks: weeks.map(({ pulls: __, ...digest }) => digest) };
      const [stored, ofClone] = [old, { ...clone, weeks: old.weeks }].map((each) => textOf(renderPage(each)));

      expect(stored).toContain(`Merged into the default branch ${merged} 100 %`);
      expect(stored).toContain("closed without a merge are in none of these numbers.");
      expect(ofClone).toContain(
        "A clone does not have the pull requests that were closed without a merge, so this begins at the merge.",
      );
    });
  });
});

describe("the names of files", () => {
  it("are safe for any system, and different in any case of letters", () => {
    const all = fileNames(["a/shop", "b/Shop", "a/..", "a/con", "a/../x y", "a/\u202ename<>", "a/shop-2"]);

    expect(all).toEqual(["shop", "Shop-2", "repository-", "repository-con", "x-y", "-name-", "shop-2-2"]);
    expect(fileNames([`a/${"x".repeat(300)}`])[0]).toHaveLength(80);
    expect(fileNames([`a/${"y".repeat(79)}.z`])).toEqual(["y".repeat(79)]);
  });
});

describe("the axis of a chart", () => {
  it.each([
    [7, [0, 2, 4, 6, 8]],
    [100, [0, 20, 40, 60, 80, 100]],
    [0.7, [0, 0.2, 0.4, 0.6, 0.8]],
    [31, [0, 10, 20, 30, 40]],
  ])("up to %d has round numbers", (highest, expected) => {
    expect(ticks(highest)).toEqual(expected);
  });
});

const EXHIBITS = ["with spend of four sources", "with spend of hostile names", "empty"];

/** Writes pages into a folder of their own. */
function written(pages: Iterable<readonly [string, string]>): string {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-site-"));
  for (const [path, text] of pages) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Names that try to get out of their places. */
const HOSTILE_PAGE = renderPage({
  ...SITE.main,
  name: HOSTILE,
  weeks: SITE.main.weeks.slice(-8),
  notes: [HOSTILE],
  digest: { ...SITE.main.digest, scope: HOSTILE },
  ruleChanges: [
    {
      at: new Date("2026-11-10"),
      repository: HOSTILE,
      keys: [{ key: HOSTILE, added: [HOSTILE], removed: [] }],
    },
  ],
});

describe.skipIf(!hasChromium)("a site in a browser", () => {
  const exhibits = EXHIBITS.map((name) => {
    const digest = DIGESTS[name]?.digest;
    if (digest === undefined) throw new Error(`there is no exhibit ${name}`);
    return [`${name}.html`, renderPage({ ...PAGE, name: digest.scope, digest, weeks: [digest] })] as const;
  });
  const pages = renderSite(siteOf(20, TEAMS));
  const all = new Map([...pages, ...exhibits, ["hostile.html", HOSTILE_PAGE] as const]);
  const folder = written(all);
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(() => browser.close());

  it("has no serious finding, and fits 1280 pixels in the light and 390 in the dark", async () => {
    const page = await browser.newPage();
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    for (const path of all.keys()) {
      if (!path.endsWith(".html")) continue;
      await page.goto(`file://${encodeURI(join(folder, path))}`);
      await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");
      for (const look of LOOKS)
        expect([path, look, await problemsOf(page, look)]).toEqual([path, look, NONE]);
    }
    expect(requests.filter((url) => !url.startsWith(`file://${folder}/`))).toEqual([]);
    await page.close();
  });

  it("prints on white, and fits a sheet of A4, whatever the reader's mode", async () => {
    const page = await browser.newPage({ viewport: { width: A4, height: 900 }, colorScheme: "dark" });
    await page.emulateMedia({ media: "print" });
    for (const path of ["index.html", "repositories/api.html", "hostile.html"]) {
      await page.goto(`file://${encodeURI(join(folder, path))}`);
      const colours = await page.evaluate(
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]",
      );
      const isWide = await page.evaluate("document.documentElement.scrollWidth > innerWidth");
      expect([path, colours, isWide]).toEqual([path, ["rgb(255, 255, 255)", "rgb(28, 33, 40)"], false]);
    }
    await page.close();
  });
});

/** The width of A4 in pixels, without the margins of the page. */
const A4 = 688;
const NONE = { violations: [], isScrolled: false, wrapped: [], hidden: [], foreign: [] };

const LOOKS = [
  { scheme: "light", width: 1280 },
  { scheme: "dark", width: 390 },
] as const;

/** What is wrong with a page: by axe, too wide, with numbers in two lines, or with links that are not ours. */
async function problemsOf(page: Page, { scheme, width }: (typeof LOOKS)[number]) {
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme: scheme });
  const isScrolled = await page.evaluate("document.documentElement.scrollWidth > innerWidth");
  const wrapped = await page.evaluate(WRAPPED);
  const hidden = await page.evaluate(HIDDEN);
  const foreign = await page.evaluate(FOREIGN);
  const violations = await findViolations(page);
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  return {
    violations: serious.map(({ id, nodes }) => [id, nodes.length]),
    isScrolled,
    wrapped,
    hidden,
    foreign,
  };
}

/** The figures that stand in more than one line. */
const WRAPPED = `[...document.querySelectorAll("dd b, .figures td, .compared b, .plot span, .whole")].filter((each) => {
  const range = document.createRange();
  range.selectNodeContents(each);
  const tops = [...range.getClientRects()].map(({ top }) => Math.round(top));
  return Math.max(...tops) - Math.min(...tops) > 8;
}).map((each) => each.textContent)`;

/** The tables of two groups of which a reader sees only a part. */
const HIDDEN = `[...document.querySelectorAll("#beside .scroll")]
  .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
  .map((each) => each.textContent)`;

/** The elements and links that no page has. */
const FOREIGN = `[...document.querySelectorAll("img, script, iframe, object, embed, base, form, a[href]")]
  .filter((each) => !(each.href ?? "").startsWith("file://") && !(each.href ?? "").startsWith("https://github.com/"))
  .map((each) => each.outerHTML)`;
