/** A repository that git cannot read; the message is one line and names the repository and the remedy. */
export class GitError extends Error {
  override readonly name = "GitError";

  constructor(message: string) {
    super(printable(message));
  }
}

/** A text in one line, without characters that control a terminal: the name of a folder may hold any. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, " ");
}
