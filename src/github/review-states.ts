import { knownWord } from "./words.ts";

/** What a review can say. */
export const REVIEW_STATES = ["approved", "changes_requested", "commented", "dismissed", "pending"] as const;

/**
 * Whether a review approves; `undefined` when it says neither, as a mere comment does.
 *
 * REST and GraphQL have the same words, in capitals or not. One that is new takes no approval back.
 */
export function isApproving(word: string): boolean | undefined {
  const state = knownWord("review.state", REVIEW_STATES, word.toLowerCase());
  if (state === undefined || state === "commented" || state === "pending") return undefined;
  return state === "approved";
}
