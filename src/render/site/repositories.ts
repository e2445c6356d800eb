import type { Digest } from "../../domain/metric/digest.ts";
import { repositories as counted } from "../figures.ts";
import { type Html, html, Html as Raw } from "../html.ts";
import { count } from "../text.ts";
import { block, table } from "./blocks.ts";
import { barPath, viewBox } from "./plots/paths.ts";
import type { SiteScope } from "./site.ts";

/** A repository's page in a site. */
interface LinkedScope {
  readonly scope: SiteScope;
  /** The path of its page. */
  readonly path: string;
}

const WEEKS = 26;
const ORDER =
  "In alphabetical order. A builder who shipped in two of them on one day counts in both, and once above.";

/** An organization's repositories by name, never by rank: each with its weeks, and a link to its page. */
export function repositoryList({ digest, weeks }: SiteScope, linked: readonly LinkedScope[]): Html {
  if (linked.length === 0) return withoutPages(digest);
  const shown = new Map(digest.repositories.map((each) => [each.repository, each]));
  const recent = weeks.slice(-WEEKS).map(({ week }) => week);
  const rows = linked.map(({ scope, path }) => {
    const found = shown.get(scope.name);
    return [
      html`<a href="${path}">${scope.name.split("/").at(-1) ?? scope.name}</a>`,
      spark(scope, recent),
      found === undefined ? "–" : `${found.total}`,
      found === undefined ? "not measured in this week" : stateText(found.state, found.pending),
    ];
  });
  return block(
    counted(linked.length),
    html`<p class="note">${ORDER} The bars show up to ${WEEKS} weeks, each repository by its own scale.${leftOutText(digest.leftOut)}</p>
${table(["repository", "weeks", "normalized deployments", "state"], rows, "list")}`,
    "repositories",
  );
}

/** The repositories of several clones, which have no page of their own. */
function withoutPages({ repositories, leftOut }: Digest): Html {
  if (repositories.length === 0) return html``;
  const rows = repositories.map(({ repository, total, state, pending }) => {
    return [repository, `${total}`, stateText(state, pending)];
  });
  return block(
    counted(repositories.length),
    html`<p class="note">${ORDER}${leftOutText(leftOut)}</p>
${table(["repository", "normalized deployments", "state"], rows, "list")}`,
    "repositories",
  );
}

function stateText(state: string, pending: number): string {
  return pending === 0 ? state : `${state}, ${count(pending, "change")} waiting`;
}

function leftOutText(leftOut: number): string {
  return leftOut === 0 ? "" : ` ${leftOut} more are left out: merging is all that is known of them.`;
}

/** The weeks of a repository as small bars. The numbers are on its page. */
function spark({ weeks }: SiteScope, recent: readonly string[]): Html {
  const totals = new Map(weeks.map(({ week, normalizedDeployments: { total } }) => [week, total]));
  const values = recent.map((week) => totals.get(week) ?? null);
  const top = Math.max(1, ...values.map((value) => value ?? 0));
  return new Raw(
    `<svg class="spark" viewBox="${viewBox(recent.length)}" preserveAspectRatio="none" aria-hidden="true"><path class="bars rest" d="${barPath(values, top)}"/></svg>`,
  );
}
