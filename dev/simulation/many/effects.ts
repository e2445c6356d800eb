import SqliteDatabase from "better-sqlite3";
import type { Standing } from "./github.ts";
import type { Effect, Told } from "./traffic.ts";

/** What is not as it must be once all is worked. */
export interface Found {
  /** Deliveries that were acknowledged, have no effect, and wait for none. */
  readonly lost: readonly string[];
  /** How many deliveries wait to be worked. */
  readonly waiting: number;
  /** Heads with more than one check run, and weeks with more than one issue. */
  readonly doubled: readonly string[];
}

/** How much work is left in a store; `undefined` while it cannot be read. */
export function workLeft(file: string): { readonly pending: number; readonly stale: number } | undefined {
  return reading(file, (count) => ({
    pending: count("select count(*) from deliveries where status = 'pending'"),
    stale: count("select count(*) from check_runs where stale_since is not null"),
  }));
}

/** Compares what a server acknowledged with what is in its store and on GitHub. */
export function effectsOf(file: string, acknowledged: Iterable<Told>, standing: Standing): Found {
  const told = [...acknowledged];
  const newest = newestHeads(told);
  const statusOf = (count: Count, id: string) =>
    ["done", "pending"].find(
      (status) => count("select count(*) from deliveries where id = ? and status = ?", id, status) === 1,
    );
  const missing = reading(file, (count) =>
    told
      .map((each) => ({ ...each, status: statusOf(count, each.id) }))
      .filter(({ status, effect }) => status !== "done" || !isEffective(effect, { count, newest, standing })),
  );
  const lost = missing?.filter(({ status }) => status !== "pending");
  const more = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts).flatMap(([what, times]) => (times > 1 ? [`${what}: ${times}`] : []));
  return {
    lost: (lost ?? told).map(({ id, event, effect }) => `${event} ${id} ${JSON.stringify(effect)}`),
    waiting: (missing ?? []).length - (lost ?? []).length,
    doubled: [...more(standing.checkRuns), ...more(standing.issues)],
  };
}

type Count = (query: string, ...values: readonly unknown[]) => number;

interface Looking {
  readonly count: Count;
  readonly newest: ReadonlyMap<string, string>;
  readonly standing: Standing;
}

function isEffective(effect: Effect, { count, newest, standing }: Looking): boolean {
  switch (effect.kind) {
    case "installed":
      return true;
    case "pushed":
      return (
        count(
          "select count(*) from pushes where repository_id = ? and after = ?",
          effect.repository,
          effect.sha,
        ) > 0
      );
    case "deployed":
      return (
        count(
          "select count(*) from deployment_statuses where deployment_id = ? and state = ?",
          ...[effect.deployment, effect.state],
        ) > 0
      );
    case "head": {
      const { repository, number, head } = effect;
      // One that more was pushed over since need not have had its check run.
      if (newest.get(`${repository} ${number}`) !== head) return true;
      return (standing.checkRuns[`r${repository} ${head}`] ?? 0) > 0;
    }
  }
}

/** The head of each pull request that was acknowledged last; a name that is greater was pushed later. */
function newestHeads(told: readonly Told[]): ReadonlyMap<string, string> {
  const newest = new Map<string, string>();
  for (const { effect } of told) {
    if (effect.kind !== "head") continue;
    const key = `${effect.repository} ${effect.number}`;
    if (effect.head > (newest.get(key) ?? "")) newest.set(key, effect.head);
  }
  return newest;
}

/** Reads a store that a server works on, and holds nothing of it open. */
function reading<Value>(file: string, read: (count: Count) => Value): Value | undefined {
  const database = new SqliteDatabase(file, { readonly: true });
  const statements = new Map<string, SqliteDatabase.Statement>();
  const count: Count = (query, ...values) => {
    const statement = statements.get(query) ?? database.prepare(query).pluck();
    statements.set(query, statement);
    return Number(statement.get(...values));
  };
  try {
    return read(count);
  } finally {
    database.close();
  }
}
