import { HOUR_MS } from "../../domain/durations.ts";
import { isNamedScope } from "../../domain/metric/scope.ts";
import type { UndoneChange } from "../../domain/metric/undone-changes.ts";
import { type Html, html } from "../html.ts";
import { count, duration } from "../text.ts";
import { fewerThan } from "../withheld.ts";
import { block, table } from "./blocks.ts";
import { linkTo, mergedIn } from "./links.ts";
import type { SiteScope } from "./site.ts";

const WEEKS_LINKED = 12;

/** The pull requests themselves: of the last weeks, as GitHub lists them. It leads to work and never to people. */
export function receipts(scope: SiteScope): Html {
  // GitHub cannot list those of a scope.
  if (scope.github === undefined || isNamedScope(scope.name)) return html``;
  const weeks = scope.weeks.slice(-WEEKS_LINKED).toReversed();
  const links = weeks.map(({ week }) => html`<li><a href="${mergedIn(scope, week)}">${week}</a></li>`);
  return block(
    "The pull requests behind the numbers",
    html`<p class="note">What was merged in each of these weeks, on GitHub. What one pull request counts as, and why, is shown in its Plimsoll check, or by <code>plimsoll explain</code>.</p>
<ul class="links">${links}</ul>
`,
    "receipts",
  );
}

const MOST_ROWS = 30;

/** The changes of all weeks that did not stay, the newest first. */
export function undoneList(scope: SiteScope): Html {
  const found = scope.weeks
    .toReversed()
    .flatMap(({ week, undone }) => (undone ?? []).map((change) => ({ week, change })));
  const number = scope.weeks.reduce((sum, { changes }) => sum + changes.undone, 0);
  if (number === 0) return html``;
  const rows = found
    .slice(0, MOST_ROWS)
    .map(({ week, change }) => [
      week,
      linkTo(scope, change.repository, change.change),
      ...howUndone(scope, change),
    ]);
  return block(
    "What was undone",
    html`${rows.length === 0 ? "" : table(["week", "change", "by", "after"], rows)}${unlisted(scope, { number, listed: found.length })}`,
    "undone",
  );
}

function unlisted({ digest }: SiteScope, of: { readonly number: number; readonly listed: number }): Html {
  const [older, hidden] = [Math.max(0, of.listed - MOST_ROWS), Math.max(0, of.number - of.listed)];
  const notes = [
    ...(older > 0 ? [`${count(older, "older change")} not listed.`] : []),
    ...(hidden > 0
      ? [`${count(hidden, "change")} not listed: ${fewerThan(digest).toLowerCase()} builders shipped there.`]
      : []),
  ];
  return notes.length === 0 ? html`` : html`<p class="note">${notes.join(" ")}</p>`;
}

function howUndone(scope: SiteScope, { repository, by, afterHours }: UndoneChange): readonly [Html, string] {
  const after = duration(afterHours * HOUR_MS);
  return by.kind === "revert"
    ? [html`reverted by ${linkTo(scope, repository, by.changeId)}`, after]
    : [html`taken out by a rollback`, after];
}
