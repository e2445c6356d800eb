import type { DeclaredTool } from "../attribution/tool-role.ts";
import type { UnmergedPull } from "../records/change.ts";
import type { LedgerRow } from "../shipping/ledger.ts";
import type { ShipMode } from "../shipping/rules.ts";
import type { Shipping } from "../shipping/shipping.ts";
import type { CountedChange } from "./counted-part.ts";
import type { ZeroFacts } from "./zero-facts.ts";

/** The input of a digest from one repository: its history from some week on. */
export interface Measured {
  /** `owner/name`. */
  readonly repository: string;
  /** Its deployments, at least those of the weeks of the query. */
  readonly ledger: readonly LedgerRow[];
  /** The changes merged from `firstWeekNeeded` on until now. */
  readonly changes: readonly CountedChange[];
  /** The changes whose arrival completes a week, of a part of a repository: those of the whole; absent of a whole. */
  readonly completing?: readonly CountedChange[] | undefined;
  /** The pull requests closed without a merge, at least those of the week of the query; absent where nobody knows. */
  readonly unmerged?: readonly UnmergedPull[] | undefined;
  /** The time before which the unmerged ones were not read. */
  readonly mergedOnlyBefore?: Date | undefined;
  /** The deployment of the first counted target's baseline; `undefined` when nothing is measured yet. */
  readonly measuredSince: Date | undefined;
  /** The last sealed merge. Up to then a builder has another token each week. */
  readonly lastSealed?: Date | undefined;
  /** The success of the newest counted deployment. */
  readonly lastCounted: Date | undefined;
  readonly ship: ShipMode;
  /** The tools of declared changes, by the id of the change. The week of the query is enough. */
  readonly tools: ReadonlyMap<string, readonly DeclaredTool[]>;
  /** The times at which rules changed that decide what counts. The usual range restarts there. */
  readonly lines: readonly Date[];
  /** The deployments seen where nothing counts in the week of the query. If absent, the ledger decides. */
  readonly zeroFacts?: ZeroFacts | undefined;
  /** Whether its config names the production environments. */
  readonly isProductionNamed?: boolean | undefined;
}

/** Facts that a derived history does not contain. */
interface MeasureOptions {
  /** The ship mode of the repository. If absent, its newest deployment or release decides. */
  readonly ship?: ShipMode | undefined;
  readonly lines?: readonly Date[] | undefined;
  readonly tools?: Measured["tools"] | undefined;
}

/** Makes the input of a digest from a whole derived history of a repository. */
export function toMeasured(
  repository: string,
  { ledger, changes }: Shipping,
  { ship = shownBy(ledger), lines = [], tools = new Map() }: MeasureOptions = {},
): Measured {
  const all = [...changes.values()];
  const baseline = ledger.find(({ reason }) => reason === "baseline");
  return {
    repository,
    ledger,
    changes: all,
    measuredSince: ship === "merges" ? firstMerge(all) : baseline?.at,
    lastCounted: ledger.findLast(({ reason }) => reason === undefined)?.at,
    ship,
    tools,
    lines,
  };
}

function shownBy(ledger: readonly LedgerRow[]): ShipMode {
  return ledger.at(-1)?.kind === "release" ? "releases" : "deployments";
}

/** Without deployments there is no baseline. Measurement starts with the first merge. */
function firstMerge(changes: readonly CountedChange[]): Date | undefined {
  const [first, ...others] = changes.map(({ change }) => change.mergedAt);
  return first && others.reduce((earliest, at) => (at < earliest ? at : earliest), first);
}
