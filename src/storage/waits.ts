import { type AnyColumn, not, type SQL, sql } from "drizzle-orm";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../domain/durations.ts";
import { isOver } from "../domain/waits.ts";
import { matches, placeholders } from "./rows.ts";
import { installations, repositories } from "./schema/repositories.ts";
import { waits } from "./schema/waits.ts";
import type { SqlDatabase, Transaction } from "./sql/handle.ts";
import { build, template } from "./sql/query.ts";
import { STORE_NOW, timesOf } from "./store-time.ts";

/**
 * What can wait, and its longest wait in milliseconds: a little more than the work sets. An end that is further away came
 * from a wrong clock, and counts as now.
 */
const LONGEST = {
  /** The requests to GitHub of an installation that met a rate limit. */
  requests: 2 * HOUR_MS,
  /** The backfills of an installation that used up their share of requests. */
  backfills: 2 * HOUR_MS,
  /** The reading of facts that are recorded as missing. */
  "reading-again": HOUR_MS,
  /** The re-attribution of a repository in which it failed, or of all. */
  "re-attribution": DAY_MS,
  /** The notifications, while their receiver fails. */
  notifications: 2 * HOUR_MS,
} as const;

/** The name of what can wait. */
type WaitName = keyof typeof LONGEST;

/** What waits: for an installation, for a repository, or for all. */
interface Wait {
  readonly name: WaitName;
  readonly installationId?: number;
  readonly repositoryId?: number;
}

/** The present time and the end of a wait, both by the clock of the caller. */
interface WaitTimes {
  readonly now: Date;
  readonly until: Date;
  /** The number of failures in a row that led to it; 0 if absent. */
  readonly failures?: number;
}

/** A wait as it is stored. */
interface FoundWait {
  readonly isOn: boolean;
  readonly failures: number;
}

/** What waits, the same for all servers of a store. Their clocks may differ: ends are stored by the database's clock. */
export interface WaitStore {
  /** Begins a wait, or changes its end. An installation or a repository that is not stored has none. */
  begin(wait: Wait, times: WaitTimes): Promise<void>;
  /**
   * Begins a wait of some milliseconds unless it is under way, and returns whether it began it: of several callers at a
   * time only one does. Without this nobody could keep a pace.
   */
  tryBegin(wait: Wait, now: Date, milliseconds: number): Promise<boolean>;
  /** Finds a wait; `undefined` when it never began, or was ended. */
  find(wait: Wait, now: Date): Promise<FoundWait | undefined>;
  /** Ends a wait. */
  end(wait: Wait): Promise<void>;
  /** Deletes the waits that are over for an hour or more. */
  forget(now: Date): Promise<void>;
}

const { name, key } = placeholders("name", "key");
const IS_IT = matches(waits, { name, key });
const KEY = sql`cast(${key} as bigint)`;
/** Work under way must not store a wait of what was deleted meanwhile. */
const IS_STORED = sql`(${KEY} = 0
  or exists (select 1 from ${repositories} where ${repositories.id} = ${KEY})
  or exists (select 1 from ${installations} where ${installations.id} = -${KEY}))`;
const NAMED = sql`cast(${name} as text), ${KEY}`;
const END = sql`${STORE_NOW} + cast(${sql.placeholder("left")} as bigint)`;

const BEGIN = sql`insert into waits (name, key, until, failures)
  select ${NAMED}, ${END}, cast(${sql.placeholder("failures")} as bigint) where ${IS_STORED}
  on conflict (name, key) do update set until = excluded.until, failures = excluded.failures`;
/**
 * A wait that is longer than the one to begin, by more than a question to a busy database takes, came from a wrong
 * clock.
 */
const TRY_BEGIN = sql`insert into waits (name, key, until) select ${NAMED}, ${END} where true
  on conflict (name, key) do update set until = excluded.until
    where ${waits.until} <= ${STORE_NOW} or ${waits.until} > excluded.until + ${sql.raw(`${MINUTE_MS}`)}`;
const FIND = template<{ readonly remaining: number; readonly failures: number }>(
  sql`select ${waits.until} - ${STORE_NOW} as remaining, ${waits.failures} as failures from ${waits} where ${IS_IT}`,
);
const DELETE = build.delete(waits).where(IS_IT);
const FORGET = build.delete(waits).where(sql`${waits.until} <= ${STORE_NOW} - ${sql.raw(`${HOUR_MS}`)}`);
const OF_INSTALLATION = build.delete(waits).where(sql`${waits.key} = -cast(${sql.placeholder("id")} as bigint)
  or ${waits.key} in (select ${repositories.id} from ${repositories}
    where ${repositories.installationId} = ${sql.placeholder("id")})`);
const OF_REPOSITORY = build.delete(waits).where(sql`${waits.key} = ${sql.placeholder("id")}
  and not exists (select 1 from ${repositories} where ${repositories.id} = ${sql.placeholder("id")})`);

/** Stores waits. */
export function createWaitStore(database: SqlDatabase): WaitStore {
  return {
    async begin(wait, { now, until, failures = 0 }) {
      const left = until.getTime() - now.getTime();
      await database.run(BEGIN, { ...keyOf(wait), ...timesOf(now), left, failures });
    },
    async tryBegin(wait, now, left) {
      return (await database.run(TRY_BEGIN, { ...keyOf(wait), ...timesOf(now), left })) > 0;
    },
    async find(wait, now) {
      const found = await database.one(FIND, { ...keyOf(wait), ...timesOf(now) });
      return found && { isOn: !isOver(found.remaining, 0, LONGEST[wait.name]), failures: found.failures };
    },
    async end(wait) {
      await database.run(DELETE, keyOf(wait));
    },
    async forget(now) {
      await database.run(FORGET, timesOf(now));
    },
  };
}

/** Whether the installation of a repository met no rate limit, in a query with the values of `timesOf`. */
export const MAY_BE_REQUESTED = not(isInstallationWaiting("requests", repositories.installationId));

/** Whether the installation that a column names waits, in a query with the values of `timesOf`. */
export function isInstallationWaiting(name: WaitName, id: AnyColumn): SQL {
  return isWaiting(name, sql`-${id}`);
}

/** The same of a repository. */
export function isRepositoryWaiting(name: WaitName, id: AnyColumn): SQL {
  return isWaiting(name, sql`${id}`);
}

function isWaiting(name: WaitName, key: SQL): SQL {
  return sql`exists (select 1 from ${waits} where ${waits.name} = ${name} and ${waits.key} = ${key}
    and ${waits.until} > ${STORE_NOW} and ${waits.until} <= ${STORE_NOW} + ${sql.raw(`${LONGEST[name]}`)})`;
}

/** Deletes the waits of an installation and of its repositories, before it is deleted itself. */
export async function forgetWaitsOfInstallation(transaction: Transaction, id: number): Promise<void> {
  await transaction.run(OF_INSTALLATION, { id });
}

/** Deletes the waits of a repository, after it was deleted itself. */
export async function forgetWaitsOfRepository(transaction: Transaction, id: number): Promise<void> {
  await transaction.run(OF_REPOSITORY, { id });
}

/** The ids of installations and repositories may be the same numbers. */
function keyOf({ name, installationId, repositoryId }: Wait): {
  readonly name: string;
  readonly key: number;
} {
  return { name, key: repositoryId ?? (installationId === undefined ? 0 : -installationId) };
}
