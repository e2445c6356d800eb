const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/**
 * Shows in full why a config cannot be used, as an indented code block.
 *
 * Nothing in such a block is markup, and nothing but a line without indentation ends it.
 */
export function renderProblem(problem: string): string {
  const lines = problem.split("\n").map((line) => `    ${line.replaceAll(UNSEEN, " ").trim()}`);
  return [
    "**The config cannot be used.** Until it is right, everything stays as before:",
    lines.join("\n"),
    "To check it before a push: `npx plimsoll config check .github/plimsoll.yml`",
  ].join("\n\n");
}
