import type { PublishedDigest } from "../storage/digests.ts";
import type { Stores } from "../storage/stores.ts";
import type { Publication } from "./publication.ts";

/** The stored issues of a series, relative to one week. */
export interface KnownIssues {
  /** Whether the series has none yet. */
  readonly isFirst: boolean;
  /** The issue of the week. */
  readonly known: PublishedDigest | undefined;
  readonly previous: PublishedDigest | undefined;
  /** The number of the next one. */
  readonly next: number | undefined;
}

/** Loads the stored issues of a series. */
export async function loadKnownIssues(
  { digests }: Pick<Stores, "digests">,
  { repository, series: { scope }, week }: Publication,
): Promise<KnownIssues> {
  const all = await digests.list({ repositoryId: repository.id, scope });
  return {
    isFirst: all.length === 0,
    known: all.find((each) => each.week === week && each.leftAt === undefined),
    previous: all.findLast((each) => each.week < week),
    next: all.find((each) => each.week > week && each.leftAt === undefined)?.issueNumber,
  };
}
