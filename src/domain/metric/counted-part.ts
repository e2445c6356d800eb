import type { ShippedChange } from "../shipping/judgement.ts";

const NONE: readonly never[] = [];

/** A change with only what a digest counts. Commits and grounds of a large organization would fill the memory. */
export function countedPart({ change, outcome, arrival, undoing, willBe }: ShippedChange): ShippedChange {
  const { id, mergedAt, builder, attribution, isEffective, lines, isApproved, scopes } = change;
  // Written as a whole: to spread others into it takes many times as long.
  const counted: ShippedChange["change"] = {
    id,
    mergedAt,
    builder,
    attribution,
    isEffective,
    lines,
    isApproved,
    scopes,
    baseSha: "",
    carriers: NONE,
    commits: NONE,
    merges: NONE,
    rewritten: NONE,
    services: NONE,
    reverts: NONE,
    pickedFrom: NONE,
    restating: NONE,
    partial: NONE,
    patchId: undefined,
  };
  return { change: counted, outcome, arrival, undoing, willBe };
}
