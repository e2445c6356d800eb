/** A repository that git cannot read; the message is one line and names the repository and the remedy. */
export class GitError extends Error {
  override readonly name = "GitError";
}
