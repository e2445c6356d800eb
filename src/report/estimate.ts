import type { RequestBudget } from "../github/request-budget.ts";
import type { Budgets } from "../github/request-meter.ts";
import { RESERVE } from "../ingest/backfill/backfill.ts";

/** The size of the past to read. */
interface PastSize {
  readonly weeks: number;
  readonly repositories: number;
  /** The approximate number of pull requests that were closed in these weeks, merged or not. */
  readonly pulls: number;
}

/** The approximate price of reading a past. */
interface Price {
  readonly requests: number;
  readonly points: number;
}

/**
 * The price of a repository, and of a closed pull request, in requests of REST and points of GraphQL.
 *
 * Measured by `test/report/costs.test.ts`: 9 requests and 6 points a repository, and 0.02 requests and 0.05 points a pull
 * request. There is some room for pushes by hand, and for the deployments of previews.
 */
const A_REPOSITORY: Price = { requests: 12, points: 8 };
const A_PULL: Price = { requests: 0.05, points: 0.08 };
/** The fewest weeks of which a report can tell. */
const FEWEST_WEEKS = 2;

/** Estimates the price of a past. */
export function estimate({ repositories, pulls }: Omit<PastSize, "weeks">): Price {
  const price = (kind: keyof Price) => Math.ceil(repositories * A_REPOSITORY[kind] + pulls * A_PULL[kind]);
  return { requests: price("requests"), points: price("points") };
}

/** Says why a past does not fit into what is left, and what would; `undefined` where it fits. */
export function misfit(size: PastSize, { rest, graphql }: Budgets): string | undefined {
  const need = estimate(size);
  const lacking = [
    ...(fits(need.requests, rest) ? [] : [rest]),
    ...(fits(need.points, graphql) ? [] : [graphql]),
  ].flatMap((budget) => budget ?? []);
  if (lacking.length === 0) return undefined;
  const left = { requests: usable(rest), points: usable(graphql) };
  const whole = { requests: usable(rest, rest?.limit), points: usable(graphql, graphql?.limit) };
  const options = [
    ...smaller(size, left),
    ...(isWithin(need, whole) ? [`the whole after ${timeOf(lacking)}`] : []),
  ];
  return (
    `this would take about ${said(need)}, and ${said(left)} are left to it until ${timeOf(lacking)}, ` +
    `a fifth of the limit kept for others: ${options.length > 0 ? `${options.join(", or ")} would fit` : `nothing fits before ${timeOf(lacking)}`}`
  );
}

function fits(need: number, budget: RequestBudget | undefined): boolean {
  return need <= usable(budget);
}

/** The part of a budget that a report may use. Where no limit is set, everything fits. */
function usable(budget: RequestBudget | undefined, remaining = budget?.remaining): number {
  if (budget === undefined || remaining === undefined) return Number.POSITIVE_INFINITY;
  return Math.max(0, Math.floor(remaining - budget.limit * RESERVE));
}

function isWithin(need: Price, left: Price): boolean {
  return need.requests <= left.requests && need.points <= left.points;
}

/** What would fit of a past: fewer weeks, or fewer repositories. */
function smaller(size: PastSize, left: Price): string[] {
  const isGood = (part: Partial<PastSize>) => isWithin(estimate({ ...size, ...part }), left);
  const weeks = most(size.weeks - 1, (count) => isGood({ pulls: (size.pulls * count) / size.weeks }));
  const repositories = most(size.repositories - 1, (count) =>
    isGood({ repositories: count, pulls: (size.pulls * count) / size.repositories }),
  );
  return [
    ...(weeks >= FEWEST_WEEKS ? [`--weeks ${weeks}`] : []),
    ...(repositories >= 1 ? [`about ${repositories} of the ${size.repositories} repositories`] : []),
  ];
}

/** The greatest number up to `last` that is good; 0 when none is. */
function most(last: number, isGood: (count: number) => boolean): number {
  for (let count = last; count > 0; count--) if (isGood(count)) return count;
  return 0;
}

function said({ requests, points }: Price): string {
  const number = (value: number) => (Number.isFinite(value) ? value.toLocaleString("en") : "any number of");
  return `${number(requests)} requests and ${number(points)} points of GraphQL`;
}

function timeOf(budgets: readonly RequestBudget[]): string {
  const latest = budgets.reduce((time, { resetAt }) => Math.max(time, resetAt.getTime()), 0);
  return `${new Date(latest).toISOString().slice(11, 16)} UTC`;
}
