import type { ClosedPulls, PullCounts } from "../../domain/metric/closed-pulls.ts";
import { PROXY_SENTENCE, percent } from "../figures.ts";
import { type Html, html } from "../html.ts";
import { block, kept, table } from "./blocks.ts";
import { type Step, stepRows, whenOf } from "./steps.ts";

/** The closed pull requests of a week. */
interface WeekPulls extends ClosedPulls {
  readonly week: string;
}

type StepName = keyof PullCounts;

/** The steps, each with its name and meaning. */
const STEPS: readonly (readonly [StepName, string, string])[] = [
  ["closed", "Opened", "and closed in these weeks, merged or not"],
  ["merged", "Merged", "into any branch"],
  ["arrived", "Shipped", "reached production"],
  ["effective", "Counted", "no rework, not only generated files or documentation"],
  ["net", "Stayed", "neither reverted nor rolled back within 7 days"],
];

/** The way of the pull requests that were closed in some weeks, and the same by what they declare. */
export function wayOfPulls(weeks: readonly WeekPulls[], { isProxy }: { readonly isProxy: boolean }): Html {
  const all = sumOf(weeks);
  const shown = STEPS.filter(([step]) => !isProxy || step !== "arrived");
  const steps = shown.map(([step, name, meaning]): Step => ({ name, meaning, number: all[step] }));
  const proxy = isProxy ? ` ${PROXY_SENTENCE}` : "";
  return block(
    "From pull request to what stayed",
    html`<p class="note">The pull requests of people and agents that were closed ${kept(whenOf(weeks))}, merged or not, each in the week of its closing.${proxy}</p>
${table(["step", "", "pull requests", "of the opened"], stepRows(steps, all.closed), "figures way")}
${division(weeks, shown)}<p class="note">Robots' pull requests, and what was pushed without one, are in none of these numbers.</p>
`,
    "way",
  );
}

function division(weeks: readonly WeekPulls[], shown: typeof STEPS): Html {
  const divided = weeks.filter(({ declared }) => declared !== null);
  if (divided.length === 0)
    return html`<p class="note">What they declare is withheld.</p>
`;
  const of = (part: "declared" | "undeclared" | "unknown") =>
    sumOf(divided.flatMap((each) => each[part] ?? []));
  const [declared, undeclared, unknown] = [of("declared"), of("undeclared"), of("unknown")];
  const rows = shown.map(([step, name]) => [name, cell(declared, step), cell(undeclared, step)]);
  const notes = [
    "Kinds of work differ, so this shows no effect of AI.",
    ...(unknown.closed === 0 ? [] : [`${unknown.closed} more could not be read.`]),
    ...(divided.length === weeks.length
      ? []
      : [
          `${weeks.length - divided.length} of these weeks are not among them, since their division is withheld.`,
        ]),
  ];
  return html`<h3>By what they declare</h3>
${table(["", "an AI tool", "nothing"], rows, "compared")}
<p class="note">${notes.join(" ")}</p>
`;
}

function cell(counts: PullCounts, step: StepName): Html | string {
  const { closed, [step]: number } = counts;
  if (step === "closed" || closed === 0) return `${number}`;
  return html`<b>${number}</b> <small>${percent(number / closed)}</small>`;
}

function sumOf(all: readonly PullCounts[]): PullCounts {
  const sum = (step: StepName) => all.reduce((total, each) => total + each[step], 0);
  return {
    closed: sum("closed"),
    merged: sum("merged"),
    arrived: sum("arrived"),
    effective: sum("effective"),
    net: sum("net"),
  };
}
