import { type SQL, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { createDeliveryStore } from "../../src/storage/deliveries.ts";
import type { SqlDatabase } from "../../src/storage/sql/handle.ts";
import { template } from "../../src/storage/sql/query.ts";
import { createTestDatabase } from "../support/databases.ts";

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
      const [row] = await watched.explain(sql`explain (analyze, format json)`);
      const [{ Plan: plan } = expect.fail("no plan")] = JSON.parse(
        (row as { "QUERY PLAN": string })["QUERY PLAN"],
      ) as [{ Plan: Node }];
      // One for the first partition, one for each step to the next, and one that is due in each.
      expect(readBy(plan)).toBeLessThanOrEqual(10);
      return;
    }
    const plan = (await watched.explain(sql`explain query plan`)) as readonly { detail: string }[];
    const looks = plan.map(({ detail }) => detail).filter((detail) => / deliveries\b/.test(detail));
    expect(looks).toEqual([
      "SEARCH deliveries USING INDEX deliveries_due (lane>?)",
      "SEARCH deliveries USING INDEX deliveries_due (lane>?)",
      "SEARCH deliveries USING INDEX deliveries_due (lane=? AND due_at<?)",
    ]);
    expect(plan.map(({ detail }) => detail)).toContain("RECURSIVE STEP");
  });
});
