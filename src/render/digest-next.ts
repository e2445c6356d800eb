import type { Digest } from "../domain/metric/digest.ts";
import type { Signal } from "../domain/metric/verdict.ts";
import { actionOfZero } from "./zero.ts";

const ASK =
  "Ask the team what changed; the number does not say it. Begin with what was undone and what was not counted.";

const WHAT: Readonly<Record<Signal, string>> = {
  none: "Nothing. Weeks differ by this much without any reason.",
  quiet: "Nothing.",
  learning: "Nothing yet.",
  waiting: "Nothing, or deploy what waits: work counts once it is in production.",
  above: ASK,
  below: ASK,
};

/** What to do about the number as a sentence or two; of a zero, what takes its cause away. */
export function renderNext(digest: Digest): string {
  return `**What to do:** ${actionOf(digest)}`;
}

function actionOf(digest: Digest): string {
  const {
    normalizedDeployments: { signal, total },
    zeros = [],
    scope,
  } = digest;
  const [first] = zeros;
  if (total > 0 || first === undefined) return isNews(digest) ? ASK : WHAT[signal];
  return scope.includes("/")
    ? actionOfZero(first)
    : "See which repositories nothing counts in, and why; each row says what to do about it.";
}

/** Whether a verdict beside that on the total tells of a change. */
function isNews({ summary }: Digest): boolean {
  if (summary?.kind !== "told") return false;
  const { people, work, share } = summary;
  return people !== "none" || [work, share].some((place) => place === "above" || place === "below");
}
