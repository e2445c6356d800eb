import { messageLines } from "../attribution/message-lines.ts";
import { type RawLine, rawLines } from "../attribution/raw-lines.ts";

/** The commits that a message says it reverts, in the words of `git revert` and of GitHub's revert button. */
export function revertedShas(message: string): string[] {
  if (!message.includes("This reverts commit")) return [];
  return messageLines(rawLines(message)).flatMap(({ text }) => {
    // A list tells of several changes, which are those of others.
    if (/^(?:[-*+]|\d{1,9}[.)])\s/.test(text)) return [];
    return [...text.matchAll(/\bThis reverts commit ([0-9a-f]{40}(?:[0-9a-f]{24})?)\b/g)].map(
      ([, sha]) => sha ?? "",
    );
  });
}

/**
 * The pull requests that a description says it reverts, as it names them: `#12` or `owner/name#12`.
 *
 * GitHub's button writes that as a line of its own. What stands in a sentence, a list, a quotation, a sample, a comment or
 * behind a fold tells of other people's work, as release notes and lists of changes do.
 */
export function revertedPulls(description: string): string[] {
  if (!description.includes("Reverts ")) return [];
  const raw = rawLines(description.replaceAll(ASIDE, "\n").replaceAll(FENCED, "\n"));
  const atMargin = new Set(raw.filter(({ indent }) => indent === 0).map(({ from }) => from));
  return messageLines([NO_SUBJECT, ...raw]).flatMap(({ text, from }) => {
    const name = atMargin.has(from)
      ? /^Reverts ((?:[\w.-]{1,100}\/[\w.-]{1,100})?#\d{1,9})\.?$/.exec(text)?.[1]
      : undefined;
    return name ?? [];
  });
}

/** What HTML hides, folds or quotes; what is never closed goes on to the end. */
const ASIDE = /<!--[\s\S]*?(?:-->|$)|<(details|blockquote|pre|code)\b[\s\S]*?(?:<\/\1>|$)/gi;
const FENCED = /^ {0,3}(`{3,}|~{3,})[\s\S]*?(?:^ {0,3}\1|$(?![\s\S]))/gm;
/** A description has no subject, so its first line is one like any other. */
const NO_SUBJECT: RawLine = { text: "", from: -1, indent: 0, opensParagraph: true };

/** The commits that a message says it was picked from, in the words of `git cherry-pick -x`. */
export function pickedShas(message: string): string[] {
  return [...message.matchAll(/^\(cherry picked from commit ([0-9a-f]{40}(?:[0-9a-f]{24})?)\)\s*$/gm)].map(
    ([, sha]) => sha ?? "",
  );
}
