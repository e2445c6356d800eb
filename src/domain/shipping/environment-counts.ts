import type { LedgerRow } from "./ledger.ts";
import type { Reason } from "./timeline.ts";

/**
 * The number of deployments to one environment with one place in the ledger. All releases are counted together, since
 * each has its own tag.
 */
export interface EnvironmentCount {
  readonly kind: "deployment" | "release";
  /** Empty for releases. */
  readonly environment: string;
  /**
   * The reason why they are not counted; `undefined` when they reached production and could bring something.
   * `not-in-force`: they reached production in the way that does not ship.
   */
  readonly reason: Exclude<Reason, "no-effective-change"> | "not-in-force" | undefined;
  readonly number: number;
}

type SeenRow = Pick<LedgerRow, "kind" | "environment"> & {
  readonly reason: Reason | "not-in-force" | undefined;
};

/** Counts deployments by environment and place, the largest number first. */
export function countByEnvironment(rows: Iterable<SeenRow>): EnvironmentCount[] {
  const found = new Map<string, EnvironmentCount>();
  for (const { kind, environment: name, reason: place } of rows) {
    const environment = kind === "release" ? "" : name;
    const reason = place === "no-effective-change" ? undefined : place;
    const key = JSON.stringify([kind, environment, reason]);
    const number = (found.get(key)?.number ?? 0) + 1;
    found.set(key, { kind, environment, reason, number });
  }
  return [...found.values()].sort(
    (a, b) =>
      b.number - a.number || (a.environment < b.environment ? -1 : a.environment > b.environment ? 1 : 0),
  );
}

export function totalOf(environmentCounts: readonly Pick<EnvironmentCount, "number">[]): number {
  return environmentCounts.reduce((sum, { number }) => sum + number, 0);
}
