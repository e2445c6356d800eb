import type { ConfigSource } from "../domain/records/settings.ts";

const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/** The config that holds, or would: of the repository, if it has one. */
const CONFIGS: Readonly<Record<ConfigSource, string>> = {
  repository: "The config",
  owner: "The config in the owner's `.github` repository",
  none: "The config",
};

/**
 * Shows in full why a config cannot be used, as an indented code block.
 *
 * Nothing in such a block is markup, and nothing but a line without indentation ends it.
 */
export function renderProblem(problem: string, source: ConfigSource): string {
  return [
    `**${CONFIGS[source]} cannot be used.** Until it is right, everything stays as before:`,
    asBlock(problem.split("\n")),
    "To check it before a push: `npx plimsoll config check .github/plimsoll.yml`",
  ].join("\n\n");
}

/** Shows settings that are valid, and that nobody means. */
export function renderWarnings(warnings: readonly string[], source: ConfigSource): string {
  return warnings.length === 0 ? "" : `**${CONFIGS[source]} is valid, but:**\n\n${asBlock(warnings)}`;
}

function asBlock(lines: readonly string[]): string {
  return lines.map((line) => `    ${line.replaceAll(UNSEEN, " ").trim()}`).join("\n");
}
