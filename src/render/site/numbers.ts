import type { Digest } from "../../domain/metric/digest.ts";
import { minutes, percent, span } from "../figures.ts";
import { Html } from "../html.ts";
import { shownAdoption, shownAssisted } from "../withheld.ts";
import { undoneShare } from "./plots/after-merge.ts";
import type { SiteScope } from "./site.ts";

/** A column of the table of all weeks. Its texts are ours, and need no escaping. */
interface Column {
  readonly name: string;
  readonly cell: (digest: Digest) => string;
}

const COLUMNS: readonly Column[] = [
  { name: "normalized deployments", cell: ({ normalizedDeployments: { total } }) => `${total}` },
  {
    name: "usual range",
    cell: ({ normalizedDeployments: { usual } }) => (usual === null ? "" : span(usual)),
  },
  { name: "AI-assisted", cell: (digest) => shown(shownAssisted(digest)) },
  { name: "share, %", cell: ({ share }) => shown(share?.percent ?? null) },
  { name: "usual share, %", cell: ({ share }) => (share?.usual ? span(share.usual) : "") },
  { name: "changes that stayed", cell: ({ changes }) => `${changes.net}` },
  { name: "undone", cell: undoneCell },
  { name: "merge to production", cell: ({ beside }) => lead(beside.medianLeadMinutes?.all ?? null) },
  { name: "adoption", cell: (digest) => adoptionCell(shownAdoption(digest)) },
  { name: "net changes per builder", cell: ({ trend }) => shown(trend?.perBuilder ?? null) },
];

/** The numbers of all charts as a table, the newest week first, without empty columns. */
export function numbers({ weeks }: SiteScope): Html {
  const newest = weeks.toReversed();
  const columns = COLUMNS.map(({ name, cell }) => ({ name, cells: newest.map(cell) })).filter(({ cells }) =>
    cells.some((cell) => cell !== ""),
  );
  const head = columns.map(({ name }) => `<th scope=col>${name}`).join("");
  // The short forms of the tags: a site has this table on each of its pages.
  const rows = newest.map(
    ({ week, state }, index) =>
      `<tr><th scope=row>${week}${state === "final" ? "" : ` ${state}`}${columns.map(({ cells }) => `<td>${cells[index] ?? ""}`).join("")}`,
  );
  return new Html(`<details id="numbers"><summary>All numbers, week by week</summary>
<p class="note">An empty cell: there is nothing, or it is withheld, since too few people shipped or attribution is known for too few changes. A week without a state is final.</p>
<div class="scroll" tabindex="0" role="region" aria-label="All numbers, week by week"><table class="figures"><thead><tr><th scope=col>week${head}<tbody>${rows.join("")}</table></div>
</details>
`);
}

function undoneCell(digest: Digest): string {
  const { undone } = digest.changes;
  return undoneShare(digest) === null ? "" : `${undone}`;
}

function adoptionCell(found: Digest["builders"]["adoption"]): string {
  return typeof found === "number" ? percent(found) : (found ?? "");
}

function lead(middle: number | null): string {
  return middle === null ? "" : minutes(middle);
}

function shown(value: number | null): string {
  return value === null ? "" : `${value}`;
}
