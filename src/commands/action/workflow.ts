import { randomUUID } from "node:crypto";

/**
 * A line that GitHub Actions shows as an annotation. The text cannot end the line, so it cannot begin another command.
 *
 * The format is that of [workflow commands](https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions).
 */
export function annotation(kind: "error" | "warning" | "notice", text: string): string {
  const escaped = text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  return `::${kind} title=Plimsoll::${escaped}\n`;
}

/** The lines of `GITHUB_OUTPUT` for some outputs. Nobody can guess the delimiter, so no value can end early. */
export function outputLines(outputs: Readonly<Record<string, string>>): string {
  const delimiter = `plimsoll-${randomUUID()}`;
  return Object.entries(outputs)
    .map(([name, value]) => `${name}<<${delimiter}\n${value}\n${delimiter}\n`)
    .join("");
}
