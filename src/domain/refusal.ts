/** What GitHub may refuse of a repository: the digest's issue, check runs, reading its past, reading its config. */
export type Refused = "issues" | "check-runs" | "past" | "config";

/**
 * Why it does, until somebody changes something.
 *
 * `not-permitted`: the app may not, such as when its new permissions are not accepted; `not-found`: GitHub does not show
 * the repository to the app; `legal`: it is blocked for legal reasons (451).
 */
export type RefusalReason = "issues-off" | "archived" | "not-permitted" | "not-found" | "legal";

/** Something that GitHub refuses of a repository, as a state of the repository. */
export interface Refusal {
  readonly refused: Refused;
  readonly reason: RefusalReason;
  /** Since when it is refused for that reason. */
  readonly since: Date;
  /** When GitHub is asked again, unless an event shows before that something changed. */
  readonly askAgainAt: Date;
}

/** What GitHub tells of a repository that decides what can be written there; `undefined` where it is not told. */
export interface Openness {
  /** Whether GitHub lets nobody write to it. */
  readonly isArchived?: boolean | undefined;
  /** Whether it has issues at all. */
  readonly hasIssues?: boolean | undefined;
  /** When it was changed last, by GitHub's clock. */
  readonly updatedAt?: Date | undefined;
}

/** Why a repository can hold no digest, by what GitHub tells of it. */
export function closedFor({ isArchived, hasIssues }: Openness): RefusalReason | undefined {
  if (isArchived) return "archived";
  return hasIssues === false ? "issues-off" : undefined;
}

/** Whether what GitHub tells now may let in what it refused by what it told before. */
export function isOpened(before: Openness, now: Openness): boolean {
  const isUnarchived = before.isArchived === true && now.isArchived === false;
  return isUnarchived || (before.hasIssues !== true && now.hasIssues === true);
}
