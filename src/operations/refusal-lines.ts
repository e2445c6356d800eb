import type { RefusalReason, Refused } from "../domain/refusal.ts";
import { MISSING, WHAT_TO_DO, WHY } from "../domain/refusal-words.ts";
import type { NamedRefusal } from "../storage/refusals.ts";
import { counted } from "./text.ts";

/** Something that GitHub refuses for one reason, and the repositories. */
export interface RefusedKind {
  readonly refused: Refused;
  readonly reason: RefusalReason;
  readonly count: number;
  /** The names of the first few. */
  readonly repositories: readonly string[];
  /** The start of the first refusal. */
  readonly since: Date;
  readonly whatToDo: string;
}

const MOST_NAMED = 3;

/** Groups refusals by subject and reason. */
export function refusedKinds(refusals: readonly NamedRefusal[]): RefusedKind[] {
  const kinds = Map.groupBy(refusals, ({ refused, reason }) => `${refused} ${reason}`);
  return [...kinds.values()].flatMap((all) => {
    const [first] = all.toSorted((a, b) => a.since.getTime() - b.since.getTime());
    if (first === undefined) return [];
    const { refused, reason, since } = first;
    const repositories = all.slice(0, MOST_NAMED).map(({ owner, name }) => `${owner}/${name}`);
    return [{ refused, reason, count: all.length, repositories, since, whatToDo: WHAT_TO_DO[reason] }];
  });
}

/**
 * Formats one group in one line: `no digest issue in 3 repositories: Issues are off: acme/api, acme/shop, … (turn
 * Issues on …)`.
 */
export function refusedLine({ refused, reason, count, repositories, whatToDo }: RefusedKind): string {
  const named = [...repositories, ...(count > repositories.length ? ["…"] : [])].join(", ");
  const many = counted(count, "repository", "repositories");
  return `  ${MISSING[refused]} in ${many}, ${WHY[reason]}: ${named} (${whatToDo})`;
}
