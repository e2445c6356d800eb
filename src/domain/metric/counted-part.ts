import type { Change } from "../shipping/change.ts";
import type { ShippedChange } from "../shipping/judgement.ts";
import type { Arrival } from "../shipping/stays.ts";

/** The facts of a change that a digest counts. */
export type CountedFacts = Pick<
  Change,
  "id" | "mergedAt" | "builder" | "attribution" | "isEffective" | "lines" | "isApproved" | "scopes"
>;

/** A merged change and its outcome, with only what a digest counts. */
export interface CountedChange extends Pick<ShippedChange, "outcome" | "undoing" | "willBe"> {
  readonly change: CountedFacts;
  readonly arrival: Pick<Arrival, "at" | "environment"> | undefined;
}

/** A change with only what a digest counts. The rest of a large organization would fill the memory. */
export function countedPart({ change, outcome, arrival, undoing, willBe }: CountedChange): CountedChange {
  const { id, mergedAt, builder, attribution, isEffective, lines, isApproved, scopes } = change;
  return {
    // Written as a whole: to spread others into it takes many times as long.
    change: {
      id,
      mergedAt,
      builder,
      attribution,
      isEffective,
      lines,
      isApproved,
      scopes,
    },
    outcome,
    arrival,
    undoing,
    willBe,
  };
}
