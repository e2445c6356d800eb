import type { ChangeAttribution } from "../domain/attribution/change-attribution.ts";
import { whyApart } from "../domain/shipping/grounds.ts";
import type { CheckRunSubject } from "./check-run-subject.ts";
import { isMissing, isRefused } from "./disclosure.ts";
import { declaredBeside } from "./label.ts";
import { APART, COUNTS_AS, OUTCOME_TEXTS } from "./outcome-texts.ts";
import { count } from "./text.ts";
import type { ToolNames } from "./tool-names.ts";
import { explainUnknown } from "./unknown-attribution.ts";

/** GitHub shows about sixty characters of a title in the merge box, and on a phone forty. */
const LONGEST_TITLE = 60;
const SHOWN_ON_PHONE = 40;

/** The answer in one line, its news first: the declaration, and after the merge the outcome. */
export function titleOf(subject: CheckRunSubject): string {
  const { state, shipped, configProblem, disclosure, toolNames: names } = subject;
  if (shipped !== undefined) return OUTCOME_TEXTS[shipped.outcome].title({ ...subject, shipped });
  if (state === "closed") return "Closed · counts as nothing";
  if (isMissing(disclosure)) return missingTitle(subject, disclosure.agents, names);
  const title = attributionTitle(subject);
  if (configProblem !== undefined) return `Config invalid · ${title}`;
  const whole = `${title}${partOf(subject)}`;
  return whole.length < LONGEST_TITLE ? whole : title;
}

function attributionTitle(subject: CheckRunSubject): string {
  const { attribution, tools } = subject.attribution;
  if (attribution === "automation") return "Automation: counts as nobody's work";
  if (attribution === "unknown") return `Unknown: ${explainUnknown(subject).title}`;
  if (attribution === "undeclared") return "No AI assistance declared";
  return shortened("AI-assisted: ", tools, subject.toolNames);
}

/** How many commits declare, where not all do. */
function partOf({ attribution: { declaredCommits, totalCommits } }: CheckRunSubject): string {
  const isPart = declaredCommits > 0 && declaredCommits < totalCommits;
  return isPart ? ` · ${declaredCommits} of ${count(totalCommits, "commit")}` : "";
}

/**
 * Names the agent behind it where that fits: an author is one, a branch only hints at one. What commits or labels
 * declare is missing only in the form that the config asks for.
 */
function missingTitle(
  { attribution, disclosure, labels = [] }: CheckRunSubject,
  agents: readonly string[],
  names: ToolNames,
): string {
  const start = isRefused(disclosure) ? "Declaration required" : "Declaration missing";
  if (attribution.declaredCommits > 0 || labels.some(({ isOwn }) => isOwn))
    return `${start} · in another form`;
  const who = attribution.attribution === "declared" ? "opened by" : "branch of";
  const title = `${start} · ${who} ${agents.map(names.plain).join(", ")}`;
  return title.length < LONGEST_TITLE ? title : `${start} · ${who} an agent`;
}

/** Lists as many names as a phone shows, and how many more there are. */
function shortened(start: string, tools: readonly string[], names: ToolNames): string {
  for (let shown = tools.length; shown > 0; shown--) {
    const more = shown < tools.length ? ` +${tools.length - shown}` : "";
    const title = `${start}${tools.slice(0, shown).map(names.plain).join(", ")}${more}`;
    if (title.length <= SHOWN_ON_PHONE) return title;
  }
  return `${start}${count(tools.length, "tool")}`;
}

/** One sentence that is true now: where the change is on its way to production, and what it counts as. */
export function describeOutcome(subject: CheckRunSubject): string {
  const { state, shipped, isEffective } = subject;
  const { attribution } = subject.attribution;
  if (state === "closed") return "Closed without a merge, so it counts as nothing.";
  if (shipped !== undefined) return OUTCOME_TEXTS[shipped.outcome].sentence({ ...subject, shipped });
  const apart = whyApart({ attribution, isEffective })?.outcome;
  if (apart !== undefined) return `It will not count: ${APART[apart]}.`;
  const note = attribution === "undeclared" ? "; that does not mean written without AI" : "";
  return `${declarationOf(subject)}, so it will count${COUNTS_AS[attribution]} once it ships${note}.`;
}

function declarationOf(subject: CheckRunSubject): string {
  const { attribution } = subject.attribution;
  if (attribution === "unknown")
    return `Nobody can tell what is declared, since ${explainUnknown(subject).cause}`;
  if (attribution === "undeclared") return "No commit declares an AI tool";
  return `AI assistance is declared ${declaredBy(subject)} (${toolsOf(subject)})`;
}

/** Where a declaration was found: `in 2 of 3 commits`. */
export function declaredBy({ attribution, labels = [] }: CheckRunSubject): string {
  const { declaredCommits, totalCommits }: ChangeAttribution = attribution;
  return declaredCommits === 0
    ? declaredBeside(labels)
    : `in ${declaredCommits} of ${count(totalCommits, "commit")}`;
}

/** The declared tools: `Claude Code, Cursor`. */
export function toolsOf({ attribution: { tools }, toolNames: names }: CheckRunSubject): string {
  return tools.map(names.markdown).join(", ");
}
