import type { CheckRunSubject } from "./check-run-subject.ts";
import { code, count } from "./text.ts";

/** Why nobody can tell whether AI assistance is declared, and what to do about it. */
export function explainUnknown({ commits, missing }: CheckRunSubject): {
  readonly cause: string;
  readonly action: string;
} {
  const unread = commits.filter(({ attribution }) => attribution === "unknown");
  const [first] = unread;
  if (first !== undefined)
    return {
      cause: `the message of ${commitsText(first.sha, unread.length)} is not written in UTF-8`,
      action: "Write the message again (`git commit --amend`), or declare in another commit.",
    };
  return missing === "everything"
    ? {
        cause: "GitHub did not list its commits",
        action: "Wait, since they are requested again, or push: a push is read at once.",
      }
    : {
        cause: "it has no commits but merges",
        action: "If an AI tool took part, declare it in a commit of its own.",
      };
}

/** `commit 1a2b3c4 and 2 more commits`. */
function commitsText(first: string, all: number): string {
  const more = all > 1 ? ` and ${count(all - 1, "more commit")}` : "";
  return `commit ${code(first.slice(0, 7))}${more}`;
}
