import type { Digest } from "../../../domain/metric/digest.ts";
import type { Signal } from "../../../domain/metric/verdict.ts";
import { actionOfZero } from "../../zero.ts";
import type { Section } from "../section.ts";
import { uncountedRows } from "../uncounted/rows.ts";

const WHAT: Readonly<Record<Exclude<Signal, "above" | "below" | "waiting">, string>> = {
  none: "Nothing. Weeks differ by this much without any reason.",
  quiet: "Nothing.",
  learning: "Nothing yet.",
};

/** The advice about the number. */
export const next: Section = { markdown: renderNext };

/** The advice about the number in a sentence or two; for a zero, the remedy of its cause. */
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
  if (total > 0 || first === undefined) {
    if (signal === "above" || signal === "below" || isNews(digest)) return ask(digest);
    return signal === "waiting" ? deploy(digest) : WHAT[signal];
  }
  return scope.includes("/")
    ? actionOfZero(first)
    : "See which repositories nothing counts in, and why; each row says what to do about it.";
}

/** A week that is not over may have nothing that waits. */
function deploy({ changes: { waiting, pending } }: Digest): string {
  return (waiting ?? pending) > 0
    ? "Deploy what waits: work counts once it is in production."
    : WHAT.learning;
}

/** Names only what the digest shows below. */
function ask(digest: Digest): string {
  const begin = [
    ...((digest.undone?.length ?? 0) > 0 ? ["what was undone"] : []),
    ...(uncountedRows(digest).length > 0 ? ["what was not counted"] : []),
  ];
  const where = begin.length === 0 ? "" : ` Begin with ${begin.join(" and ")}.`;
  return `Ask the team what changed; the number does not say it.${where}`;
}

/** Whether a verdict beside that on the total tells of a change. */
function isNews({ summary }: Digest): boolean {
  if (summary?.kind !== "told") return false;
  const { people, work, share } = summary;
  return people !== "none" || [work, share].some((place) => place === "above" || place === "below");
}
