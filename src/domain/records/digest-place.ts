/** The subject of a digest: the repository in which it is published, or all repositories of its owner. */
export type DigestScope = "repository" | "owner";

/** The place of digests, and their subject. */
export interface DigestPlace {
  readonly repositoryId: number;
  readonly scope: DigestScope;
}
