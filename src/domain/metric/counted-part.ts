import type { ShippedChange } from "../shipping/judgement.ts";

const NONE: readonly string[] = [];

/** A change with only what a digest counts. Commits and grounds of a large organization would fill the memory. */
export function countedPart({ change, outcome, arrival, undoing, willBe }: ShippedChange): ShippedChange {
  const { id, mergedAt, builder, attribution, isEffective, lines, isApproved, scopes } = change;
  const lists = { carriers: NONE, commits: NONE, merges: NONE, rewritten: NONE, services: NONE };
  const links = {
    reverts: NONE,
    pickedFrom: NONE,
    restating: NONE,
    partial: [],
    patchId: undefined,
    baseSha: "",
  };
  const counted = { id, mergedAt, builder, attribution, isEffective, lines, isApproved, scopes };
  return { change: { ...counted, ...lists, ...links }, outcome, arrival, undoing, willBe };
}
