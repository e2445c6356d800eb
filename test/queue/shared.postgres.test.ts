import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { PgBoss } from "pg-boss";
import { pino } from "pino";
import { describe, expect, inject, it, onTestFinished, vi } from "vitest";
import type { ContentLimit } from "../../src/github/content-limit.ts";
import { PlimsollOctokit, withContentLimit, withFetch, withGuard } from "../../src/github/octokit.ts";
import { startBoss } from "../../src/queue/shared/boss.ts";
import { workClaimed } from "../../src/queue/shared/claimed-job.ts";
import { createFeeder } from "../../src/queue/shared/feeder.ts";
import {
  createPartitionQueue,
  enqueuePartitions,
  OTHERS_LATER,
  PARTITIONS,
  type PartitionSource,
  toJobs,
} from "../../src/queue/shared/partition-queue.ts";
import { startRecurring } from "../../src/queue/shared/recurring.ts";
import { startSharedWork } from "../../src/queue/shared/work.ts";
import { claimAssertion, LostClaimError } from "../../src/storage/sql/claim.ts";
import { connectPostgres } from "../../src/storage/sql/postgres.ts";
import { template } from "../../src/storage/sql/query.ts";
import { newPostgresUrl, type TestServer } from "../support/postgres-cluster.ts";

// `test/support/postgres-cluster.ts` says it where there is none.
const server = inject("postgres") as TestServer;
const silent = pino({ level: "silent" });
const ONE = template(sql`select 1 as one`);

async function newQueue(url: string): Promise<PgBoss> {
  const boss = await startBoss(url, silent);
  onTestFinished(() => boss.stop({ graceful: false }));
  await createPartitionQueue(boss);
  return boss;
}

/** Partitions with so many items each, which take a moment. It notes what runs at the same time. */
class Items implements PartitionSource {
  readonly priority = OTHERS_LATER;
  readonly left: Map<number, number>;
  readonly running = new Set<number>();
  readonly overlaps: number[] = [];
  work: (partition: number) => Promise<void> = () => sleep(3);

  constructor(partitions: number, each: number) {
    this.left = new Map(Array.from({ length: partitions }, (_, index) => [index + 1, each]));
  }

  async listDue({ after, most }: Parameters<PartitionSource["listDue"]>[0]): Promise<readonly number[]> {
    return [...this.left.keys()].filter((partition) => partition > after).slice(0, most);
  }

  async workNext(partition: number): Promise<boolean> {
    const left = this.left.get(partition);
    if (left === undefined) return false;
    if (this.running.has(partition)) this.overlaps.push(partition);
    this.running.add(partition);
    await this.work(partition).finally(() => this.running.delete(partition));
    if (left === 1) this.left.delete(partition);
    else this.left.set(partition, left - 1);
    return true;
  }
}

describe.skipIf(server === undefined)("work that servers share", () => {
  it("is all done, and one item at a time in each partition, over two servers", async () => {
    const url = await newPostgresUrl(server);
    const items = new Items(20, 15);
    const servers = await Promise.all(
      [await newQueue(url), await newQueue(url)].map((boss) =>
        startSharedWork({ boss, sources: [items], log: silent }),
      ),
    );
    for (const { wake } of servers) wake();
    for (const { idle } of servers) await idle();
    for (const { stop } of servers) await stop();

    expect([items.left.size, items.overlaps]).toEqual([0, []]);
  });

  it("begins with the partitions of new deliveries, however many others wait", async () => {
    const url = await newPostgresUrl(server);
    const boss = await newQueue(url);
    const database = connectPostgres(url);
    onTestFinished(() => database.close());
    await boss.insert(PARTITIONS, toJobs([1, 2, 3], OTHERS_LATER));
    await database.transaction((transaction) => enqueuePartitions(boss, transaction, [9]));
    const rolledBack = database.transaction(async (transaction) => {
      await enqueuePartitions(boss, transaction, [8]);
      throw new Error("not stored");
    });
    await expect(rolledBack).rejects.toThrow("not stored");
    const taken = [];
    for (let job = 0; job < 4; job++)
      taken.push(...(await boss.fetch(PARTITIONS, { includeMetadata: true })));
    const [first, ...others] = taken.map(({ singletonKey }) => singletonKey);

    expect([first, others.sort()]).toEqual(["9", ["1", "2", "3"]]);
  });

  it("lets few jobs wait while 10,000 partitions are due", async () => {
    const boss = await newQueue(await newPostgresUrl(server));
    const items = new Items(10_000, 1);
    const looks = vi.spyOn(items, "listDue");
    const waiting = `select count(*)::int as waiting from pgboss.job where name = '${PARTITIONS}'`;
    const feeder = createFeeder({ boss, sources: [items], log: silent });
    const begun = performance.now();
    while (performance.now() - begun < 500) {
      feeder.wake();
      await sleep(20);
    }
    await feeder.stop();

    expect(looks).toHaveBeenCalled();
    expect((await boss.getDb().executeSql(waiting)).rows).toEqual([{ waiting: 64 }]);
  });

  it("is tried again when it fails, and holds up no other partition", async () => {
    const boss = await newQueue(await newPostgresUrl(server));
    const items = new Items(3, 1);
    let failures = 0;
    items.work = async (partition) => {
      if (partition !== 2 || failures === 2) return;
      failures += 1;
      throw new Error("the disk is full");
    };
    const work = await startSharedWork({ boss, sources: [items], log: silent });
    work.wake();
    await work.idle();
    await work.stop();

    expect([failures, items.left.size]).toEqual([2, 0]);
  });

  it("has stalled, as its server says, once an item takes a quarter of an hour", async () => {
    const boss = await newQueue(await newPostgresUrl(server));
    const items = new Items(1, 1);
    const { promise, resolve } = Promise.withResolvers<void>();
    items.work = () => promise;
    const work = await startSharedWork({ boss, sources: [items], log: silent });
    work.wake();
    while (items.running.size === 0) await sleep(10);
    expect(work.findStandstill()).toBeUndefined();
    const now = performance.now();
    const later = vi.spyOn(performance, "now").mockReturnValue(now + 16 * 60_000);
    const found = work.findStandstill();
    later.mockRestore();
    resolve();
    await work.idle();
    await work.stop();

    expect(found).toBe("the workers have stalled");
  });
});

/** Makes the clock of this process go on by so many milliseconds, as a process sees it that stood still. */
function standStill() {
  const now = performance.now.bind(performance);
  let stood = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now() + stood);
  return (milliseconds: number) => {
    stood += milliseconds;
  };
}

describe.skipIf(server === undefined)("work whose server has lost its claim", () => {
  /** A queue with one job, which a server has fetched; work that begins a transaction, and tells how that went. */
  async function claimed() {
    const url = await newPostgresUrl(server);
    const boss = await newQueue(url);
    const database = connectPostgres(url);
    onTestFinished(() => database.close());
    await boss.insert(PARTITIONS, toJobs([1], OTHERS_LATER));
    const [job] = await boss.fetch(PARTITIONS, { includeMetadata: true });
    if (job === undefined) return expect.fail("no job was fetched");
    const { signal } = new AbortController();
    const claim = { boss, queue: PARTITIONS, job: { ...job, signal } };
    const begin = async () => {
      try {
        return await database.transaction((transaction) => transaction.one(ONE));
      } catch (error) {
        return (error as Error).message;
      }
    };
    return { claim, begin, url };
  }
  const LOST = expect.stringContaining("lost its claim");

  it("begins no transaction", async () => {
    const { claim, begin } = await claimed();
    const taken = new AbortController();
    const job = { ...claim.job, signal: taken.signal };
    const work = workClaimed({ ...claim, job }, async () => {
      const before = await begin();
      taken.abort(new Error("another server has it"));
      return [before, await begin()];
    });

    expect(await work).toEqual([{ one: 1 }, LOST]);
  });

  it("begins none 20 seconds after the last sign of life that the database took", async () => {
    const { claim, begin } = await claimed();
    const standStillFor = standStill();
    const work = workClaimed(claim, async () => {
      vi.spyOn(claim.boss, "touch").mockRejectedValue(new Error("no connection"));
      standStillFor(15_000);
      const before = await begin();
      standStillFor(5_000);
      return [before, await begin()];
    });

    expect(await work).toEqual([{ one: 1 }, LOST]);
  });

  it("begins none after a long wait for a connection", async () => {
    const { claim, url } = await claimed();
    const narrow = connectPostgres(url, { connections: 1 });
    onTestFinished(() => narrow.close());
    const standStillFor = standStill();
    const [held, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const holding = narrow.transaction(async () => {
      held.resolve();
      await released.promise;
    });
    await held.promise;
    const work = workClaimed(claim, async () => {
      const waiting = narrow.transaction((transaction) => transaction.one(ONE));
      standStillFor(20_000);
      released.resolve();
      return waiting;
    });

    await expect(work).rejects.toThrow(LostClaimError);
    await holding;
  });

  it("is recurring work that is begun again", async () => {
    const url = await newPostgresUrl(server);
    const boss = await newQueue(url);
    const run = vi.fn(async () => {});
    const work = { name: "nightly", cron: "0 0 1 1 *", run };
    const onFailure = vi.fn(async () => {});
    const { request } = await startRecurring({ boss, works: [work], onFailure });
    vi.spyOn(boss, "touch").mockRejectedValueOnce(new Error("no connection"));
    await request("nightly");

    expect([run.mock.calls.length, onFailure.mock.calls]).toEqual([1, []]);
  });

  it("is not begun when another server had taken it before", async () => {
    const { claim, begin } = await claimed();
    await claim.boss.fail(PARTITIONS, claim.job.id);

    const work = vi.fn(begin);
    await expect(workClaimed(claim, work)).rejects.toThrow(LostClaimError);
    expect(work).not.toHaveBeenCalled();
  });

  it("goes on for as long as the database takes the signs of life", async () => {
    const { claim, begin } = await claimed();
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    onTestFinished(() => void vi.useRealTimers());
    const standStillFor = standStill();
    const touch = vi.spyOn(claim.boss, "touch");
    const work = workClaimed(claim, async () => {
      const results = [];
      for (let round = 0; round < 3; round++) {
        standStillFor(15_000);
        vi.advanceTimersToNextTimer();
        await touch.mock.results.at(-1)?.value;
        await sleep(1);
        results.push(await begin());
      }
      return results;
    });

    expect(await work).toEqual([{ one: 1 }, { one: 1 }, { one: 1 }]);
  });

  it("sends GitHub no request that was made before, and waited for its turn", async () => {
    const { claim } = await claimed();
    const standStillFor = standStill();
    const sent: string[] = [];
    const send: typeof fetch = async (input) => {
      sent.push(String(input));
      return Response.json({ id: 1 });
    };
    let admitted = 0;
    const contentLimit: ContentLimit = {
      async admit() {
        admitted += 1;
        // The process stands still after all checks, before the second creation.
        if (admitted === 2) standStillFor(20_000);
        return { wait: 0, takeBack: async () => {} };
      },
    };
    const Octokit = withGuard(
      withFetch(withContentLimit(PlimsollOctokit, contentLimit), () => send),
      claimAssertion,
    );
    const octokit = new Octokit({ auth: { installationId: 1 }, authStrategy: () => ({ hook: passOn }) });
    const create = (name: string) =>
      octokit.rest.checks.create({ owner: "o", repo: "r", name, head_sha: "a" });
    const work = workClaimed(claim, async () => {
      await create("first");
      await create("second").catch((error: Error) => expect(error.message).toEqual(LOST));
    });

    await work;
    expect([admitted, sent.length]).toEqual([2, 1]);
  });
});

/** Sends a request without a token. */
const passOn = (request: (endpoint: unknown) => unknown, endpoint: unknown) => request(endpoint);
