import { WEEK_MS } from "../domain/durations.ts";
import { shipModeAt } from "../domain/shipping/ship-mode.ts";
import { type Waiting, waitingBecause } from "../domain/shipping/standstill.ts";
import type { Stores } from "../storage/stores.ts";

/** A repository in which work was merged and nothing reached production. */
interface Standstill {
  /** `owner/name`. */
  readonly repository: string;
  /** The number of merged changes. */
  readonly merged: number;
  readonly waiting: Waiting;
}

/** The standstills of the last thirteen weeks: a few of them, and their number. */
interface Standstills {
  readonly shown: readonly Standstill[];
  readonly total: number;
}

const LOOKED_BACK = 13 * WEEK_MS;
/** The most standstills that fit on one screen. */
const MOST_SHOWN = 5;

/** Finds the repositories in which nothing reaches production, and the reasons. */
export async function readStandstills(
  { operations, histories, rules }: Pick<Stores, "operations" | "histories" | "rules">,
  now: Date,
): Promise<Standstills> {
  const since = new Date(now.getTime() - LOOKED_BACK);
  const all = await operations.listUnshipped(since);
  const shown: Standstill[] = [];
  for (const { id, owner, name, merged } of all.slice(0, MOST_SHOWN)) {
    const said = { rules: await rules.list(id), choices: await histories.listChoices(id) };
    const { ship } = shipModeAt(said, now);
    const waiting = waitingBecause(await histories.listEnvironmentCounts(id, [since, now]), ship);
    shown.push({ repository: `${owner}/${name}`, merged, waiting });
  }
  return { shown, total: all.length };
}
