import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { describe, expect, it, vi } from "vitest";
import { WorkLoop, type WorkSource } from "../../src/queue/work-loop.ts";

const log = pino({ level: "silent" });

interface Item {
  readonly partition: number;
  readonly name: string;
}

/** A source whose items take five milliseconds, and a record of what began and ended. */
function sourceOf(items: Item[]) {
  const record: string[] = [];
  const source: WorkSource<Item> = {
    async next(busy) {
      const index = items.findIndex(({ partition }) => !busy.includes(partition));
      return index < 0 ? undefined : items.splice(index, 1)[0];
    },
    partitionKey: ({ partition }) => partition,
    async work({ name }) {
      record.push(`${name} begins`);
      await sleep(5);
      record.push(`${name} ends`);
    },
  };
  return { source, record, items };
}

describe("the work loop", () => {
  it("does the work of one partition in order, and partitions side by side", async () => {
    const { source, record } = sourceOf([
      { partition: 1, name: "a" },
      { partition: 1, name: "b" },
      { partition: 2, name: "c" },
    ]);
    const loop = new WorkLoop(source, log);
    await loop.idle();
    await loop.stop();

    expect(record.indexOf("c begins")).toBeLessThan(record.indexOf("a ends"));
    expect(record.indexOf("a ends")).toBeLessThan(record.indexOf("b begins"));
    expect(record).toHaveLength(6);
  });

  it("takes up work as soon as it is woken", async () => {
    const { source, record, items } = sourceOf([]);
    const loop = new WorkLoop(source, log);
    await loop.idle();
    items.push({ partition: 1, name: "a" });
    loop.wake();
    await loop.idle();
    await loop.stop();

    expect(record).toEqual(["a begins", "a ends"]);
  });

  it("ends what is running when it is stopped, and begins nothing more", async () => {
    const { source, record, items } = sourceOf([
      { partition: 1, name: "a" },
      { partition: 1, name: "b" },
    ]);
    const loop = new WorkLoop(source, log);
    while (record.length === 0) await sleep(1);
    await loop.stop();

    expect(record).toEqual(["a begins", "a ends"]);
    expect(items).toHaveLength(1);
  });

  it("is not alive while an item does not end, and alive again when it does", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const { promise, resolve } = Promise.withResolvers<void>();
    const { source } = sourceOf([{ partition: 1, name: "a" }]);
    let turns = 0;
    const counting: WorkSource<Item> = {
      ...source,
      next(busy) {
        turns += 1;
        return source.next(busy);
      },
      work: () => promise,
    };
    const loop = new WorkLoop(counting, log);
    const turned = async () => {
      const before = turns;
      loop.wake();
      // The second one shows that the first has ended.
      while (turns < before + 2) {
        await sleep(1);
        loop.wake();
      }
    };
    await turned();

    vi.advanceTimersByTime(14 * 60_000);
    await turned();
    expect(loop.isAlive()).toBe(true);
    vi.advanceTimersByTime(2 * 60_000);
    await turned();
    expect(loop.isAlive()).toBe(false);

    resolve();
    await loop.idle();
    expect(loop.isAlive()).toBe(true);
    await loop.stop();
    vi.useRealTimers();
  });

  it("is not alive when it does not turn", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const { source } = sourceOf([]);
    const loop = new WorkLoop({ ...source, next: () => promise }, log);
    vi.advanceTimersByTime(60_000);
    expect(loop.isAlive()).toBe(false);

    resolve(undefined);
    await loop.stop();
    vi.useRealTimers();
  });

  it("goes on when the source or an item fails", async () => {
    const { source, record } = sourceOf([{ partition: 1, name: "a" }]);
    let failures = 0;
    const failing: WorkSource<Item> = {
      ...source,
      async next(busy) {
        failures += 1;
        if (failures === 1) throw new Error("the database is locked");
        return source.next(busy);
      },
      async work(item) {
        await source.work(item);
        throw new Error("it failed");
      },
    };
    const loop = new WorkLoop(failing, log);
    while (failures < 2) {
      await sleep(1);
      loop.wake();
    }
    await loop.idle();

    expect(loop.isAlive()).toBe(true);
    expect(record).toEqual(["a begins", "a ends"]);
    await loop.stop();
  });

  it("H3: is blind once its work could not be read three times in a row, says so at a sensible pace, and sees again", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const lines: string[] = [];
    const told = pino({}, { write: (line: string) => void lines.push(line) });
    let reads = 0;
    const source: WorkSource<Item> = {
      ...sourceOf([]).source,
      async next() {
        reads += 1;
        if (reads <= 500) throw new Error("database disk image is malformed");
        return undefined;
      },
    };
    const loop = new WorkLoop(source, told);
    const until = async (count: number) => {
      while (reads < count) await vi.advanceTimersByTimeAsync(1_000);
    };
    await until(2);
    expect(loop.isBlind()).toBe(false);
    await until(3);
    expect(loop.isBlind()).toBe(true);
    await until(502);
    expect(loop.isBlind()).toBe(false);
    vi.useRealTimers();
    await loop.stop();

    expect(lines.length).toBeLessThan(20);
    expect(lines[0]).toContain("Work could not be read from the store");
  });
});
