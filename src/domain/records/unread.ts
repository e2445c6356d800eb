/**
 * The kind of an unread fact, in this order: a range between deployments, a change with its commits and files, the
 * commit of a release's tag, the statuses of a deployment, a commit outside changes, or the parts of a push that may
 * have landed pull requests.
 */
export type UnreadKind = "range" | "change" | "tag" | "deployment" | "side" | "part";

/**
 * The missing part: everything, the touched files, the content that its merges left out, or the files of the changes
 * that it claims to revert or repeat.
 */
export type MissingPart = "everything" | "files" | "content" | "claims";

/** The key of an unread fact. */
export interface UnreadKey {
  readonly repositoryId: number;
  readonly kind: UnreadKind;
  /** A range (`base...head`), the id of a change or deployment, a tag, or a commit. */
  readonly name: string;
}
