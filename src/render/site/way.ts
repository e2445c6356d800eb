import type { Digest } from "../../domain/metric/digest.ts";
import { PROXY, percent } from "../figures.ts";
import { type Html, html } from "../html.ts";
import { block, table } from "./blocks.ts";
import type { SiteScope } from "./site.ts";

const SUMMED = 12;

/** A step from an opened pull request to work that stays. */
interface Step {
  readonly name: string;
  readonly meaning: string;
  readonly number: number;
}

/** The way of the last twelve weeks' work: how much was merged, reached production, counts, and stayed. */
export function way(scope: SiteScope): Html {
  const weeks = scope.weeks.slice(-SUMMED);
  const steps = stepsOf(weeks);
  const most = steps[0]?.number ?? 0;
  if (most === 0) return html``;
  const [first, last] = [weeks[0]?.week ?? "", weeks.at(-1)?.week ?? ""];
  const rows = steps.map(({ name, meaning, number }) => [
    html`${name}<small>${meaning}</small>`,
    html`<span class="part" style="width:${Math.round((100 * number) / most)}%"></span>`,
    `${number}`,
    percent(number / most),
  ]);
  return block(
    "From merge to what stayed",
    html`<p class="note">The changes that were merged from ${first} to ${last}.${scope.digest.ship === "merges" ? ` ${PROXY}.` : ""}</p>
${table(["step", "", "changes", "of the merged"], rows, "figures way")}
${closedNote(scope, weeks)}<p class="note">${splitOf(weeks)}</p>
`,
    "way",
  );
}

function stepsOf(weeks: readonly Digest[]): readonly Step[] {
  const sum = (of: (digest: Digest) => number) => weeks.reduce((all, digest) => all + of(digest), 0);
  const isProxy = weeks.at(-1)?.ship === "merges";
  return [
    { name: "Merged", meaning: "into the default branch", number: sum(({ changes }) => changes.merged) },
    ...(isProxy
      ? []
      : [{ name: "Shipped", meaning: "reached production", number: sum(({ changes }) => changes.arrived) }]),
    {
      name: "Counted",
      meaning: "no robot's, no rework, not only generated files or documentation",
      number: sum(({ changes }) => changes.effective),
    },
    {
      name: "Stayed",
      meaning: "neither reverted nor rolled back within 7 days",
      number: sum(({ changes }) => changes.net),
    },
  ];
}

/** The pull requests that came to nothing. */
function closedNote({ closed }: SiteScope, weeks: readonly Digest[]): Html {
  if (closed === undefined)
    return html`<p class="note">This source does not tell of pull requests that were closed without a merge.</p>
`;
  const all = weeks.flatMap(({ week }) => closed.get(week) ?? []);
  const number = all.reduce((sum, each) => sum + each.all, 0);
  const declared = all.map((each) => each.declared);
  const split = declared.includes(null)
    ? "; whether they declare AI is withheld"
    : `, ${declared.reduce((sum: number, each) => sum + (each ?? 0), 0)} of them with AI declared`;
  return html`<p class="note">${number} pull requests were closed without a merge${number === 0 ? "" : split}.</p>
`;
}

/** What the changes that stayed declare. */
function splitOf(weeks: readonly Digest[]): string {
  const shown = weeks.filter(({ changes }) => changes.declared !== null);
  if (shown.length === 0) return "What they declare is withheld.";
  const sum = (of: "declared" | "undeclared" | "unknown") =>
    shown.reduce((all, { changes }) => all + (changes[of] ?? 0), 0);
  const rest = weeks.length - shown.length;
  const withheld = rest === 0 ? "" : ` In ${rest} of these weeks the division is withheld.`;
  return `Of those that stayed, ${sum("declared")} declare an AI tool, ${sum("undeclared")} declare nothing, and ${sum("unknown")} are unknown.${withheld}`;
}
