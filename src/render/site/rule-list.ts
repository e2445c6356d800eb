import { weekOf } from "../../domain/metric/week.ts";
import { type RuleChange, renderKey } from "../digest/warnings/rule-changes.ts";
import { repositories } from "../figures.ts";
import { type Html, html } from "../html.ts";
import { code, count, day } from "../text.ts";
import { block, marked } from "./blocks.ts";
import type { SiteScope } from "./site.ts";

const MOST_ROWS = 40;

/** The changes of rules, each of which is a dashed line in the charts. */
export function ruleList({ ruleChanges, zone }: SiteScope): Html {
  if (ruleChanges.length === 0) return html``;
  const newest = [...Map.groupBy(ruleChanges, sameChange).values()].reverse();
  const rows = newest.slice(0, MOST_ROWS).flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const { at, repository, keys } = first;
    const one = repository === undefined ? "" : ` in ${code(repository)}`;
    const where = same.length === 1 ? one : ` in ${repositories(same.length)}`;
    return html`<li>${weekOf(at, zone)}, ${day(at)}${marked(`${where}: ${keys.map(renderKey).join("; ")}`)}</li>`;
  });
  const left = newest.length - rows.length;
  return block(
    "Where the rules changed",
    html`<p class="note">A dashed line in a chart. Weeks before one are not compared with those after, where much is counted differently.</p>
<ul>${rows}</ul>${left > 0 ? html`<p class="note">${count(left, "older change")} not listed.</p>` : ""}`,
    "rules",
  );
}

/** A config of an owner changes for all its repositories at once. */
function sameChange({ at, keys }: RuleChange): string {
  return JSON.stringify([at, keys]);
}
