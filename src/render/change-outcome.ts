import type { ChangeAttribution } from "../domain/attribution/change-attribution.ts";
import type { CheckRunSubject } from "./check-run-subject.ts";
import { isMissing } from "./disclosure.ts";
import { declaredBeside } from "./label.ts";
import { OUTCOME_TEXTS, prospectOf } from "./outcome-texts.ts";
import { count } from "./text.ts";
import type { ToolNames } from "./tool-names.ts";

/** GitHub shows about sixty characters of a title in the merge box. */
const LONGEST_TITLE = 60;

/** The answer in one line: the declaration, and after the merge the outcome. */
export function titleOf(subject: CheckRunSubject): string {
  const { shipped, disclosure, toolNames: names } = subject;
  if (shipped !== undefined) return OUTCOME_TEXTS[shipped.outcome].title({ ...subject, shipped });
  const isAsked = subject.state === "open" && isMissing(disclosure);
  if (isAsked) return silentTitle(subject.attribution, disclosure.agents, names);
  return attributionTitle(subject);
}

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

/**
 * The place on its way to production, its meaning for the count, and the time until which that can change; a sentence
 * each.
 */
export function describeOutcome(subject: CheckRunSubject): string[] {
  const { state, shipped } = subject;
  if (state === "closed") return ["**Counts:** as nothing, since it was closed without a merge."];
  if (shipped === undefined) return [prospectOf(subject)];
  return OUTCOME_TEXTS[shipped.outcome].description({ ...subject, shipped });
}
