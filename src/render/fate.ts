import type { ChangeAttribution } from "../domain/attribution/change-attribution.ts";
import { deploymentName } from "../domain/receipts/names.ts";
import { FINAL_AFTER, isLeftOut, type ShippedChange, type Undoing } from "../domain/shipping/judgement.ts";
import type { Waiting } from "../domain/shipping/standstill.ts";
import type { CheckRunSubject } from "./check-run-subject.ts";
import { isMissing } from "./disclosure.ts";
import { declaredBeside } from "./label.ts";
import { code, count, day, duration, instant } from "./text.ts";
import type { ToolNames } from "./tool-names.ts";
import { explainWaiting } from "./zero.ts";

/** GitHub shows about sixty characters of a title in the merge box. */
const LONGEST_TITLE = 60;

/** The answer in one line: what is declared, and once merged, what became of it. */
export function titleOf(subject: CheckRunSubject): string {
  const { shipped, week, isFinal, disclosure, toolNames: names } = subject;
  if (shipped === undefined) {
    const isAsked = subject.state === "open" && isMissing(disclosure);
    if (isAsked) return silentTitle(subject.attribution, disclosure.agents, names);
    return attributionTitle(subject);
  }
  switch (shipped.outcome) {
    case "pending":
      return "Merged · waiting for production";
    case "outside":
      return "Merged · outside the measurement";
    case "withdrawn":
      return "Withdrawn · reverted before it could stay";
    case "undone":
      return `Undone ${byOf(shipped.undoing)} · ${undoneAfter(shipped)} after it shipped`;
    case "net":
      return `Shipped ${leadOf(shipped)} after merge · ${isFinal ? "counted" : "counts"} in ${week}`;
    default:
      return `Shipped ${leadOf(shipped)} after merge · ${NOT_COUNTED[isLeftOut(shipped) ? "leftOut" : shipped.outcome]}`;
  }
}

const NOT_COUNTED = {
  automation: "automation",
  rework: "rework, not counted",
  ineffective: "no code, not counted",
  leftOut: "changed nothing, not counted",
};

function attributionTitle({
  attribution: { attribution, declaredCommits, totalCommits, tools },
  labels = [],
  toolNames: names,
}: CheckRunSubject): string {
  if (attribution === "automation") return "Automation: counts as nobody's work";
  if (attribution === "unknown") return "Unknown: its commits could not be read";
  if (attribution === "undeclared") return "No AI assistance declared";
  const share =
    declaredCommits === 0 ? declaredBeside(labels) : `${declaredCommits} of ${count(totalCommits, "commit")}`;
  return shortened(`AI-assisted: ${share} · `, tools, names);
}

/** Names the agent behind it where that fits: an author is one, a branch only hints at one. */
function silentTitle(
  { attribution }: ChangeAttribution,
  agents: readonly string[],
  names: ToolNames,
): string {
  const titleFor = (who: string) =>
    attribution === "declared"
      ? `Opened by ${who} · no commit declares it`
      : `No AI assistance declared · branch of ${who}`;
  const title = titleFor(agents.map(names.plain).join(", "));
  return title.length < LONGEST_TITLE ? title : titleFor("an agent");
}

/** Lists as many names as fit, and how many more there are. */
function shortened(start: string, tools: readonly string[], names: ToolNames): string {
  for (let shown = tools.length; shown > 0; shown--) {
    const more = shown < tools.length ? ` +${tools.length - shown}` : "";
    const title = `${start}${tools.slice(0, shown).map(names.plain).join(", ")}${more}`;
    if (title.length < LONGEST_TITLE) return title;
  }
  return `${start}${count(tools.length, "tool")}`;
}

/** Where it stands on its way to production, what it counts as, and until when that can change; a sentence each. */
export function fateOf(subject: CheckRunSubject): string[] {
  const { state, shipped, week, isFinal } = subject;
  if (state === "closed") return ["**Counts:** as nothing, since it was closed without a merge."];
  if (shipped === undefined) return [prospect(subject)];
  switch (shipped.outcome) {
    case "pending":
      return [
        "**Where:** merged; no successful production deployment contains it yet.",
        ...waitsFor(subject.waiting),
        prospect(subject),
      ];
    case "outside":
      return [`**Counts:** as nothing. ${OUTSIDE}`];
    case "net":
      return [
        stayOf(shipped),
        `**Counts:** towards one normalized deployment in ${week}: the day of its merge, for whoever is accountable for it.`,
        isFinal ? "**Final:** nothing changes this any more." : `**Provisional:** ${provisional(shipped)}`,
      ];
    case "undone":
      return [arrivalOf(shipped), `**Undone:** ${undone(shipped)} It does not count in ${week}.`];
    default:
      return [
        arrivalOf(shipped),
        `**Does not count.** ${NOT_COUNTED_BECAUSE[isLeftOut(shipped) ? "leftOut" : shipped.outcome]}`,
      ];
  }
}

/** Why it waits, and what would end that. */
function waitsFor(waiting: Waiting | undefined): string[] {
  // That it was not deployed since is said already.
  if (waiting === undefined || (waiting.cause === "waiting" && waiting.number === 0)) return [];
  const { cause, action } = explainWaiting(waiting, "around its merge, ");
  return [`**Waits because:** ${cause}`, `**What to do:** ${action}`];
}

/** Production holds it still. */
function stayOf({ arrival, change }: ShippedChange): string {
  return whereabouts(arrival, change, (environment, at) => `in ${environment} since ${at}`);
}

/** Production was deployed with it; that says nothing of now. */
function arrivalOf({ arrival, change }: ShippedChange): string {
  return whereabouts(arrival, change, (environment, at) => `reached ${environment} on ${at}`);
}

function whereabouts(
  arrival: ShippedChange["arrival"],
  { mergedAt }: Pick<ShippedChange["change"], "mergedAt">,
  place: (environment: string, at: string) => string,
): string {
  if (arrival === undefined) return "**Where:** its way to production is not known.";
  const lead = duration(arrival.at.getTime() - mergedAt.getTime());
  return `**Where:** ${place(code(arrival.environment), instant(arrival.at))}, ${lead} after its merge, by ${nameOf(arrival.deploymentId)}.`;
}

/** Releases are kept under the negative of their id. */
function nameOf(id = 0): string {
  const name = deploymentName(id);
  return `${name.kind} ${name.id}`;
}

function leadOf({ arrival, change }: ShippedChange): string {
  return duration((arrival?.at.getTime() ?? 0) - change.mergedAt.getTime());
}

function undoneAfter({ arrival, undoing }: ShippedChange): string {
  return duration((undoing?.at.getTime() ?? 0) - (arrival?.at.getTime() ?? 0));
}

/** `#12` stays as it is: GitHub makes a link of it. A push has only the commit that it ended with. */
function byOf(undoing: Undoing | undefined): string {
  if (undoing === undefined) return "by a rollback";
  const { by } = undoing;
  // A release takes out what it had brought only when it is withdrawn, or its tag is moved.
  if (by.kind === "rollback") return by.deploymentId < 0 ? "with its release" : "by a rollback";
  const { changeId } = by;
  return `by ${changeId.startsWith("#") ? changeId : changeId.slice(0, 7)}`;
}

function undone(shipped: ShippedChange): string {
  const { undoing } = shipped;
  const what = undoing?.by.kind === "revert" ? "reverted" : "taken out of production";
  return `${what} ${byOf(undoing)}, ${undoneAfter(shipped)} after it shipped.`;
}

function provisional({ arrival }: ShippedChange): string {
  const until = day(new Date((arrival?.at.getTime() ?? 0) + FINAL_AFTER));
  return `a revert or a lasting rollback can still take it out until ${until}.`;
}

const OUTSIDE =
  "The deployment that was the first to contain it links nothing: it was the first one seen, or its history is not related to the one before.";

const INEFFECTIVE =
  "It is empty, or changes only files that do not count: documentation, binaries, generated, vendored, lock or version files, and what the config excludes.";

const NOT_COUNTED_BECAUSE = {
  withdrawn: "Its revert shipped no later, so it was never really live, and is neither shipped nor undone.",
  automation:
    "Dependency and release robots ship too, but are neither AI nor human work and are counted apart.",
  rework: "It reverts, brings back or repeats another change, which is no new output.",
  ineffective: INEFFECTIVE,
  leftOut:
    "Production is as it was without it: the branch that it was merged into had that content already, or a merge left it out.",
};

function prospect({ isEffective, attribution, shipped }: CheckRunSubject): string {
  const isAutomation = attribution.attribution === "automation";
  const apart = shipped?.willBe ?? (isAutomation ? "automation" : isEffective ? undefined : "ineffective");
  if (apart === "automation" || apart === "rework" || apart === "ineffective")
    return `**Will not count.** ${NOT_COUNTED_BECAUSE[apart]}`;
  return "**Will count:** when it ships, towards one normalized deployment: the day of its merge, for whoever is accountable for it; unless it is reverted or rolled back within 28 days of reaching production.";
}
