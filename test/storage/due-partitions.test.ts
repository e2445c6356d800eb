import { type SQL, sql } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { createDeliveryStore } from "../../src/storage/deliveries.ts";
import type { SqlDatabase } from "../../src/storage/sql/handle.ts";
import { template } from "../../src/storage/sql/query.ts";
import { createTestDatabase } from "../support/databases.ts";
import { openTestStores } from "../support/stores.ts";

const PAGE = { after: Number.MIN_SAFE_INTEGER, most: 64 };

/** A part of PostgreSQL's plan, with what it did. */
interface Node {
  readonly "Relation Name"?: string;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number;
  readonly Plans?: readonly Node[];
}

/** Explains the last query that ran, with its values. */
function explaining(database: SqlDatabase): SqlDatabase & { explain(how: SQL): Promise<readonly object[]> } {
  let explain = async (_: SQL): Promise<readonly object[]> => [];
  return {
    ...database,
    all(query, values) {
      explain = (how) => database.all(template<object>(sql`${how} ${query.getSQL()}`), values);
      return database.all(query, values);
    },
    explain: (how) => explain(how),
  };
}

/** The deliveries that a plan of PostgreSQL's read. */
function readBy(node: Node): number {
  const { "Actual Rows": rows, "Actual Loops": loops, "Rows Removed by Filter": removed = 0 } = node;
  const own = node["Relation Name"] === "deliveries" ? (rows + removed) * loops : 0;
  return own + (node.Plans ?? []).reduce((sum, each) => sum + readBy(each), 0);
}

/** The deliveries that the last query of a watched PostgreSQL read. */
async function countRead(watched: ReturnType<typeof explaining>): Promise<number> {
  const [row] = await watched.explain(sql`explain (analyze, format json)`);
  const [{ Plan: plan } = expect.fail("no plan")] = JSON.parse(
    (row as { "QUERY PLAN": string })["QUERY PLAN"],
  ) as [{ Plan: Node }];
  return readBy(plan);
}

describe("the partitions with due deliveries", () => {
  it("are found by a few looks into the index each, however many deliveries wait", async () => {
    const { database } = await createTestDatabase();
    const watched = explaining(database);
    const store = createDeliveryStore(watched);
    const received = Array.from({ length: 3_000 }, (_, index) => ({
      id: `${index}`,
      event: "push",
      installationId: 1,
      repositoryId: index < 3 ? index + 1 : 4,
      payload: "{}",
      receivedAt: at(2),
    }));
    await store.saveAll(received);
    if (database.dialect === "postgres") await database.run(sql`analyze deliveries`);

    expect(await store.listDuePartitions(at(3), PAGE)).toEqual([1, 2, 3, 4]);
    if (database.dialect === "postgres") {
      // One for the first partition, one for each step to the next, and one that is due in each.
      expect(await countRead(watched)).toBeLessThanOrEqual(10);
      return;
    }
    const plan = (await watched.explain(sql`explain query plan`)) as readonly { detail: string }[];
    const looks = plan.map(({ detail }) => detail).filter((detail) => / deliveries USING\b/.test(detail));
    expect(looks).toEqual([
      "SEARCH deliveries USING INDEX deliveries_due (lane>?)",
      "SEARCH deliveries USING INDEX deliveries_due (lane>?)",
      // The first one that is due, and the last ones only where that waits.
      "SEARCH deliveries USING INDEX deliveries_due (lane=? AND due_at<?)",
      "SEARCH deliveries USING INDEX deliveries_due (lane=? AND due_at<?)",
    ]);
    expect(plan.map(({ detail }) => detail).join()).not.toContain("B-TREE");
    expect(plan.map(({ detail }) => detail)).toContain("RECURSIVE STEP");
  });

  it("are found by few rows, too, where a repository's wait for a suspended installation; by all once a minute", async () => {
    const { database, installations } = await openTestStores();
    await installations.remember({ id: 2, installedAt: at(1) });
    const watched = explaining(database);
    const store = createDeliveryStore(watched);
    const delivery = { event: "push", repositoryId: 4, payload: "{}", receivedAt: at(2) };
    const transferred = { ...delivery, id: "transferred", installationId: 2 };
    const backlog = Array.from({ length: 3_000 }, (_, index) => ({
      ...{ ...delivery, id: `${index}`, installationId: 1 },
    }));
    await store.saveAll([...backlog.slice(0, 1_500), transferred, ...backlog.slice(1_500)]);
    await installations.suspend(1, at(2));
    if (database.dialect === "postgres") await database.run(sql`analyze deliveries`);
    const list = () => store.listDuePartitions(at(3), PAGE);

    expect(await list()).toEqual([4]);
    expect((await store.findNextOf(4, at(3)))?.id).toBe("transferred");
    expect(await list()).toEqual([]);
    if (database.dialect === "postgres") expect(await countRead(watched)).toBeLessThanOrEqual(70);
    expect(await store.isAnyDue(at(3))).toBe(false);
    const now = performance.now();
    const later = vi.spyOn(performance, "now").mockReturnValue(now + 60_000);
    expect(await list()).toEqual([4]);
    expect(await list()).toEqual([]);
    later.mockRestore();
    await store.saveAll([{ ...transferred, id: "last" }]);
    expect(await list()).toEqual([4]);
    expect(await store.isAnyDue(at(3))).toBe(true);
  });
});
