/** Keyed hashes of the people who had a part in a change; an account that is no person's is left out. */
interface People {
  readonly author: string | null | undefined;
  /** Who asked for it: of an agent's pull request, who was assigned when it was opened. */
  readonly asker: string | null | undefined;
  readonly merger: string | null | undefined;
  /** Who enqueued it, or enabled its automatic merge. */
  readonly enabler: string | null | undefined;
  /** Who approved it before its merge, the latest last. */
  readonly approvers: readonly string[];
}

/** Who is accountable: the author, who asked for it, who merged it or had it merged, or the last who approved it. */
export function builderOf({ author, asker, merger, enabler, approvers }: People): string | undefined {
  return author ?? asker ?? merger ?? enabler ?? approvers.at(-1);
}

/** Whether somebody approved it who is not accountable for it. */
export function isApprovedByOther(people: People): boolean {
  const builder = builderOf(people);
  return people.approvers.some((approver) => approver !== builder);
}
