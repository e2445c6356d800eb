import { sql } from "drizzle-orm";
import { excludedValues, placeholders } from "./rows.ts";
import { reviews } from "./schema/changes.ts";
import type { SqlDatabase } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

/** A person's review of a pull request. */
interface Review {
  readonly repositoryId: number;
  readonly number: number;
  /** A keyed hash of the reviewer. */
  readonly reviewer: string;
  readonly isApproval: boolean;
  readonly at: Date;
}

/** Reviews. The latest of each reviewer counts. */
export interface ReviewStore {
  save(review: Review): Promise<void>;
}

const SAVE = build
  .insert(reviews)
  .values(placeholders("repositoryId", "changeId", "reviewer", "isApproval", "at"))
  .onConflictDoUpdate({
    target: [reviews.repositoryId, reviews.changeId, reviews.reviewer],
    set: excludedValues(reviews, "isApproval", "at"),
    // Of two within one second the approval counts: arbitrary, but the same in any order.
    setWhere: sql`(excluded.at, excluded.is_approval) >= (${reviews.at}, ${reviews.isApproval})`,
  });

/** Stores reviews. */
export function createReviewStore(database: SqlDatabase): ReviewStore {
  return {
    async save({ number, ...review }) {
      await database.run(SAVE, { ...review, changeId: `#${number}` });
    },
  };
}
