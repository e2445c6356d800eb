import type { LedgerRow } from "../shipping/ledger.ts";
import type { Measured } from "./measured.ts";
import type { Scope } from "./scope.ts";
import type { ScopeWeek } from "./scope-weeks.ts";

/** A production environment, or a release, and its part in a week. */
export interface Target {
  /** Its name; for a release, the tag. */
  readonly environment: string;
  /** The number of changes merged in the week that it was the first to bring to production. */
  readonly brought: number;
  /** The times at which it brought the first and the last of them; `null` without any. */
  readonly from: string | null;
  readonly to: string | null;
  /** Its production deployments in the week, and the number of those that went back to an earlier commit. */
  readonly deployments: number;
  readonly wentBack: number;
}

/** The content of a repository's production. */
export interface Targets {
  /** The targets that brought most, first. */
  readonly shown: readonly Target[];
  /** The number of further targets. */
  readonly more: number;
  /** Whether two or more environments are production by nothing but their names. */
  readonly isByName: boolean;
}

const MOST = 10;
const ELSEWHERE: ReadonlySet<LedgerRow["reason"]> = new Set([
  ...(["untrusted-creator", "preview", "not-production", "failed"] as const),
]);

/**
 * The targets that brought a week's changes to production, and those with other deployments; `undefined` for an
 * organization, and where nothing deploys.
 */
export function targetsOf(
  { repositories, isOrganization, ship }: Scope,
  week: ScopeWeek,
): Targets | undefined {
  const [measured] = repositories;
  if (measured === undefined || isOrganization || ship === "merges") return undefined;
  const all = [...Map.groupBy(partsOf(measured, week), ({ environment }) => environment)].map(
    ([environment, parts]) => toTarget(environment, parts),
  );
  const sorted = all.sort(
    (a, b) =>
      b.brought - a.brought || b.deployments - a.deployments || (a.environment < b.environment ? -1 : 1),
  );
  return {
    shown: sorted.slice(0, MOST),
    more: Math.max(0, sorted.length - MOST),
    isByName: ship === "deployments" && sorted.length > 1 && measured.isProductionNamed !== true,
  };
}

/** A change that a target brought, or one of its deployments. */
interface Part {
  readonly environment: string;
  readonly broughtAt?: number;
  readonly isBack?: boolean;
}

function partsOf({ ledger }: Measured, { changes, start, end }: ScopeWeek): Part[] {
  const brought = changes.flatMap(({ arrival }) =>
    arrival === undefined ? [] : [{ environment: arrival.environment, broughtAt: arrival.at.getTime() }],
  );
  const deployed = ledger
    .filter(({ at, reason }) => at.getTime() >= start && at.getTime() < end && !ELSEWHERE.has(reason))
    .map(({ environment, reason }) => ({ environment, isBack: reason === "rollback" }));
  return [...brought, ...deployed];
}

function toTarget(environment: string, parts: readonly Part[]): Target {
  const times = parts.flatMap(({ broughtAt }) => broughtAt ?? []).sort((a, b) => a - b);
  const instant = (time: number | undefined) => (time === undefined ? null : new Date(time).toISOString());
  return {
    environment,
    brought: times.length,
    from: instant(times[0]),
    to: instant(times.at(-1)),
    deployments: parts.length - times.length,
    wentBack: parts.filter(({ isBack }) => isBack === true).length,
  };
}
