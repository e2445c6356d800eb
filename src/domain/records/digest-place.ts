/** Whose digest it is: that of the repository in which it is published, or of all its owner's. */
export type DigestScope = "repository" | "owner";

/** Where digests are published, and whose they are. */
export interface DigestPlace {
  readonly repositoryId: number;
  readonly scope: DigestScope;
}
