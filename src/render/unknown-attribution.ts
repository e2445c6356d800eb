import type { CheckRunSubject } from "./check-run-subject.ts";
import { code, count } from "./text.ts";

/** When the missing parts of a pull request are requested again. */
export const ASKED_AGAIN =
  "GitHub is asked again each night for three days, at the merge, and at the next deployment.";

/** Why nobody can tell whether AI assistance is declared, and what to do about it. */
export function explainUnknown({ commits, missing }: CheckRunSubject): {
  /** The cause in a few words, for a title. */
  readonly title: string;
  readonly cause: string;
  readonly action: string;
} {
  const unread = commits.filter(({ attribution }) => attribution === "unknown");
  const [first] = unread;
  if (first !== undefined)
    return {
      title: "a message is not in UTF-8",
      cause: `the ${messagesOf(first.sha, unread.length)} not written in UTF-8`,
      action: "Write the message again (`git commit --amend`), or declare in another commit.",
    };
  return missing === "everything"
    ? {
        title: "GitHub did not list its commits",
        cause: "GitHub did not list its commits",
        action: `Push, which is read at once, or wait: ${ASKED_AGAIN}`,
      }
    : {
        title: "it has no commits but merges",
        cause: "it has no commits but merges",
        action: "If an AI tool took part, declare it in a commit of its own.",
      };
}

/** `message of commit 1a2b3c4 is`, `messages of commit 1a2b3c4 and 2 more commits are`. */
function messagesOf(first: string, all: number): string {
  const sha = `commit ${code(first.slice(0, 7))}`;
  return all === 1 ? `message of ${sha} is` : `messages of ${sha} and ${count(all - 1, "more commit")} are`;
}
