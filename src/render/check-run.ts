import { toolName } from "../domain/attribution/agents.ts";
import type { AttributedCommit, ChangeAttribution } from "../domain/attribution/change-attribution.ts";
import { FINAL_AFTER, type ShippedChange } from "../domain/shipping/judgement.ts";
import { renderEvidence } from "./evidence.ts";
import { code, count, day, duration, instant } from "./text.ts";

/** A pull request as its check run tells of it. */
export interface CheckRunSubject {
  readonly state: "open" | "closed" | "merged";
  readonly commits: readonly AttributedCommit[];
  readonly attribution: ChangeAttribution;
  readonly isEffective: boolean;
  /** What became of it, once merged. */
  readonly shipped: ShippedChange | undefined;
  /** The week that it belongs to, once merged. */
  readonly week: string | undefined;
}

/** What the check run shows: the answer in the title, what it means below, and the evidence last. */
export interface RenderedCheckRun {
  readonly title: string;
  readonly summary: string;
  readonly text: string;
  readonly conclusion: "neutral";
}

/** GitHub shows about sixty characters of a title in the merge box. */
const LONGEST_TITLE = 60;

/** Renders the check run of a pull request at any point of its life. */
export function renderCheckRun(subject: CheckRunSubject): RenderedCheckRun {
  const summary = [fateOf(subject), attributionOf(subject)].filter(Boolean).join("\n\n");
  return { title: titleOf(subject), summary, text: renderEvidence(subject.commits), conclusion: "neutral" };
}

function titleOf(subject: CheckRunSubject): string {
  const { shipped, week } = subject;
  if (shipped === undefined) return attributionTitle(subject.attribution);
  const { arrival, change } = shipped;
  const after =
    arrival && `Shipped ${duration(arrival.at.getTime() - change.mergedAt.getTime())} after merge`;
  switch (shipped.outcome) {
    case "pending":
      return "Merged · waiting for production";
    case "outside":
      return "Merged · outside the measurement";
    case "withdrawn":
      return "Withdrawn · reverted before it could stay";
    case "undone":
      return shipped.undoing?.by.kind === "revert"
        ? `Undone by ${shipped.undoing.by.changeId}`
        : "Undone by a rollback";
    case "net":
      return `${after} · counts in ${week}`;
    default:
      return `${after} · ${NOT_COUNTED[shipped.outcome]}`;
  }
}

const NOT_COUNTED = {
  automation: "automation",
  rework: "rework, not counted",
  ineffective: "no code, not counted",
};

function attributionTitle({ attribution, declaredCommits, totalCommits, tools }: ChangeAttribution): string {
  if (attribution === "automation") return "Automation: counts as nobody's work";
  if (attribution === "unknown") return "Unknown: its commits could not be read";
  if (attribution === "undeclared") return "No AI assistance declared";
  const share =
    declaredCommits === 0 ? "by its author" : `${declaredCommits} of ${count(totalCommits, "commit")}`;
  return shortened(`AI-assisted: ${share} · `, tools.map(toolName));
}

/** Lists as many names as fit, and how many more there are. */
function shortened(start: string, names: readonly string[]): string {
  for (let shown = names.length; shown > 0; shown--) {
    const more = shown < names.length ? ` +${names.length - shown}` : "";
    const title = `${start}${names.slice(0, shown).join(", ")}${more}`;
    if (title.length < LONGEST_TITLE) return title;
  }
  return `${start}${count(names.length, "tool")}`;
}

/** Where it stands on its way to production, and what it counts as. */
function fateOf({ state, shipped, isEffective, week }: CheckRunSubject): string {
  if (state === "closed") return "Closed without a merge, so it counts as nothing.";
  if (shipped === undefined) return prospect(isEffective);
  const { arrival, undoing } = shipped;
  const where =
    arrival &&
    `Deployment ${arrival.deploymentId} brought it to ${code(arrival.environment)} on ${instant(arrival.at)}.`;
  switch (shipped.outcome) {
    case "pending":
      return `${prospect(isEffective)} No successful production deployment contains it yet.`;
    case "outside":
      return "The deployment that was the first to contain it links nothing: it was the first one seen, or its history is not related to the one before. So this is in no count.";
    case "net":
      return `${where} It counts towards a normalized deployment in ${week}: one for each builder and day of merge. A revert or a lasting rollback can still take it out until ${day(new Date((arrival?.at.getTime() ?? 0) + FINAL_AFTER))}.`;
    case "undone":
      return `${where} It was taken out of production again on ${instant(undoing?.at ?? new Date(0))}, so it does not count in ${week}.`;
    case "withdrawn":
      return `${where} Its revert shipped no later, so it was never really live and counts neither as shipped nor as undone.`;
    case "automation":
      return `${where} Dependency and release robots ship too, but are neither AI nor human work and are counted apart.`;
    case "rework":
      return `${where} It reverts or brings back another change, which is no new output.`;
    default:
      return `${where} ${INEFFECTIVE}`;
  }
}

const INEFFECTIVE =
  "It changes only documentation, lockfiles, generated or vendored files, which does not count towards normalized deployments.";

function prospect(isEffective: boolean): string {
  if (!isEffective) return INEFFECTIVE;
  return "When it ships it can count towards one normalized deployment: the day of its merge, for whoever is accountable for it. It counts unless it is reverted or rolled back within seven days of reaching production.";
}

function attributionOf({
  attribution: { attribution, declaredCommits, totalCommits, tools },
}: CheckRunSubject): string {
  if (attribution !== "declared") return "";
  return `AI assistance is declared in ${declaredCommits} of ${count(totalCommits, "own commit")}: ${tools.map(toolName).join(", ")}.`;
}
