import type { BackfillProgress } from "../storage/backfill.ts";
import type { NamedRefusal } from "../storage/refusals.ts";

/** A repository whose past could not be read whole. */
export interface Shortfall {
  readonly repository: string;
  /** The parts that are missing, each with GitHub's answer. */
  readonly lacks: readonly string[];
  /** Whether its numbers would be wrong without these, so that it is in no number. */
  readonly isLeftOut: boolean;
}

/** The phases without which the numbers still hold for all pull requests. Older Enterprise Servers lack some. */
const DISPENSABLE = ["pushes", "landed", "notes"];

/** Finds what could not be read: by the phases of the backfills, and by the refused configs. */
export function shortfallsOf(
  backfills: readonly BackfillProgress[],
  refusals: readonly NamedRefusal[],
  nameOf: (repositoryId: number) => string,
): readonly Shortfall[] {
  const noConfig = new Set(
    refusals.filter(({ refused }) => refused === "config").map(({ repositoryId }) => repositoryId),
  );
  return backfills.flatMap(({ repositoryId, problems }) => {
    const lacks = [...problems, ...(noConfig.has(repositoryId) ? ["config: GitHub refuses it"] : [])];
    if (lacks.length === 0) return [];
    const isLeftOut = problems.some((problem) => !DISPENSABLE.some((each) => problem.startsWith(`${each}:`)));
    return [{ repository: nameOf(repositoryId), lacks, isLeftOut }];
  });
}

/** A shortfall in one line. */
export function shortfallLine({ repository, lacks, isLeftOut }: Shortfall): string {
  return `${repository} ${isLeftOut ? "is left out" : "is incomplete"}: not read are ${lacks.join("; ")}`;
}

/** What a token cannot see, in one line. */
export const UNSEEN =
  "A token does not show what only webhooks tell: earlier states of the config, of releases and of tags, " +
  "the patches by which unnamed cherry-picks are known, and everybody who enqueued; nor a repository that it may not read (docs/report.md)";
