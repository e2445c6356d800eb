import { withReadPast } from "../digests/find-series.ts";
import { gapsShown } from "../digests/gaps-shown.ts";
import type { RepositoryNote } from "../digests/site-facts.ts";
import { nameOf } from "../digests/subject.ts";
import type { GapsShown } from "../render/digest/gaps/gaps-shown.ts";
import { code } from "../render/text.ts";
import type { Stores } from "../storage/stores.ts";
import type { Subject } from "./digest-series.ts";

/** What the numbers of a digest lack. */
export interface Lacks {
  /** The repositories whose past is still being read: a note for each. */
  readonly notes: readonly RepositoryNote[];
  /** The refusals of GitHub, in the digest of an organization. */
  readonly gaps: GapsShown | undefined;
}

/** Finds what the numbers of a digest lack. A printed digest leaves out no repository, unlike a published one. */
export async function findLacks(stores: Stores, subject: Subject): Promise<Lacks> {
  const isOwner = "owner" in subject;
  const repositories = isOwner ? subject.repositories : [subject.repository];
  const read = new Set(await withReadPast(stores, repositories));
  const notes = repositories.filter((each) => !read.has(each)).map(nameOf);
  const refusals = isOwner ? await stores.refusals.list() : [];
  return {
    notes: notes.map((repository) => ({
      repository,
      text: `**Incomplete:** the past of ${code(repository)} is still being read, so its numbers can still rise.`,
    })),
    gaps: isOwner ? gapsShown(refusals, { repositories, unread: 0 }) : undefined,
  };
}
