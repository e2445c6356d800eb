import type { SideBySide, UndoneShare } from "./undone-share.ts";

/** How many changes of each group there are in one stratum, and how many of them were undone. */
export type Stratum = SideBySide<Pick<UndoneShare, "undone" | "of">>;

/** The two sums of which the odds ratio is the quotient. */
function sumsOf(strata: readonly Stratum[]): { readonly above: number; readonly below: number } {
  let [above, below] = [0, 0];
  for (const { declared, undeclared } of strata) {
    const all = declared.of + undeclared.of;
    if (all === 0) continue;
    above += (declared.undone * (undeclared.of - undeclared.undone)) / all;
    below += (undeclared.undone * (declared.of - declared.undone)) / all;
  }
  return { above, below };
}

/**
 * The odds of a declared change to be undone ÷ those of an undeclared one, pooled over strata.
 *
 * `Infinity` where no undeclared change was undone in a stratum that tells anything, and `undefined` where none tells
 * anything. N. Mantel and W. Haenszel, Journal of the National Cancer Institute 22 (1959), 719–748.
 */
export function pooledOddsRatio(strata: readonly Stratum[]): number | undefined {
  const { above, below } = sumsOf(strata);
  return above === 0 && below === 0 ? undefined : above / below;
}

/** Where to centre a distribution so that what was seen lies in the middle of it: the odds ratio, never 0 nor infinite. */
export function centreOf(strata: readonly Stratum[]): number {
  const { above, below } = sumsOf(strata);
  return (above + 0.5) / (below + 0.5);
}

/**
 * How much a stratum tells of the odds ratio: the variance of its number of declared undone changes, were there no effect.
 *
 * It depends on the margins only, never on which group the undone changes are in; so who is left out by it does not
 * change how often a difference is found by chance. Zero where only one kind is there, and where none or all were undone.
 */
export function weightOf({ declared, undeclared }: Stratum): number {
  const all = declared.of + undeclared.of;
  const undone = declared.undone + undeclared.undone;
  if (all < 2) return 0;
  return (declared.of * undeclared.of * undone * (all - undone)) / (all * all * (all - 1));
}
