import { WEEK_MS } from "../domain/durations.ts";
import { shipSaidBy } from "../domain/shipping/ship-mode.ts";
import { type Waiting, waitingBecause } from "../domain/shipping/standstill.ts";
import type { Stores } from "../storage/stores.ts";

/** A repository in which work was merged and nothing reached production. */
interface Standstill {
  /** `owner/name`. */
  readonly repository: string;
  /** How many changes were merged. */
  readonly merged: number;
  readonly waiting: Waiting;
}

/** Those of the last thirteen weeks: so many of them, and how many there are. */
interface Standstills {
  readonly shown: readonly Standstill[];
  readonly total: number;
}

const LOOKED_BACK = 13 * WEEK_MS;
/** So many that all of it fits on one screen. */
const MOST_SHOWN = 5;

/** Reads in which repositories nothing reaches production, and why. */
export async function readStandstills(
  { operations, histories, rules }: Pick<Stores, "operations" | "histories" | "rules">,
  now: Date,
): Promise<Standstills> {
  const since = new Date(now.getTime() - LOOKED_BACK);
  const all = await operations.unshipped(since);
  const shown: Standstill[] = [];
  for (const { id, owner, name, merged } of all.slice(0, MOST_SHOWN)) {
    const said = { rules: await rules.list(id), choices: await histories.choices(id) };
    const { ship } = shipSaidBy(said, now);
    const waiting = waitingBecause(await histories.sightings(id, [since, now]), ship);
    shown.push({ repository: `${owner}/${name}`, merged, waiting });
  }
  return { shown, total: all.length };
}
