import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { yieldingStores } from "../../src/queue/yielding-stores.ts";

/** A store whose every call takes some milliseconds without waiting. */
function slow(milliseconds: number) {
  return {
    close: () => "closed",
    things: {
      async find(id: number): Promise<number> {
        vi.advanceTimersByTime(milliseconds);
        return id;
      },
    },
  };
}

/** How often the event loop turned while a handler made some calls. */
async function turnsDuring(calls: number, milliseconds: number): Promise<{ turns: number; found: number[] }> {
  const stores = yieldingStores(slow(milliseconds));
  let [turns, isDone] = [0, false];
  const watch = () => {
    turns += 1;
    if (!isDone) setImmediate(watch);
  };
  setImmediate(watch);
  const found: number[] = [];
  for (let id = 0; id < calls; id++) found.push(await stores.things.find(id));
  isDone = true;
  return { turns, found };
}

describe("stores that breathe", () => {
  // The clock is played, so that a busy machine makes no call slow.
  beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
  afterEach(() => void vi.useRealTimers());

  it("let the event loop turn while many slow calls are made, and answer as before", async () => {
    const { turns, found } = await turnsDuring(20, 3);

    expect(found).toEqual(Array.from({ length: 20 }, (_, id) => id));
    expect(turns).toBeGreaterThanOrEqual(5);
  });

  it("do not wait for it between quick calls", async () => {
    expect((await turnsDuring(20, 0)).turns).toBeLessThanOrEqual(1);
  });

  it("H13: go on with a part of each turn while a flood of webhooks makes all of them long", async () => {
    const stores = yieldingStores(slow(1));
    let [turns, isDone] = [0, false];
    const flood = () => {
      if (isDone) return;
      turns += 1;
      vi.advanceTimersByTime(80);
      setImmediate(flood);
    };
    setImmediate(flood);
    // As many as two deliveries need, in four partitions.
    const work = async () => {
      for (let id = 0; id < 50; id++) await stores.things.find(id);
    };
    await Promise.all([work(), work(), work(), work()]);
    isDone = true;

    // One call a turn would take 200 turns of 80 ms: sixteen seconds.
    expect(turns).toBeLessThan(25);
    expect(turns).toBeGreaterThan(5);
  });

  it("H13: let webhooks go first while each turn brings one, and have a part of the time when that goes on", async () => {
    let [webhooks, calls] = [0, 0];
    const stores = yieldingStores(slow(2), () => webhooks);
    const callsAfter: number[] = [];
    let isDone = false;
    // Connections wait, and a turn accepts one of them.
    const accept = () => {
      if (isDone) return;
      webhooks += 1;
      callsAfter.push(calls);
      vi.advanceTimersByTime(0.5);
      setImmediate(accept);
    };
    setImmediate(accept);
    const work = async () => {
      for (let id = 0; id < 25; id++) {
        await stores.things.find(id);
        calls += 1;
      }
    };
    await Promise.all([work(), work()]);
    isDone = true;

    // Thirty are accepted in 15 ms and some work; else there would be a call to each of them.
    expect(callsAfter[30]).toBeLessThan(8);
    // Fifty calls take 100 ms, which are a quarter of all.
    expect(webhooks).toBeGreaterThan(300);
    expect(webhooks).toBeLessThan(900);
  });

  it("H13: let the event loop turn within a second after the process was stopped for a minute", async () => {
    const stores = yieldingStores(slow(10));
    let longest = 0;
    let [last, isDone] = [performance.now(), false];
    const turn = () => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
      if (!isDone) setImmediate(turn);
    };
    const work = async () => {
      for (let id = 0; id < 500; id++) await stores.things.find(id);
    };
    const works = Promise.all([work(), work()]);
    vi.advanceTimersByTime(60_000);
    last = performance.now();
    setImmediate(turn);
    await works;
    await new Promise((resolve) => setImmediate(resolve));
    isDone = true;

    expect(longest).toBeLessThan(1_000);
  });

  it("keep what is no store", () => {
    expect(yieldingStores(slow(0)).close()).toBe("closed");
  });
});
