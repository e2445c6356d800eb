import { pino } from "pino";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { backfillWork } from "../../src/ingest/backfill/backfill.ts";
import type { SettingsSource } from "../../src/ingest/settings.ts";
import type { WorkOptions } from "../../src/ingest/work-options.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { octokit } from "./github.ts";
import { settingsWith } from "./stores.ts";

const MOST_TURNS = 5_000;
const MOST_WAITS = 1_000;

/** How a backfill is run. */
export interface BackfillRun {
  readonly now: Date;
  readonly settings?: SettingsSource;
  readonly authenticate?: WorkOptions["authenticate"];
  /** Called before each turn; `false` ends it there, as a crash does. */
  readonly goesOn?: (turns: number) => boolean | Promise<boolean>;
  /** Which of two servers of the store works a turn; the first one if absent. */
  readonly server?: (turn: number) => number;
  /** How often it is waited for something to do, a minute each. */
  readonly waits?: number;
}

/** Reads the past of the shop to its end, letting time pass where it waits, and tells in how many turns. */
export async function backfill(stores: Stores, run: BackfillRun): Promise<number> {
  let now = run.now.getTime();
  const servers = [0, 1].map(() =>
    backfillWork({
      stores,
      log: pino({ level: "silent" }),
      clock: () => new Date(now),
      authenticate: run.authenticate ?? (async () => octokit),
      settings: run.settings ?? settingsWith(),
      onStale: () => {},
    }),
  );
  let [turns, waits] = [0, run.waits ?? MOST_WAITS];
  while (turns < MOST_TURNS && waits > 0 && ((await run.goesOn?.(turns)) ?? true)) {
    const source = servers[run.server?.(turns) ?? 0];
    const item = await source?.next([]);
    if (item === undefined && !(await stores.backfills.isRunning(SHOP.id))) return turns;
    if (item === undefined) {
      now += 60_000;
      waits--;
      continue;
    }
    await source?.work(item);
    turns++;
  }
  return turns;
}

/** Has the past of the shop read from the beginning on. */
export function request(stores: Stores, at: Date): Promise<void> {
  const since = new Date(at.getTime() - 13 * 7 * 86_400_000);
  return stores.backfills.request({ repositoryId: SHOP.id, since, at });
}
