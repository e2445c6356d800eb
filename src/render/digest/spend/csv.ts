import type { DigestSpend } from "../../../domain/spend/shown.ts";

/** A figure about spend in a week, or in the weeks that end with it. */
interface SpendFigure {
  /** The last week of the figure; `undefined` for the week of the digest. */
  readonly week?: string;
  /** Its name ends with the currency, and with the number of weeks if there are several. */
  readonly metric: string;
  /** A decimal; `null` where it is withheld. */
  readonly value: string | null;
  readonly usual?: readonly [string, string] | null;
}

/** The figures about spend of an organization's digest; none without spend data. */
export function spendFigures(spend: DigestSpend | undefined): SpendFigure[] {
  if (spend === undefined) return [];
  if ("withheld" in spend) return [{ metric: "spend", value: null }];
  const currency = spend.currency.toLowerCase();
  const { perNormalizedDeployment: ratio, window, twelveWeeks } = spend;
  const blocks = [{ ...window, total: spend.total, value: ratio.value, usual: ratio.usual }, twelveWeeks];
  return [
    ...spend.weekly.map(({ week, total }) => ({ week, metric: `spend_${currency}`, value: total })),
    ...blocks.flatMap((block) => {
      if (block === null) return [];
      const suffix = `${currency}_${block.weeks}_weeks`;
      const total = { metric: `spend_${suffix}`, value: block.total };
      if (block.value === null) return [total];
      const usual = "usual" in block ? block.usual : null;
      return [total, { metric: `spend_per_normalized_deployment_${suffix}`, value: block.value, usual }];
    }),
    ...spend.tools.map(({ tool, total }) => {
      return { metric: `spend_${currency}_${window.weeks}_weeks_of_${tool}`, value: total };
    }),
  ];
}
