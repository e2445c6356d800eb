import { declaredBy, describeOutcome, titleOf, toolsOf } from "./change-outcome.ts";
import { partOf } from "./change-receipt.ts";
import type { CheckRunSubject } from "./check-run-subject.ts";
import { renderProblem, renderWarnings } from "./config-problem.ts";
import { isRefused, renderDisclosure } from "./disclosure.ts";
import { renderEvidenceTable } from "./evidence.ts";
import { labelText } from "./label.ts";
import { renderOwnSettings } from "./settings.ts";
import { count } from "./text.ts";
import { ASKED_AGAIN, explainUnknown } from "./unknown-attribution.ts";
import { explainsWait } from "./waits-for.ts";

/** `failure` and `success` only where a config requires disclosure; `skipped` where it keeps check runs off. */
type Conclusion = "neutral" | "success" | "failure" | "skipped";

/** The content of the check run: the answer in the title, its meaning below, and the evidence last. */
export interface RenderedCheckRun {
  readonly title: string;
  readonly summary: string;
  readonly text: string;
  readonly conclusion: Conclusion;
}

/** Renders the check run of a pull request at any point of its life. */
export function renderCheckRun(subject: CheckRunSubject): RenderedCheckRun {
  const { configProblem, configWarnings = [], disclosure, state, commits, toolNames: names } = subject;
  const { source } = subject.settings;
  const summary = [
    configProblem === undefined ? "" : renderProblem(configProblem, source),
    state === "open" ? renderWarnings(configWarnings, source) : "",
    state === "open" ? renderDisclosure(disclosure, names) : "",
    describeOutcome(subject),
    [...explainsWait(subject), ...landingOf(subject), ...claimsOf(subject), ...attributionOf(subject)]
      .map((line) => `- ${line}`)
      .join("\n"),
    definition(subject),
  ];
  const text = [
    commits.length === 0 ? "" : renderEvidenceTable(commits, names),
    // A merged change is judged by the rules at its merge.
    state === "open" ? renderOwnSettings(subject.settings, configProblem !== undefined) : "",
  ];
  return {
    title: titleOf(subject),
    summary: summary.filter(Boolean).join("\n\n"),
    text: text.filter(Boolean).join("\n\n"),
    conclusion: conclusionOf(subject),
  };
}

/** Only open pull requests are judged, since nobody can add a declaration to a merged or closed one. */
function conclusionOf({ state, disclosure }: CheckRunSubject): Conclusion {
  if (disclosure.policy !== "require" || state !== "open") return "neutral";
  return isRefused(disclosure) ? "failure" : "success";
}

function landingOf({ isLandedByPush = false }: CheckRunSubject): string[] {
  return isLandedByPush ? ["**Merged by a push** that brought what it changes."] : [];
}

function claimsOf({ shipped }: CheckRunSubject): string[] {
  const parts = shipped?.change.partial ?? [];
  return parts.map((part) => `**Claims to revert** ${partOf(part)}: so it takes nothing back.`);
}

function attributionOf(subject: CheckRunSubject): string[] {
  const { state, attribution, labels = [], commits, missing, isEffective } = subject;
  const { totalCommits } = attribution;
  const unread = commits.filter((commit) => commit.attribution === "unknown").length;
  // What to do says it.
  const isUnlisted = missing === "everything" && attribution.attribution === "unknown" && state === "open";
  // Where an open one will count, its first sentence has it.
  const isSaid = state === "open" && isEffective;
  return [
    ...(attribution.attribution === "declared" && !isSaid
      ? [`**AI assistance:** declared ${declaredBy(subject)}: ${toolsOf(subject)}.`]
      : []),
    ...(attribution.attribution === "unknown" && state === "merged"
      ? [`**AI assistance:** unknown, since ${explainUnknown(subject).cause}.`]
      : []),
    ...labels.map((label) => `**Label:** ${labelText(label)}.`),
    ...(attribution.attribution === "unknown" && state === "open"
      ? [`**What to do:** ${explainUnknown(subject).action}`]
      : []),
    ...(unread > 0 && unread < totalCommits
      ? [`**Coverage:** ${count(unread, "commit")} of ${totalCommits} could not be read.`]
      : []),
    ...(missing === undefined || isUnlisted ? [] : [`**Not all was told:** ${MISSING[missing]}`]),
  ];
}

const MISSING = {
  everything: `GitHub did not tell its newest commits. ${ASKED_AGAIN}`,
  files: `GitHub did not tell its files, so they are taken to count, and its size is unknown. ${ASKED_AGAIN}`,
  content: `GitHub did not tell what its merges left out, so it is taken to bring all that they name. ${ASKED_AGAIN}`,
  claims: `GitHub could not tell yet whether it reverts what it names. ${ASKED_AGAIN}`,
};

function definition({ definitionUrl }: CheckRunSubject): string {
  return definitionUrl === undefined ? "" : `[How this is measured](${definitionUrl})`;
}

/** A digest issue in the repository of a check run. */
interface LinkedDigest {
  readonly week: string;
  readonly issueNumber: number;
}

/** Adds the way to the week's digest; GitHub makes a link of `#12`. */
export function withDigest(run: RenderedCheckRun, { week, issueNumber }: LinkedDigest): RenderedCheckRun {
  return { ...run, summary: `${run.summary}\n\nDigest of ${week}: #${issueNumber}` };
}

/** Renders the check run of a merge queue whose pull request is not known: each was checked before it was queued. */
export function renderUnknownQueue(): RenderedCheckRun {
  return {
    title: "See the check of each pull request",
    summary:
      "What is declared, and what it counts as, is shown in the check of each pull request that is queued.",
    text: "",
    conclusion: "neutral",
  };
}

/** Renders the check run of a pull request that would have none today: GitHub deletes no check run. */
export function renderHidden(): RenderedCheckRun {
  return {
    title: "Nothing to show",
    summary: "`check` in the config keeps check runs off pull requests like this one.",
    text: "",
    conclusion: "skipped",
  };
}
