/** Who wrote or applied a commit, as git stores it. */
export interface Identity {
  readonly name: string;
  readonly email: string;
}

/** What attribution reads of a commit. */
export interface CommitText {
  readonly message: string;
  readonly author: Identity;
  readonly committer: Identity;
  /** What git-ai wrote about it in `refs/notes/ai`, where the source has that. */
  readonly note?: string;
}
