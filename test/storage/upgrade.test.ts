import { createHash } from "node:crypto";
import SqliteDatabase from "better-sqlite3";
import { beforeEach, describe, expect, it } from "vitest";
import { newPath } from "../../dev/simulation/processes/cli.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { openStores } from "../../src/storage/stores.ts";
import { createOldStore, FIRST_ROWS, migrationOf, SCHEMAS } from "../support/old-store.ts";

/** A release, as the first version stored it: a deployment under the negative of its id. */
const RELEASE_ROWS = `
  insert into deployments (id, repository_id, sha, environment, is_production, is_transient, ending, ended_at)
    values (-5, 7, 'm', 'v1', 1, 0, 'production', 1793664000000);
  insert into deployment_statuses (deployment_id, state, at) values (-5, 'success', 1793664000000);
  insert into landings (deployment_id, repository_id, at, environment, channel, sha, is_linked)
    values (-5, 7, 1793664000000, 'v1', '', 'm', 0);
  insert into targets (repository_id, environment, channel, sha, at, deployment_id)
    values (7, 'v1', '', 'm', 1793664000000, -5);`;

/** What the first version derived from facts, in columns that have another name or place now. */
const DERIVED = new Set(["landings", "targets", "arrivals", "absences", "returns"]);

/** A store as the first version made it. */
const createFirstVersion = (rows: string) => createOldStore(file, { schemas: 1, rows: new Map([[1, rows]]) });

/**
 * The migrations of each released version, by the hash of the last one; the hashes of those before it are in the store.
 */
const RELEASED: readonly (readonly [version: string, count: number, hash: string])[] = [
  ["0.1.0", 1, "4bd668d0d5fa1e4cec51fb74ff2bec9dc4ebddfe37c7863cc368de6027ecc58f"],
];

it.each(RELEASED)("H7: the migrations of version %s are frozen", (_, count, hash) => {
  const last = migrationOf(count - 1);

  expect(createHash("sha256").update(last).digest("hex")).toBe(hash);
});

/** All rows of all tables of the app, by table and in the columns given. */
function rowsOf(database: SqliteDatabase.Database, columns: ReadonlyMap<string, readonly string[]>) {
  return Object.fromEntries(
    [...columns].map(([table, names]) => {
      const list = names.map((name) => `"${name}"`).join(", ");
      return [table, database.prepare(`select ${list} from "${table}" order by 1, 2`).all()];
    }),
  );
}

function columnsOf(database: SqliteDatabase.Database): Map<string, string[]> {
  const tables = database
    .prepare(
      "select name from sqlite_schema where type = 'table' and name not like 'sqlite%' and name not like '!_!_%' escape '!'",
    )
    .pluck()
    .all() as string[];
  const columns = database.prepare("select name from pragma_table_info(?)").pluck();
  return new Map(tables.map((table) => [table, columns.all(table) as string[]]));
}

let file: string;

beforeEach(() => {
  file = newPath("plimsoll.db");
});

describe("an upgrade from the first version", () => {
  it("keeps every row, and the app goes on with them", async () => {
    const old = createFirstVersion(FIRST_ROWS);
    const columns = columnsOf(old);
    for (const table of DERIVED) columns.delete(table);
    const isFact = (column: string) => column !== "ending" && column !== "ended_at";
    columns.set("deployments", (columns.get("deployments") ?? []).filter(isFact));
    const before = rowsOf(old, columns);
    old.close();
    expect(Object.entries(before).filter(([, rows]) => rows.length === 0)).toEqual([]);

    const stores = await openStores(`file:${file}`);
    expect((await stores.operations.loadSize()).schemaVersion).toBe(SCHEMAS.length);
    expect(await stores.repositories.findByName("acme", "shop")).toMatchObject({ id: 7 });
    expect((await stores.deliveries.findNextDue(at(9), []))?.id).toBe("d2");
    await stores.deliveries.markDone("d2");
    await stores.deliveries.saveAll([
      { id: "d3", event: "push", installationId: 1, repositoryId: 7, payload: "{}", receivedAt: at(9) },
    ]);
    expect((await stores.deliveries.findNextDue(at(9), []))?.id).toBe("d3");
    expect(await stores.checkRuns.findNextStale(at(9), [])).toMatchObject({ number: 12 });
    expect((await stores.histories.loadAll(7)).changes).toMatchObject([{ id: "#12" }]);
    await stores.deliveries.drop("d3");
    await stores.close();

    const upgraded = new SqliteDatabase(file);
    const pending = before.deliveries?.map((row) => {
      const isWorked = (row as { id: string }).id === "d2";
      return isWorked ? { ...(row as object), status: "done", payload: null } : row;
    });
    const statuses = before.deployment_statuses?.map((row) => ({ ...(row as object), environment: "" }));
    // What repeated another change was no work of its own.
    const parts = (before.change_commits ?? []) as { role: string }[];
    const restating = parts
      .filter(({ role }) => role === "own")
      .map((row) => ({ ...row, role: "restating" }));
    expect(rowsOf(upgraded, columns)).toEqual({
      ...before,
      change_commits: [...parts, ...restating],
      deliveries: pending,
      deployment_statuses: statuses,
    });
    upgraded.close();
  });

  it("keeps what landed, under what each deployment did, and what was told of releases", async () => {
    createFirstVersion(FIRST_ROWS + RELEASE_ROWS).close();

    const stores = await openStores(`file:${file}`);
    const { deployments } = await stores.histories.loadAll(7);
    const window = { since: at(1), deployedFrom: new Date(0), deployedUntil: at(30) };
    const { effects, stays } = await stores.histories.loadWindow(7, window);
    await stores.close();
    const upgraded = new SqliteDatabase(file);
    const count = (table: string) => upgraded.prepare(`select count(*) from ${table}`).pluck().get();

    expect(deployments.find(({ kind }) => kind === "release")).toMatchObject({
      id: -5,
      releaseStates: [{ tag: "v1", state: "released", at: new Date(1793664000000) }],
      tags: [{ tag: "v1", sha: "m" }],
    });
    expect(effects.map(({ event }) => event.deployment.id).sort()).toEqual([-5, 1, 2]);
    expect(stays.get("m")).toMatchObject([{ arrival: { deploymentId: 2, environment: "production" } }]);
    expect([...DERIVED].map(count)).toEqual([3, 2, 2, 1, 1]);
    expect(upgraded.pragma("foreign_key_check")).toEqual([]);
    upgraded.close();
  });
});

describe("an upgrade from a version that read merged pull requests only", () => {
  it("keeps from when on the others are known: since the past was last asked for", async () => {
    const backfill = `
      insert into backfills (repository_id, state, since, started_at, phase, paging, done, attempts, due_at, problems)
        values (7, 'done', 1000, 2000, 'play', '{}', 0, 0, 3000, '[]');`;
    const rows = new Map([
      [1, FIRST_ROWS],
      [24, backfill],
    ]);
    createOldStore(file, { schemas: 24, rows }).close();
    await (await openStores(`file:${file}`)).close();

    const database = new SqliteDatabase(file);
    const known = database.prepare("select merged_only_before from backfills").pluck().all();
    database.close();
    expect(known).toEqual([2000]);
  });
});
