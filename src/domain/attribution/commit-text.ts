/** The author or committer of a commit, as git stores it. */
export interface Identity {
  readonly name: string;
  readonly email: string;
}

/** The parts of a commit that attribution reads. */
export interface CommitText {
  readonly message: string;
  readonly author: Identity;
  readonly committer: Identity;
  /** The note of git-ai about it in `refs/notes/ai`, where the source has one. */
  readonly note?: string;
}
