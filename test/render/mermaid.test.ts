import { fileURLToPath } from "node:url";
import { parseHTML } from "linkedom";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasChromium, startChromium } from "../../dev/browser.ts";
import type { WeekTotal } from "../../src/domain/metric/week-totals.ts";
import { renderChart } from "../../src/render/digest/chart/mermaid.ts";

/** The last Mermaid 10, and the newest. */
const MERMAIDS = ["mermaid-10", "mermaid"] as const;

interface Mermaid {
  parse(source: string): Promise<unknown>;
}

function weeks(number: number, totalOf: (index: number) => number): WeekTotal[] {
  return Array.from({ length: number }, (_, index) => ({
    week: `2026-W${`${index + 1}`.padStart(2, "0")}`,
    state: "complete",
    total: totalOf(index),
    aiAssisted: Math.floor(totalOf(index) / 2),
  }));
}

function chartOf(markdown: string): string {
  return /^```mermaid\n(.*?)\n```/s.exec(markdown)?.[1] ?? "";
}

const GROWING = weeks(12, (index) => index);

const CHARTS = {
  "one week": renderChart(weeks(1, () => 4)),
  "two weeks": renderChart(weeks(2, (index) => index * 4)),
  "twelve weeks": renderChart(weeks(12, (index) => 31 + ((index * 7) % 11))),
  "half a year": renderChart(weeks(26, (index) => 31 + ((index * 7) % 11))),
  "a usual range": renderChart(GROWING, { usual: [3.5, 17.72] }),
  "a usual range without parts": renderChart(GROWING, { usual: [0, 1e6], isWithheld: true }),
  "big numbers": renderChart(weeks(12, () => 1e6)),
  "a withheld part": renderChart(GROWING, { isWithheld: true }),
  "a proxy": renderChart(GROWING, { isProxy: true }),
};

describe.each(MERMAIDS)("a chart in %s", (version) => {
  let mermaid: Mermaid;

  beforeAll(async () => {
    // Its sanitizer looks for a window while it is loaded.
    const { window } = parseHTML("<!doctype html><html></html>");
    Object.assign(globalThis, { window, document: window.document });
    ({ default: mermaid } = (await import(version)) as { default: Mermaid });
  });

  it.each(Object.entries(CHARTS))("of %s is understood", async (_, markdown) => {
    await expect(mermaid.parse(chartOf(markdown))).resolves.toBeTruthy();
  });

  it("would be refused with a bar that is no number, or with a broken head", async () => {
    const chart = chartOf(renderChart(weeks(2, () => 1)));

    await expect(mermaid.parse(chart.replace("bar [1", "bar [x"))).rejects.toThrow("Parse error");
    await expect(mermaid.parse(chart.replace("config:", "config: ["))).rejects.toThrow("flow");
  });
});

describe.skipIf(!hasChromium)("a chart in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(() => browser.close());

  it.each(MERMAIDS)("has a bar for each week and part, and a name below each, in %s", async (version) => {
    const [twelve, withheld] = [CHARTS["twelve weeks"], CHARTS["a withheld part"]].map(chartOf);
    const page = await browser.newPage({ offline: true });
    await page.setContent(`<!doctype html><pre>${twelve}</pre><pre>${withheld}</pre>`);
    await page.addScriptTag({ path: fileURLToPath(import.meta.resolve(`${version}/dist/mermaid.min.js`)) });
    await page.evaluate("mermaid.run({ querySelector: 'pre' })");
    const drawn = await page.evaluate(`[...document.querySelectorAll("svg")].map((svg) => [
      [...svg.querySelectorAll(".plot rect")].filter((bar) => bar.getAttribute("height") > 0).length,
      [...svg.querySelectorAll(".label text")].map(({ textContent }) => textContent.trim()).join(" "),
    ])`);
    await page.close();

    const names = weeks(12, () => 0).map(({ week }) => week.slice(5));
    expect(drawn).toEqual([
      [24, names.join(" ")],
      [11, names.join(" ")],
    ]);
  });
});

it("draws no chart of no weeks", () => {
  expect(renderChart([])).toBe("");
});
