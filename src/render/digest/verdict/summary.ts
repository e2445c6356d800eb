import type { Summary } from "../../../domain/metric/summary.ts";

type DecidedSummary = Extract<Summary, { kind: "told" }>;

/**
 * Summarizes the verdicts on a week in one sentence.
 *
 * Where two of them point in different directions, the sentence explains why.
 */
export function summarySentence(summary: DecidedSummary): string {
  const { total } = summary;
  if (total === "none") return `${within(summary)}.`;
  if (total === "unknown") return `${unknown(summary)}.`;
  return `The total is ${total} its usual range${outside(summary, total)}.`;
}

const WORK = {
  above: "each ships more changes than before",
  below: "each ships fewer changes than before",
  none: "each ships as many changes as before",
};
const EACH = {
  above: "Each builder ships more changes than before",
  below: "Each builder ships fewer changes than before",
  none: "Each builder ships as many changes as before",
};
const TOWARDS = { more: "above", fewer: "below" } as const;

/** The total lies within its usual range. */
function within(summary: DecidedSummary): string {
  const { people, work, share } = summary;
  if (people === "none") {
    if (work === "none" || work === "unknown") {
      if (share === "unknown") return "No change detected";
      return share === "none"
        ? "No change detected, neither in the total nor in the AI-assisted share"
        : `Only the AI-assisted share changed: it ${share === "above" ? "rose" : "fell"}`;
    }
    const much = work === "above" ? "much" : "little";
    return `${EACH[work]}, but the total did not change, because a day counts once however ${much} ships on it`;
  }
  const [who, still] = [crowd(summary), "the total is within its usual range"];
  if (work === "unknown") return `${who}; ${still}`;
  if (work === "none") return `${who}; ${WORK.none}, and ${still}`;
  if (work === TOWARDS[people]) return `${who}, and ${WORK[work]}; ${still} all the same`;
  return `${who}, but the total did not change, because ${WORK[work]}`;
}

/** The total has no usual range yet. */
function unknown(summary: DecidedSummary): string {
  const { people, work } = summary;
  if (people === "none") {
    return EACH[work === "unknown" ? "none" : work];
  }
  const who = crowd(summary);
  if (work === "unknown") return who;
  if (work === "none") return `${who}; ${WORK.none}`;
  if (work === TOWARDS[people]) return `${who}, and ${WORK[work]}`;
  return `${who}, but ${WORK[work]}: what that makes of the total cannot be told, because its usual range begins anew`;
}

/** Why the total lies outside of its usual range. */
function outside(summary: DecidedSummary, total: "above" | "below"): string {
  const { people, work } = summary;
  if (people === "none") return alone(work, total);
  const who = shipped(summary);
  const days = `because they shipped on ${total === "above" ? "more" : "fewer"} days in this week`;
  if (TOWARDS[people] === total) {
    const isMore = !summary.isEnough && (work === "none" || work === "unknown");
    if (isMore)
      return `, because ${who}, and each on ${total === "above" ? "more" : "fewer"} days in this week`;
    if (work === "unknown") return `, because ${who}`;
    if (work === "none") return `, because ${who}: ${WORK.none}`;
    return work === total ? `, because ${who} and ${WORK[work]}` : `, because ${who}, though ${WORK[work]}`;
  }
  if (work === total) return `, though ${who}, because ${WORK[work]}`;
  if (work === "none" || work === "unknown") return `, though ${who}, ${days}`;
  return `, though ${who} and ${WORK[work]}, ${days}`;
}

/** As many people as usual shipped. */
function alone(work: DecidedSummary["work"], total: "above" | "below"): string {
  if (work === "unknown") return ", though as many people as usual shipped";
  if (work === "none")
    return " in this week alone: over more weeks, neither the number of people nor the number of changes of each has changed";
  if (work === total) return `, because ${WORK[work]}`;
  return `, though ${WORK[work]}, because this week alone was ${total === "above" ? "high" : "low"}`;
}

function crowd({ people, fewerFor }: DecidedSummary): string {
  if (people === "more") return "More people than usual shipped";
  return `Fewer people than usual shipped${fewerFor === 0 ? "" : ` for ${fewerFor} weeks`}`;
}

function shipped({ people, fewerFor }: DecidedSummary): string {
  if (people === "more") return "more people shipped";
  return fewerFor === 0 ? "fewer people shipped" : `fewer people have shipped for ${fewerFor} weeks`;
}
