import type { Digest } from "../../domain/metric/digest.ts";
import { PROXY_SENTENCE } from "../figures.ts";
import { type Html, html } from "../html.ts";
import { block, kept, table } from "./blocks.ts";
import { wayOfPulls } from "./pulls-way.ts";
import type { SiteScope } from "./site.ts";
import { type Step, stepRows, whenOf } from "./steps.ts";

const SUMMED = 12;

/**
 * The way of the last twelve weeks' work: how much was opened, merged, reached production, counts, and stayed. It begins
 * at the merge where nobody knows what was closed without one.
 */
export function way(scope: SiteScope): Html {
  const weeks = scope.weeks.slice(-SUMMED);
  const isProxy = scope.digest.ship === "merges";
  const pulls = weeks.flatMap(({ week, pulls: of }) => (of === undefined ? [] : [{ ...of, week }]));
  if (pulls.some(({ closed }) => closed > 0)) return wayOfPulls(pulls, { isProxy });
  const steps = stepsOf(weeks);
  const most = steps[0]?.number ?? 0;
  if (most === 0) return html``;
  const lacking =
    scope.github !== undefined
      ? "Pull requests that were closed without a merge are in none of these numbers."
      : "A clone does not have the pull requests that were closed without a merge, so this begins at the merge.";
  return block(
    "From merge to what stayed",
    html`<p class="note">The changes that were merged ${kept(whenOf(weeks))}.${isProxy ? ` ${PROXY_SENTENCE}` : ""}</p>
${table(["step", "", "changes", "of the merged"], stepRows(steps, most), "figures way")}
<p class="note">${kept(splitOf(weeks))} ${lacking}</p>
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
