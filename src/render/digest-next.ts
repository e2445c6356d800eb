import type { Digest } from "../domain/metric/digest.ts";
import type { Signal } from "../domain/metric/verdict.ts";

const ASK =
  "ask the team what changed; the number does not say it. Begin with what was undone and what was not counted.";

const WHAT: Readonly<Record<Signal, string>> = {
  none: "nothing. Weeks differ by this much without any reason.",
  quiet: "nothing.",
  learning: "nothing yet. There are too few weeks to tell what is usual.",
  waiting: "nothing, or deploy what waits: work counts once it is in production.",
  above: ASK,
  below: ASK,
};

/** Says what a reader may do about the number, and where to look further. */
export function renderNext({ normalizedDeployments: { signal } }: Digest): string {
  return `**What to do:** ${WHAT[signal]} What one pull request counts as, and why, stands in its Plimsoll check; what counts at all is set in \`.github/plimsoll.yml\`.`;
}
