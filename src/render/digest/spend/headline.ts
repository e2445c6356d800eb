import { FEWEST_BLOCKS, FEWEST_UNITS } from "../../../domain/spend/ratio.ts";
import type { ShownRatio, ShownSpend } from "../../../domain/spend/shown.ts";
import { count } from "../../text.ts";
import { amountRange, withCurrency } from "./money.ts";

/** The spend, the normalized deployments and their ratio, always together, with the usual range and the verdict. */
export function headlineLines(spend: ShownSpend): string[] {
  const { currency, window, perNormalizedDeployment: ratio } = spend;
  const weeks = `Last ${window.weeks} complete weeks, to ${window.to}`;
  return [
    `**${weeks}: ${threeNumbers(spend, ratio.value, currency)}${usualText(ratio, currency)}: ${verdictText(ratio)}.**`,
    ...(spend.twelveWeeks === null
      ? []
      : [
          `Last ${spend.twelveWeeks.weeks} weeks: ${threeNumbers(spend.twelveWeeks, spend.twelveWeeks.value, currency)}.`,
        ]),
    ...changeLines(ratio),
  ];
}

function threeNumbers(
  { total, normalizedDeployments: units }: Pick<ShownSpend, "total" | "normalizedDeployments">,
  value: string | null,
  currency: string,
): string {
  const each = value === null ? "so none for each" : `${withCurrency(value, currency)} each`;
  return `${withCurrency(total, currency)} on AI tools, ${count(units, "normalized deployment")}, ${each}`;
}

function usualText({ usual, blocks }: ShownRatio, currency: string): string {
  if (usual === null) return "";
  return ` (usual ${amountRange(usual, currency)}, from ${count(blocks, "earlier block")} of 4 weeks)`;
}

function verdictText({ signal, blocks }: ShownRatio): string {
  switch (signal) {
    case "none":
      return "no change detected";
    case "above":
      return "above its usual range";
    case "below":
      return "below its usual range";
    case "learning":
      return `learning what is usual, ${blocks} of ${FEWEST_BLOCKS} earlier blocks of 4 weeks`;
    case "quiet":
      return `no verdict with fewer than ${FEWEST_UNITS} normalized deployments`;
    case "waiting":
      return "no verdict yet, since a source has not read all days";
  }
}

/** The size of a change that would not show, and the parts of one that was detected. */
function changeLines({ hiddenBelow, change }: ShownRatio): string[] {
  const lines: string[] = [];
  if (change !== null)
    lines.push(
      `Against these blocks: spend ${growthText(change.spend)}, normalized deployments ${growthText(change.normalizedDeployments)}.`,
    );
  if (hiddenBelow !== null)
    lines.push(`A change smaller than about ${hiddenBelow.toFixed(1)} times, up or down, would not show.`);
  return lines;
}

/** A factor in percent: `+40 %`. */
function growthText(factor: number): string {
  const percent = Math.round((factor - 1) * 100);
  return `${percent < 0 ? "−" : "+"}${Math.abs(percent)} %`;
}
