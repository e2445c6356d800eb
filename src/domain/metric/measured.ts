import type { DeclaredTool } from "../attribution/tool-role.ts";
import type { ShippedChange } from "../shipping/judgement.ts";
import type { LedgerRow } from "../shipping/ledger.ts";
import type { ShipMode } from "../shipping/rules.ts";
import type { Shipping } from "../shipping/shipping.ts";
import type { Sighted } from "./sighted.ts";

/** What one repository hands to a digest: its part of history from some week on. */
export interface Measured {
  /** `owner/name`. */
  readonly repository: string;
  /** Its deployments, at least those of the weeks that are asked about. */
  readonly ledger: readonly LedgerRow[];
  /** What was merged from `firstWeekNeeded` on until now. */
  readonly changes: readonly ShippedChange[];
  /** When the first counted target's baseline was deployed; `undefined` when nothing is measured yet. */
  readonly measuredSince: Date | undefined;
  /** The last merge that is sealed: until then a builder is another one each week. */
  readonly lastSealed?: Date | undefined;
  /** When the newest counted deployment succeeded. */
  readonly lastCounted: Date | undefined;
  readonly ship: ShipMode;
  /** The tools that declared changes declare, by the id of the change; those of the week that is asked about suffice. */
  readonly tools: ReadonlyMap<string, readonly DeclaredTool[]>;
  /** When rules changed that alter what counts: the usual range restarts there. */
  readonly lines: readonly Date[];
  /** What was seen where nothing counts in the week that is asked about; without it, what the ledger shows. */
  readonly sighted?: Sighted | undefined;
  /** Whether its config says which environments are production. */
  readonly isProductionNamed?: boolean | undefined;
}

/** What a derived history does not tell by itself. */
interface MeasureOptions {
  /** How the repository ships; without it, as its newest deployment or release shows. */
  readonly ship?: ShipMode | undefined;
  readonly lines?: readonly Date[] | undefined;
  readonly tools?: Measured["tools"] | undefined;
}

/** Hands over a whole derived history of a repository. */
export function measure(
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

/** Without deployments there is no baseline: measurement starts with the first merge. */
function firstMerge(changes: readonly ShippedChange[]): Date | undefined {
  const [first, ...others] = changes.map(({ change }) => change.mergedAt);
  return first && others.reduce((earliest, at) => (at < earliest ? at : earliest), first);
}
