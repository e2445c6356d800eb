import type { ByDeclaration, UndoneShare } from "./undone-share.ts";

/** The number of changes of each group in one stratum, and the number of undone ones. */
export type Stratum = ByDeclaration<Pick<UndoneShare, "undone" | "of">>;

/** The numerator and the denominator of the odds ratio. */
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
 * The odds that a declared change is undone ÷ the odds for an undeclared one, pooled over strata.
 *
 * `Infinity` where no undeclared change was undone in an informative stratum, and `undefined` where no stratum is
 * informative. N. Mantel and W. Haenszel, Journal of the National Cancer Institute 22 (1959), 719–748.
 */
export function pooledOddsRatio(strata: readonly Stratum[]): number | undefined {
  const { above, below } = sumsOf(strata);
  return above === 0 && below === 0 ? undefined : above / below;
}

/** The odds ratio for a distribution with the observed count in its middle; never 0 nor infinite. */
export function centreOf(strata: readonly Stratum[]): number {
  const { above, below } = sumsOf(strata);
  return (above + 0.5) / (below + 0.5);
}

/**
 * The information in a stratum about the odds ratio: the variance of its number of declared undone changes, if there
 * were no effect.
 *
 * It depends on the margins only, not on the group of the undone changes. So leaving somebody out by it does not change
 * how often a difference is found by chance. Zero where only one kind is present, and where none or all were undone.
 */
export function weightOf({ declared, undeclared }: Stratum): number {
  const all = declared.of + undeclared.of;
  const undone = declared.undone + undeclared.undone;
  if (all < 2) return 0;
  return (declared.of * undeclared.of * undone * (all - undone)) / (all * all * (all - 1));
}
