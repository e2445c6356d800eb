import type { Digest } from "../../../domain/metric/digest.ts";
import { nameOfScope } from "../../../domain/metric/scope.ts";
import type { ScopeTotal } from "../../../domain/metric/scope-totals.ts";
import { CANNOT_TELL } from "../../figures.ts";
import { type Html, html } from "../../html.ts";
import { block, table } from "../../site/blocks.ts";
import type { SiteScope } from "../../site/site.ts";
import { code, count, plain } from "../../text.ts";
import type { Section } from "../section.ts";

const MOST_ROWS = 50;
const LONGEST_NAME = 60;

/** The named scopes of an organization, by name and never by rank. */
export const scopes: Section = { markdown: renderScopes, page: scopesBlock };

const HEAD = ["scope", "repositories", "total", "AI-assisted", "state"];
const NOTE =
  "In alphabetical order. A builder who shipped in two scopes on one day counts in both, and once above.";
const WITHHELD =
  "Withheld: too few builders shipped in the scope, or in what it leaves of the organization or of another scope; or not every reader may see its repositories.";

function renderScopes({ scopes: all = [] }: Digest): string {
  if (all.length === 0) return "";
  const rows = all.slice(0, MOST_ROWS).map((each) => [code(each.scope), ...cellsOf(each)]);
  return [
    `<details><summary>${count(all.length, "scope")}</summary>`,
    "",
    ...[HEAD, ["---", "--:", "--:", "--:", "---"], ...rows].map((row) => `| ${row.join(" | ")} |`),
    "",
    ...[moreThan(all), noteOn(all)].filter(Boolean).map((text) => `${text}\n`),
    "</details>",
  ].join("\n");
}

function scopesBlock({ digest: { scopes: all = [], scope: owner }, scopePages }: SiteScope): Html {
  if (all.length === 0) return html``;
  const rows = all.map((each) => {
    const [name, path] = [plain(each.scope, LONGEST_NAME), scopePages?.get(nameOfScope(owner, each.scope))];
    return [path === undefined ? name : html`<a href="${path}">${name}</a>`, ...cellsOf(each)];
  });
  const note = html`<p class="note">${noteOn(all)}</p>\n`;
  return block(count(all.length, "scope"), html`${note}${table(HEAD, rows, "list")}`, "scopes");
}

function moreThan(all: readonly ScopeTotal[]): string {
  return all.length > MOST_ROWS
    ? `And ${all.length - MOST_ROWS} more, which come later in the alphabet.`
    : "";
}

function noteOn(all: readonly ScopeTotal[]): string {
  return all.some(({ total }) => total === null) ? `${NOTE} ${WITHHELD}` : NOTE;
}

function cellsOf({ repositories, leftOut, total, aiAssisted, pending, state }: ScopeTotal): string[] {
  return [
    leftOut === 0 ? `${repositories}` : `${repositories} of ${repositories + leftOut}`,
    `${total ?? "withheld"}`,
    `${aiAssisted ?? (total === null ? "withheld" : CANNOT_TELL)}`,
    pending === null || pending === 0
      ? state
      : `${state}, ${count(pending, "change")} waiting for a deployment`,
  ];
}
