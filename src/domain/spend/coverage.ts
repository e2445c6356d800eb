import type { CombinedSpend } from "./combination.ts";
import type { ShownCoverage } from "./shown.ts";

/** The least share of declared work by tools with spend data. */
export const LEAST_COVERAGE = 0.8;

/** The tools with any money, also in a currency that no rate converts. A row without money does not count. */
export function toolsWithSpend({ money, unconverted }: CombinedSpend): ReadonlySet<string> {
  const known = [...money, ...unconverted].filter(({ amount }) => amount !== 0n);
  return new Set(known.map(({ tool }) => tool));
}

/** Tools whose money their vendor may bill under another one's name. */
const BILLED_WITH: Readonly<Record<string, string>> = { codex: "openai" };

/**
 * The part of declared changes that is by tools with spend data; `undefined` where nothing is declared.
 *
 * A change by several tools counts in parts. `declared` has the tools of each change.
 */
export function coverageOf(
  declared: readonly (readonly string[])[],
  known: ReadonlySet<string>,
): ShownCoverage | undefined {
  const named = declared.filter((tools) => tools.length > 0);
  if (named.length === 0) return undefined;
  const isKnown = (tool: string) => known.has(tool) || known.has(BILLED_WITH[tool] ?? tool);
  const parts = named.map((tools) => tools.filter(isKnown).length / tools.length);
  const seen = new Set(named.flat());
  return {
    share: parts.reduce((sum, part) => sum + part, 0) / named.length,
    tools: seen.size,
    covered: [...seen].filter(isKnown).length,
  };
}
