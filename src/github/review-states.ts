import { knownWord } from "./words.ts";

/** The states of a review. */
export const REVIEW_STATES = ["approved", "changes_requested", "commented", "dismissed", "pending"] as const;

/**
 * Whether a review approves; `undefined` when it neither approves nor objects, like a mere comment.
 *
 * REST and GraphQL have the same words, in lower or upper case. A new word takes no approval back.
 */
export function isApproving(word: string): boolean | undefined {
  const state = knownWord("review.state", REVIEW_STATES, word.toLowerCase());
  if (state === undefined || state === "commented" || state === "pending") return undefined;
  return state === "approved";
}
