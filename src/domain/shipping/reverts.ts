/** The commits that a message says it reverts, in the words of `git revert` and of GitHub's revert button. */
export function revertedShas(message: string): string[] {
  return [...unquoted(message).matchAll(/\bThis reverts commit ([0-9a-f]{40}(?:[0-9a-f]{24})?)\b/g)].map(
    ([, sha]) => sha ?? "",
  );
}

/** The pull requests that a description says it reverts, as it names them: `#12` or `owner/name#12`. */
export function revertedPulls(description: string): string[] {
  return [...unquoted(description).matchAll(/\bReverts ((?:[\w.-]{1,100}\/[\w.-]{1,100})?#\d{1,9})\b/g)].map(
    ([, name]) => name ?? "",
  );
}

/** The commits that a message says it was picked from, in the words of `git cherry-pick -x`. */
export function pickedShas(message: string): string[] {
  return [...message.matchAll(/^\(cherry picked from commit ([0-9a-f]{40}(?:[0-9a-f]{24})?)\)\s*$/gm)].map(
    ([, sha]) => sha ?? "",
  );
}

/** A text without the lines that it quotes: what another message said is not its own. */
function unquoted(text: string): string {
  return text.replaceAll(/^[ \t]*>.*$/gm, "");
}
