/**
 * A stretch of history between deployments, a change with its commits and files, the commit that a release's tag names, the
 * statuses of a deployment, a commit that is in no change, or the parts of a push that pull requests may be.
 */
export type UnreadKind = "range" | "change" | "tag" | "deployment" | "side" | "part";

/** All of it, the files that it touches, what its merges left out, or the files of what it says it reverts. */
export type Lack = "everything" | "files" | "content" | "claims";

/** What of which repository. */
export interface UnreadKey {
  readonly repositoryId: number;
  readonly kind: UnreadKind;
  /** A stretch of history (`base...head`), the id of a change or deployment, a tag, or a commit. */
  readonly name: string;
}
