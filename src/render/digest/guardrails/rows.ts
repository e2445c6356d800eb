import type { Digest } from "../../../domain/metric/digest.ts";
import type { Approvals } from "../../../domain/metric/group-figures.ts";
import type { ByDeclaration } from "../../../domain/metric/undone-share.ts";
import { type Figure, medianOf, minutes, shareOf, UNKNOWN } from "../../figures.ts";
import { revertedRows } from "./reverted-rows.ts";
import type { GuardrailRow } from "./row.ts";

/** The figures that stand side by side; none when too little is known to compare, and no row without a figure. */
export function guardrailRows({ beside, changes }: Digest): GuardrailRow[] {
  if (beside.isWithheld) return [];
  const { medianLines, medianLeadMinutes, medianIntervals, approvals } = beside;
  const { leadMinutes, lines } = medianIntervals ?? {};
  const rows = [
    {
      name: "Net changes",
      declared: { text: `${changes.declared}` },
      undeclared: { text: `${changes.undeclared}` },
    },
    ...revertedRows(beside.undone),
    ...(medianLeadMinutes ? [medianRow("Merge to production", medianLeadMinutes, leadMinutes, minutes)] : []),
    medianRow("Lines changed", medianLines, lines),
    ...(approvals ? [approvedRow(approvals)] : []),
  ];
  return rows.filter(({ declared, undeclared }) => declared !== UNKNOWN || undeclared !== UNKNOWN);
}

function medianRow(
  name: string,
  middle: ByDeclaration<number | null>,
  interval: ByDeclaration<readonly [number, number] | null> | undefined,
  write?: (figure: number) => string,
): GuardrailRow {
  const figure = (group: "declared" | "undeclared") => medianOf(middle[group], interval?.[group], write);
  return { name: `${name}, median`, declared: figure("declared"), undeclared: figure("undeclared") };
}

function approvedRow({ declared, undeclared }: ByDeclaration<Approvals>): GuardrailRow {
  return {
    name: "Approved by someone else",
    declared: approved(declared),
    undeclared: approved(undeclared),
  };
}

/** Digests of earlier versions have no interval. */
function approved({ approved: number, of, pushed, low = null, high = null }: Approvals): Figure {
  if (of === 0) return UNKNOWN;
  const share = low === null ? { text: `${number} of ${of}` } : shareOf(number, { of, low, high });
  return pushed === 0 ? share : { ...share, note: `${pushed} pushed without a review` };
}
