import { desc, eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { asList, isAmong } from "../../../src/storage/among.ts";
import { listedInOrder } from "../../../src/storage/expressions.ts";
import { matches, placeholders } from "../../../src/storage/rows.ts";
import { bugs } from "../../../src/storage/schema/bugs.ts";
import { deliveries } from "../../../src/storage/schema/deliveries.ts";
import type { SqlDatabase } from "../../../src/storage/sql/handle.ts";
import { build, template } from "../../../src/storage/sql/query.ts";
import { openTestStores } from "../../support/stores.ts";

const at = (ms: number) => new Date(1_800_000_000_000 + ms);
const bug = (error: string, times = 1) => ({ work: "push", error, firstAt: at(1), lastAt: at(2), times });
const BUGS = build.select().from(bugs).orderBy(bugs.error);
const FIND = build
  .select({ times: bugs.times })
  .from(bugs)
  .where(matches(bugs, placeholders("error")));

describe("a database", () => {
  it("gives rows as they were inserted, with their types", async () => {
    const { database } = await openTestStores();
    await database.run(build.insert(bugs).values([bug("b"), bug("ä"), bug("B")]));

    expect(await database.all(BUGS)).toEqual([bug("B"), bug("b"), bug("ä")]);
    expect(await database.one(FIND, { error: "b" })).toEqual({ times: 1 });
    expect(await database.one(FIND, { error: "c" })).toBeUndefined();
  });

  it("counts the rows that a command changed", async () => {
    const { database } = await openTestStores();
    await database.run(build.insert(bugs).values([bug("a"), bug("b"), bug("c", 7)]));

    expect(await database.run(build.update(bugs).set({ times: 2 }).where(eq(bugs.times, 1)))).toBe(2);
    expect(await database.run(build.delete(bugs).where(eq(bugs.times, 1)))).toBe(0);
  });

  it("gives the rows of a template by their names, with numbers for booleans and counts", async () => {
    const { database } = await openTestStores();
    await database.run(build.insert(bugs).values([bug("a"), bug("b", 3_000_000_000)]));
    const { least } = placeholders("least");
    const query = template<{ sumOfTimes: number; isAny: 0 | 1 }>(
      sql`select sum(${bugs.times}) as "sumOfTimes", count(*) > 0 as "isAny" from ${bugs} where ${bugs.times} >= ${least}`,
    );

    expect(await database.all(query, { least: 1 })).toEqual([{ sumOfTimes: 3_000_000_001, isAny: 1 }]);
  });

  it("numbers the rows of a table that has no ids of GitHub", async () => {
    const { database } = await openTestStores();
    const row = {
      event: "push",
      installationId: 1,
      receivedAt: at(1),
      status: "pending",
      dueAt: at(1),
    } as const;
    await database.run(build.insert(deliveries).values([{ ...row, id: "a" }]));
    await database.run(build.insert(deliveries).values([{ ...row, id: "b", repositoryId: 5_000_000_000 }]));

    const { sequence, partition } = deliveries;
    expect(
      await database.all(build.select({ sequence, partition }).from(deliveries).orderBy(desc(sequence))),
    ).toEqual([
      { sequence: 2, partition: 5_000_000_000 },
      { sequence: 1, partition: -1 },
    ]);
  });
});

/** PostgreSQL has no NUL in texts. */
const keptAs = (text: string, { dialect }: SqlDatabase) =>
  dialect === "sqlite" ? text : text.replaceAll("\0", "\uFFFD");

describe("a text with NUL", () => {
  it("is kept, or with U+FFFD in its place, and is found again", async () => {
    const { database } = await openTestStores();
    await database.run(build.insert(bugs).values([bug("a\0b"), bug("\0", 2)]));

    const found = await database.all(BUGS);
    expect(found.map(({ error }) => error).sort()).toEqual(
      ["\0", "a\0b"].map((text) => keptAs(text, database)).sort(),
    );
    expect(await database.one(FIND, { error: "\0" })).toEqual({ times: 2 });
  });

  it("is found by a list of texts, and read from one", async () => {
    const { database } = await openTestStores();
    await database.run(build.insert(bugs).values([bug("a\0b"), bug("c", 2)]));
    const { errors } = placeholders("errors");
    const among = build.select({ times: bugs.times }).from(bugs).where(isAmong(bugs.error, errors));
    const inOrder = template<{ value: string }>(sql`select value from ${listedInOrder(errors)} as item`);
    const list = { errors: asList(["c\0", "a\0b"]) };

    expect(await database.all(among, list)).toEqual([{ times: 1 }]);
    expect(await database.all(inOrder, list)).toEqual(
      ["c\0", "a\0b"].map((text) => ({ value: keptAs(text, database) })),
    );
  });
});

describe("a transaction", () => {
  it("takes nothing into effect when it fails", async () => {
    const { database } = await openTestStores();
    const failing = database.transaction(async (transaction) => {
      await transaction.run(build.insert(bugs).values(bug("a")));
      throw new Error("stopped");
    });

    await expect(failing).rejects.toThrow("stopped");
    expect(await database.all(BUGS)).toEqual([]);
  });

  it("sees its own changes, and others see them after its end", async () => {
    const { database } = await openTestStores();
    await database.transaction(async (transaction) => {
      await transaction.run(build.insert(bugs).values(bug("a")));
      expect(await transaction.one(FIND, { error: "a" })).toEqual({ times: 1 });
    });

    expect(await database.all(BUGS)).toHaveLength(1);
  });

  it("runs as if it were alone: concurrent counters lose nothing", async () => {
    const { database } = await openTestStores();
    await database.run(build.insert(bugs).values(bug("a", 0)));
    const count = () =>
      database.transaction(async (transaction) => {
        const before = await transaction.one(FIND, { error: "a" });
        await transaction.run(build.update(bugs).set({ times: (before?.times ?? 0) + 1 }));
      });
    await Promise.all(Array.from({ length: 20 }, count));

    expect(await database.one(FIND, { error: "a" })).toEqual({ times: 20 });
  });

  it("refuses queries after its end", async () => {
    const { database } = await openTestStores();
    const leaked = await database.transaction(async (transaction) => ({ transaction }));

    await expect(leaked.transaction.all(BUGS)).rejects.toThrow("the transaction of this query is over");
  });

  it("goes on after one that failed", async () => {
    const { database } = await openTestStores();
    await database.run(build.insert(bugs).values(bug("a")));
    await expect(database.run(build.insert(bugs).values(bug("a")))).rejects.toThrow();
    await expect(
      database.transaction((transaction) => transaction.run(build.insert(bugs).values(bug("a")))),
    ).rejects.toThrow();

    expect(await database.read((snapshot) => snapshot.all(BUGS))).toHaveLength(1);
  });
});

describe("a query", () => {
  it("runs only on a connection", async () => {
    await expect(build.select().from(bugs).all()).rejects.toMatchObject({
      cause: { message: expect.stringContaining("without a connection") },
    });
  });
});
