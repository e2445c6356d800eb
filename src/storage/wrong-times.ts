import { sql } from "drizzle-orm";
import { HOUR_MS, MINUTE_MS } from "../domain/durations.ts";
import type { Transaction } from "./sql/handle.ts";

/**
 * The columns with times until which something waits, and the longest possible wait: a little more than the work sets.
 */
const WAITS = [
  ["deliveries", "due_at", 2 * HOUR_MS, "status = 'pending'"],
  ["check_runs", "retry_at", 2 * HOUR_MS, "stale_since is not null"],
  ["backfills", "due_at", 2 * HOUR_MS, "state = 'running'"],
  ["unread", "due_at", 26 * HOUR_MS, "due_at is not null"],
  ["refusals", "ask_again_at", 26 * HOUR_MS, "true"],
  ["notifications", "due_at", 2 * HOUR_MS, "message is not null"],
] as const;

/** The columns with times by this machine's clock, which cannot be in the future. */
const MARKS = [
  ["deliveries", "received_at", "status = 'pending'"],
  ["check_runs", "stale_since", "stale_since is not null"],
  ["unread", "tried_at", "true"],
  ["notifications", "created_at", "message is not null"],
  ["spend_alerts", "written_at", "written_at is not null"],
  ["spend_alerts", "notified_at", "notified_at is not null"],
] as const;

/** Correct clocks differ by less. */
const SLACK = MINUTE_MS;

/**
 * Sets times that no correct clock can have given to now, so that nothing waits for them. The clock was ahead and is
 * correct again, or was correct and is behind. Returns the number of rows.
 */
export async function correctTimes(transaction: Transaction, now: Date): Promise<number> {
  const at = now.getTime();
  // A delivery received in the future is also due in the future, however little.
  let changed = await transaction.run(
    sql`update deliveries set due_at = ${at}
      where status = 'pending' and received_at > ${at + SLACK} and due_at > ${at}`,
  );
  for (const [table, column, longest, where] of WAITS)
    changed += await transaction.run(lower(table, column, where, { latest: at + longest, to: at }));
  for (const [table, column, where] of MARKS)
    changed += await transaction.run(lower(table, column, where, { latest: at + SLACK, to: at }));
  return changed;
}

function lower(table: string, column: string, where: string, { latest, to }: { latest: number; to: number }) {
  const name = sql.identifier(column);
  return sql`update ${sql.identifier(table)} set ${name} = ${to}
    where ${sql.raw(where)} and ${name} > ${latest}`;
}
