import type { Digest } from "../../domain/metric/digest.ts";
import { PROXY_SENTENCE, percent } from "../figures.ts";
import { type Html, html } from "../html.ts";
import { block, kept, table } from "./blocks.ts";
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
  const when = first === last ? `in ${last}` : `from ${first} to ${last}`;
  const rows = steps.map(({ name, meaning, number }) => [
    html`${name}<small>${meaning}</small>`,
    html`<span class="part" style="width:${Math.round((100 * number) / most)}%"></span>`,
    `${number}`,
    percent(number / most),
  ]);
  return block(
    "From merge to what stayed",
    html`<p class="note">The changes that were merged ${kept(when)}.${scope.digest.ship === "merges" ? ` ${PROXY_SENTENCE}` : ""}</p>
${table(["step", "", "changes", "of the merged"], rows, "figures way")}
<p class="note">${kept(splitOf(weeks))} Pull requests that were closed without a merge are in none of these numbers.</p>
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
