import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** All that passes would take three times as long to list. */
const RUN = "axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations)";

/** A rule that a page breaks, and where it does. */
export interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly unknown[];
}

/** Finds what makes a page hard to use for people who see or hear less, or hold a phone. */
export async function findViolations(page: Page): Promise<readonly Violation[]> {
  // Run by the browser's own protocol: the page lets no script in.
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(AXE);
  return (await page.evaluate(RUN)) as readonly Violation[];
}
