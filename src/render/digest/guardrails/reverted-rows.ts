import type { UndoneShares } from "../../../domain/metric/guardrails.ts";
import {
  type ByDeclaration,
  SIZE_BANDS,
  type SizeBand,
  type UndoneBands,
  type UndoneShare,
} from "../../../domain/metric/undone-share.ts";
import { wilsonInterval } from "../../../domain/metric/wilson.ts";
import { shareOf } from "../../figures.ts";
import { count } from "../../text.ts";
import type { GuardrailRow } from "./row.ts";

const SIZES: Readonly<Record<SizeBand, string>> = {
  "1-50": "1–50 lines",
  "51-250": "51–250 lines",
  "251+": "251 lines and more",
  unknown: "size unknown",
};

/**
 * The reverted changes of both groups, with a row for each band of size in which any was reverted.
 *
 * The others share one row: nothing was reverted there, so their sizes make no difference.
 */
export function revertedRows({ weeks, bands }: UndoneShares): GuardrailRow[] {
  if (weeks === 0) return [];
  const name = `Reverted within 7 days (${count(weeks, "week")})`;
  const without = { text: "withheld" };
  if (bands === null) return [{ name, declared: without, undeclared: without }];
  const some = SIZE_BANDS.filter((size) => hasReverts(bands[size]));
  const none = SIZE_BANDS.filter((size) => !some.includes(size));
  const rest = { declared: sumOf(bands, none, "declared"), undeclared: sumOf(bands, none, "undeclared") };
  const isRest = rest.declared.of + rest.undeclared.of > 0;
  return [
    ...some.map((size) => rowOf(`Reverted, ${SIZES[size]}`, bands[size])),
    ...(isRest ? [rowOf(some.length === 0 ? name : "Reverted, other sizes", rest)] : []),
  ];
}

/** Whether a change of any size was reverted. */
export function hasReverted({ bands }: UndoneShares): boolean {
  return bands !== null && SIZE_BANDS.some((size) => hasReverts(bands[size]));
}

function hasReverts({ declared, undeclared }: ByDeclaration<UndoneShare>): boolean {
  return declared.undone + undeclared.undone > 0;
}

function sumOf(
  bands: UndoneBands,
  sizes: readonly SizeBand[],
  group: keyof ByDeclaration<UndoneShare>,
): UndoneShare {
  const of = sizes.reduce((sum, size) => sum + bands[size][group].of, 0);
  const { low = null, high = null } = wilsonInterval(0, of) ?? {};
  return { undone: 0, of, low, high };
}

function rowOf(name: string, { declared, undeclared }: ByDeclaration<UndoneShare>): GuardrailRow {
  return {
    name,
    declared: shareOf(declared.undone, declared),
    undeclared: shareOf(undeclared.undone, undeclared),
  };
}
