import type SqliteDatabase from "better-sqlite3";
import { HOUR_MS, MINUTE_MS } from "../domain/durations.ts";

/** What waits until a time, and for how long at most: a little more than what the work puts it off by. */
const WAITS = [
  ["deliveries", "due_at", 2 * HOUR_MS, "status = 'pending'"],
  ["check_runs", "retry_at", 2 * HOUR_MS, "stale_since is not null"],
  ["backfills", "due_at", 2 * HOUR_MS, "state = 'running'"],
  ["unread", "due_at", 26 * HOUR_MS, "due_at is not null"],
  ["refusals", "ask_again_at", 26 * HOUR_MS, "true"],
] as const;

/** What happened at a time by this machine's clock, so that none lies in the future. */
const MARKS = [
  ["deliveries", "received_at", "status = 'pending'"],
  ["check_runs", "stale_since", "stale_since is not null"],
  ["unread", "tried_at", "true"],
] as const;

/** Clocks that are right differ by less. */
const SLACK = MINUTE_MS;

/**
 * Has times that no right clock can have given count as now, so that nothing waits for them: the clock was ahead and is right
 * again, or was right and is behind. Returns of how many rows.
 */
export function correctTimes(client: SqliteDatabase.Database, now: Date): number {
  const at = now.getTime();
  const run = (text: string, latest: number) => client.prepare(text).run({ at, latest }).changes;
  return client.transaction(() => {
    // Received in the future, it is due in the future too, however little.
    let changed = run(
      "update deliveries set due_at = @at where status = 'pending' and received_at > @latest and due_at > @at",
      at + SLACK,
    );
    for (const [table, column, longest, where] of WAITS)
      changed += run(
        `update ${table} set ${column} = @at where ${where} and ${column} > @latest`,
        at + longest,
      );
    for (const [table, column, where] of MARKS)
      changed += run(
        `update ${table} set ${column} = @at where ${where} and ${column} > @latest`,
        at + SLACK,
      );
    return changed;
  })();
}
