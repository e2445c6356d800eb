import type { PullCounts } from "../../domain/metric/closed-pulls.ts";
import type { ChangeCounts } from "../../domain/metric/counts.ts";
import type { Digest } from "../../domain/metric/digest.ts";
import type { ScopeTotal } from "../../domain/metric/scope-totals.ts";
import type { Week } from "../../domain/metric/week.ts";
import type { WeekTotal } from "../../domain/metric/week-totals.ts";
import { shownAssisted } from "../withheld.ts";
import { spendFigures } from "./spend/csv.ts";

/** A figure of a week. Its usual range is absent where there is none. */
interface Row {
  readonly scope: string;
  readonly week: string;
  readonly metric: string;
  /** `null` where the figure is withheld. */
  readonly value: number | string | null;
  readonly usual?: readonly [number, number] | readonly [string, string] | null | undefined;
  readonly state: string;
}

const HEAD = "scope,week,metric,value,low,high,state";

/** Renders a digest as CSV: the totals of its weeks, then each figure of its own week, a row each. */
export function renderDigestCsv(digest: Digest): string {
  const { scope, week, weeks, repositories, scopes = [] } = digest;
  const earlier = weeks.filter((each) => each.week !== week).flatMap((each) => totalRows(scope, each));
  const inside = repositories.map(({ repository, total, state }) => {
    return { scope: repository, week, metric: "normalized_deployments", value: total, state };
  });
  const scoped = scopes.flatMap((each) => scopeRows(scope, week, each));
  const spent = spendFigures(digest.spend).map((figure) => ({ scope, week, state: digest.state, ...figure }));
  return toCsv([...earlier, ...weekRows(digest), ...scoped, ...inside, ...spent]);
}

/** Renders the digests of several weeks as CSV: each figure of each week, a row each. */
export function renderDigestsCsv(digests: readonly Digest[]): string {
  return toCsv(digests.flatMap(weekRows));
}

function totalRows(scope: string, { week, state, total, aiAssisted }: WeekTotal): Row[] {
  return [
    { scope, week, metric: "normalized_deployments", value: total, state },
    { scope, week, metric: "ai_assisted_normalized_deployments", value: aiAssisted, state },
  ];
}

/** A named scope stands behind the name of its organization, so that it differs from a repository. */
function scopeRows(
  organization: string,
  week: Week,
  { scope: name, total, aiAssisted, state }: ScopeTotal,
): Row[] {
  const row = { scope: `${organization}: ${name}`, week, state };
  return [
    { ...row, metric: "normalized_deployments", value: total },
    { ...row, metric: "ai_assisted_normalized_deployments", value: aiAssisted },
  ];
}

const COUNTS = [
  ...(["merged", "pending", "arrived", "automation", "ineffective", "rework", "effective"] as const),
  ...(["withdrawn", "undone", "declared", "undeclared", "unknown"] as const),
] satisfies readonly (keyof ChangeCounts)[];

function weekRows(digest: Digest): Row[] {
  const { scope, week, state, normalizedDeployments: headline, changes, deployments, beside } = digest;
  const row = (metric: string, value: number | null, usual?: Row["usual"]): Row => {
    return { scope, week, metric, value, usual, state };
  };
  return [
    row("normalized_deployments", headline.total, headline.usual),
    row("ai_assisted_normalized_deployments", shownAssisted(digest)),
    ...shareRow(digest).map(({ percent, usual }) => row("ai_assisted_share_percent", percent, usual)),
    row("net_changes", beside.netChanges.count, beside.netChanges.usual),
    ...COUNTS.map((name) => row(`changes_${name}`, changes[name])),
    ...pullFigures(digest).map(([metric, value]) => row(metric, value)),
    row("deployments_seen", deployments.seen),
    row("deployments_counted", deployments.counted),
    row("builders", digest.builders.count, digest.builders.usual),
  ];
}

const STEPS = ["closed", "merged", "arrived", "effective", "net"] satisfies readonly (keyof PullCounts)[];

/** The steps of the closed pull requests, and of their parts by what they declare; none where nobody knows them. */
function pullFigures({ pulls }: Digest): readonly (readonly [metric: string, value: number | null])[] {
  if (pulls === undefined) return [];
  const parts = ["declared", "undeclared", "unknown"] as const;
  return [
    ...STEPS.map((step) => [`pulls_${step}`, pulls[step]] as const),
    ...parts.flatMap((part) =>
      STEPS.map((step) => [`pulls_${part}_${step}`, pulls[part]?.[step] ?? null] as const),
    ),
  ];
}

/** A share of nothing has no row; a withheld one has. */
function shareRow({ share, normalizedDeployments: { total } }: Digest) {
  if (share !== null && share !== undefined) return [share];
  return total === 0 ? [] : [{ percent: null, usual: null }];
}

function toCsv(rows: readonly Row[]): string {
  return `${[HEAD, ...rows.map(lineOf)].join("\r\n")}\r\n`;
}

function lineOf({ scope, week, metric, value, usual, state }: Row): string {
  const [low, high] = value === null ? [] : (usual ?? []);
  const shown = value === null ? "withheld" : state;
  return [textCell(scope), week, metric, value ?? "", low ?? "", high ?? "", shown].join(",");
}

/** A cell with a user's text, quoted as in RFC 4180. Spreadsheets run a text that begins like a formula, so it gets a `'`. */
function textCell(text: string): string {
  const guarded = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
