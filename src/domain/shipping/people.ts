/** Keyed hashes of the people with a part in a change. Accounts that are no person's are left out. */
interface People {
  readonly author: string | null | undefined;
  /** The person who asked for it. For an agent's pull request this is the assignee at its opening. */
  readonly asker: string | null | undefined;
  readonly merger: string | null | undefined;
  /** The person who enqueued it, or enabled its automatic merge. */
  readonly enabler: string | null | undefined;
  /** The people who approved it before its merge, the latest last. */
  readonly approvers: readonly string[];
}

/**
 * The accountable person: the author, the asker, the person who merged it or enabled the merge, or the last approver.
 */
export function builderOf({ author, asker, merger, enabler, approvers }: People): string | undefined {
  return author ?? asker ?? merger ?? enabler ?? approvers.at(-1);
}

/** Whether somebody approved it who is not its builder. */
export function isApprovedByOther(people: People): boolean {
  const builder = builderOf(people);
  return people.approvers.some((approver) => approver !== builder);
}
