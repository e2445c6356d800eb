import { describeOutcome, titleOf } from "./change-outcome.ts";
import { partOf } from "./change-receipt.ts";
import type { CheckRunSubject } from "./check-run-subject.ts";
import { renderProblem } from "./config-problem.ts";
import { isRefused, renderDisclosure } from "./disclosure.ts";
import { renderEvidence } from "./evidence.ts";
import { declaredBeside, labelText } from "./label.ts";
import { renderSettings } from "./settings.ts";
import { count } from "./text.ts";

/** `failure` and `success` only where a config requires disclosure. */
type Conclusion = "neutral" | "success" | "failure";

/** The content of the check run: the answer in the title, its meaning below, and the evidence last. */
export interface RenderedCheckRun {
  readonly title: string;
  readonly summary: string;
  readonly text: string;
  readonly conclusion: Conclusion;
}

/** Renders the check run of a pull request at any point of its life. */
export function renderCheckRun(subject: CheckRunSubject): RenderedCheckRun {
  const { configProblem, disclosure, toolNames: names } = subject;
  const summary = [
    configProblem === undefined ? "" : renderProblem(configProblem),
    subject.state === "open" ? renderDisclosure(disclosure, names) : "",
    [...describeOutcome(subject), ...landingOf(subject), ...claimsOf(subject), ...attributionOf(subject)]
      .map((line) => `- ${line}`)
      .join("\n"),
    definition(subject),
  ];
  const text = [
    renderEvidence(subject.commits, names),
    // A merged change is judged by the rules at its merge.
    subject.state === "open" ? renderSettings(subject.settings) : "",
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
  const { attribution, labels = [], commits, missing, toolNames: names } = subject;
  const { declaredCommits, totalCommits, tools } = attribution;
  const unread = commits.filter((commit) => commit.attribution === "unknown").length;
  const listed = tools.map(names.markdown).join(", ");
  const by =
    declaredCommits === 0
      ? declaredBeside(labels)
      : `in ${declaredCommits} of ${count(totalCommits, "own commit")}`;
  return [
    ...(attribution.attribution === "declared" ? [`**AI assistance:** declared ${by}: ${listed}.`] : []),
    ...labels.map((label) => `**Label:** ${labelText(label)}.`),
    ...(unread > 0 && unread < totalCommits
      ? [`**Coverage:** ${count(unread, "commit")} of ${totalCommits} could not be read.`]
      : []),
    ...(missing === undefined ? [] : [`**Not all was told:** ${MISSING[missing]}`]),
  ];
}

const AGAIN = "It is asked again each night for three days, at the merge, and at the next deployment.";
const MISSING = {
  everything: `GitHub did not tell its newest commits. ${AGAIN}`,
  files: `GitHub did not tell its files, so they are taken to count, and its size is unknown. ${AGAIN}`,
  content: `GitHub did not tell what its merges left out, so it is taken to bring all that they name. ${AGAIN}`,
  claims: `GitHub could not tell yet whether it reverts what it names. ${AGAIN}`,
};

function definition({ definitionUrl }: CheckRunSubject): string {
  return definitionUrl === undefined ? "" : `[How this is measured](${definitionUrl})`;
}

/** Renders the check run of a merge queue whose pull request is not known: each was checked before it was queued. */
export function renderUnknownQueue(): RenderedCheckRun {
  return {
    title: "Merge queue: see the check of each pull request",
    summary:
      "What is declared, and what it counts as, is shown in the check of each pull request that is queued.",
    text: "",
    conclusion: "neutral",
  };
}
