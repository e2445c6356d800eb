import type { Change } from "../shipping/change.ts";
import { hasArrived } from "../shipping/judgement.ts";
import { revertingChangeOf } from "../shipping/reverting-change.ts";
import type { Inquiry } from "./inquiry.ts";
import { changeName } from "./names.ts";

/** A related change. */
export interface RelatedChange {
  readonly id: string;
  readonly mergedAt: Date;
  /** The time at which production first held its content; `null` before. */
  readonly shippedAt: Date | null;
  /** Whether a shipped change has reverted it. */
  readonly isTakenBack: boolean;
}

/** The related changes of a change, by relation. */
export interface RelatedChanges {
  readonly reverts: readonly RelatedChange[];
  readonly revertedBy: readonly RelatedChange[];
  readonly repeats: readonly RelatedChange[];
  readonly repeatedBy: readonly RelatedChange[];
  readonly contains: readonly RelatedChange[];
  readonly containedIn: readonly RelatedChange[];
}

/** The receipts of all related changes. */
export function relatedChanges(change: Change, inquiry: Inquiry): RelatedChanges {
  const { reverts, revertedBy, repeats, repeatedBy, contains, containedIn } =
    inquiry.relations.relatedTo(change);
  const receiptsOf = (others: readonly Change[]) => others.map((other) => relatedChange(other, inquiry));
  return {
    reverts: receiptsOf(reverts),
    revertedBy: receiptsOf(revertedBy),
    repeats: receiptsOf(repeats),
    repeatedBy: receiptsOf(repeatedBy),
    contains: receiptsOf(contains),
    containedIn: receiptsOf(containedIn),
  };
}

function relatedChange(change: Change, { repository, relations, changeStayOf }: Inquiry): RelatedChange {
  const hasShipped = (each: Change) => hasArrived(changeStayOf(each));
  return {
    id: changeName(repository, change),
    mergedAt: change.mergedAt,
    shippedAt: (hasShipped(change) ? changeStayOf(change).arrival?.at : undefined) ?? null,
    isTakenBack: revertingChangeOf(change, relations, hasShipped) !== undefined,
  };
}
