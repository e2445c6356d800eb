/** The things that GitHub may refuse in a repository: the digest's issue, check runs, its past, and its config. */
export type Refused = "issues" | "check-runs" | "past" | "config";

/**
 * The reason for a refusal, which lasts until somebody changes something.
 *
 * `not-permitted`: the app lacks a permission, for example while nobody has accepted its new permissions. `not-found`:
 * GitHub does not show the repository to the app. `legal`: it is blocked for legal reasons (451).
 */
export type RefusalReason = "issues-off" | "archived" | "not-permitted" | "not-found" | "legal";

/** A refusal of GitHub's, as a state of the repository. */
export interface Refusal {
  readonly refused: Refused;
  readonly reason: RefusalReason;
  /** The beginning of the refusal for that reason. */
  readonly since: Date;
  /** The time of the next request, unless an event reports a change before. */
  readonly askAgainAt: Date;
}

/** The facts that decide what can be written to a repository; `undefined` where GitHub does not provide one. */
export interface Openness {
  /** Whether GitHub accepts no writes to it. */
  readonly isArchived?: boolean | undefined;
  /** Whether its issues are enabled. */
  readonly hasIssues?: boolean | undefined;
  /** The time of its last change, by GitHub's clock. */
  readonly updatedAt?: Date | undefined;
}

/** The reason why a repository can hold no digest, by the facts about it. */
export function closedFor({ isArchived, hasIssues }: Openness): RefusalReason | undefined {
  if (isArchived) return "archived";
  return hasIssues === false ? "issues-off" : undefined;
}

/** Whether a change of the facts may end a refusal: the repository is no longer archived, or its issues are enabled. */
export function isOpened(before: Openness, now: Openness): boolean {
  const isUnarchived = before.isArchived === true && now.isArchived === false;
  return isUnarchived || (before.hasIssues !== true && now.hasIssues === true);
}
