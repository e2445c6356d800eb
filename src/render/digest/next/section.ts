import type { Digest } from "../../../domain/metric/digest.ts";
import { isRepository } from "../../../domain/metric/scope.ts";
import type { Signal } from "../../../domain/metric/verdict.ts";
import { wrapped } from "../../terminal-text.ts";
import { withoutMarks } from "../../text.ts";
import { actionOfZero } from "../../zero.ts";
import type { DigestOptions } from "../options.ts";
import type { Section } from "../section.ts";
import { uncountedRows } from "../uncounted/rows.ts";
import { isUnaccounted } from "../verdict/sentences.ts";

const WHAT: Readonly<Record<Exclude<Signal, "above" | "below" | "waiting">, string>> = {
  none: "Nothing. Weeks differ this much by chance.",
  quiet: "Nothing. Holidays look like this; from the third such week in a row on, the digest asks.",
  learning: "Nothing yet. What is usual is still being learned.",
};

/** The advice about the number. */
export const next: Section = {
  markdown: renderNext,
  terminal: ({ digest }) => wrapped(withoutMarks(renderNext(digest, { isClone: true }))).join("\n"),
};

/** The advice about the number in a sentence or two; for a zero, the remedy of its cause. */
export function renderNext(digest: Digest, options: Pick<DigestOptions, "isClone"> = {}): string {
  return `**What to do:** ${actionOf(digest, options)}`;
}

function actionOf(digest: Digest, { isClone = false }: Pick<DigestOptions, "isClone">): string {
  const {
    normalizedDeployments: { signal, total },
    zeros: [first] = [],
    scope,
  } = digest;
  if (total === 0 && first !== undefined) {
    return isRepository(scope)
      ? actionOfZero(first)
      : "See which repositories nothing counts in, and why; each row says what to do about it.";
  }
  const isChange = signal === "above" || signal === "below" || isNews(digest);
  const actions = [
    ...(isUnaccounted(digest) && !isClone ? [ACCOUNT] : []),
    ...(isChange ? [ask(digest)] : []),
    ...(signal === "waiting" ? ship(digest) : []),
  ];
  if (actions.length > 0) return actions.join(" ");
  return signal === "none" || signal === "quiet" ? WHAT[signal] : WHAT.learning;
}

const ACCOUNT = "Have people merge or approve what agents write: work counts once somebody is accountable.";

/** A week that is not over may have nothing that waits. */
function ship({ changes: { waiting, pending }, ship: mode }: Digest): string[] {
  const verb = mode === "releases" ? "Release" : "Deploy";
  return (waiting ?? pending) > 0 ? [`${verb} what waits: work counts once it is in production.`] : [];
}

/** Names only what the digest shows below. */
function ask(digest: Digest): string {
  const begin = [
    ...((digest.undone?.length ?? 0) > 0 ? ["what was undone"] : []),
    ...(uncountedRows(digest).length > 0 ? ["what was not counted"] : []),
  ];
  const where = begin.length === 0 ? "" : ` Begin with ${begin.join(" and ")}.`;
  return `Ask the team ${question(digest)}.${where}`;
}

/** Asks for the reason of what the verdict tells first. */
function question({ summary }: Digest): string {
  const { people = "none", work = "none", share = "none" } = summary?.kind === "told" ? summary : {};
  if (people !== "none") return `why ${people} people shipped`;
  if (work === "above" || work === "below")
    return `why each ships ${work === "above" ? "more" : "fewer"} changes`;
  if (share === "above" || share === "below")
    return `why ${share === "above" ? "more" : "less"} of the work is AI-assisted`;
  return "what changed, since the number does not say it";
}

/** Whether a verdict beside that on the total tells of a change. */
function isNews({ summary }: Digest): boolean {
  if (summary?.kind !== "told") return false;
  const { people, work, share } = summary;
  return people !== "none" || [work, share].some((place) => place === "above" || place === "below");
}
