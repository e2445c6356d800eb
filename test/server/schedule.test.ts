import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { startSchedule } from "../../src/server/schedule.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let now: Date;
let ran: string[];
let failures: unknown[];
let stop = () => {};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  [now, ran, failures] = [at(2, 9, 30), [], []];
});

afterEach(() => {
  stop();
  vi.useRealTimers();
});

/** Lets time pass, while the clock is wrong by as much as is said. */
async function pass(milliseconds: number, setTo?: Date): Promise<void> {
  if (setTo !== undefined) now = setTo;
  for (let passed = 0; passed < milliseconds; passed += 10_000) {
    now = new Date(now.getTime() + 10_000);
    await vi.advanceTimersByTimeAsync(10_000);
  }
}

function start(run?: () => Promise<void>): void {
  const onFailure = (error: unknown) => void failures.push(error);
  const hourly = run ?? (async () => void ran.push("hourly"));
  stop = startSchedule(
    [
      { everyMs: HOUR, run: hourly },
      { everyMs: DAY, offsetMs: 3 * HOUR, run: async () => void ran.push("nightly") },
    ],
    { clock: () => now, onFailure },
  );
}

describe("a schedule", () => {
  it("does each work once in each stretch of time, and none at the start", async () => {
    start();
    await pass(20 * 60_000);
    expect(ran).toEqual([]);
    await pass(20 * HOUR);

    expect(ran.filter((each) => each === "hourly")).toHaveLength(20);
    expect(ran.filter((each) => each === "nightly")).toHaveLength(1);
  });

  it("H5: goes on within an hour after the clock was a day ahead for a while", async () => {
    start();
    await pass(HOUR, at(3, 9, 30));
    await pass(0, at(2, 10, 30));
    ran = [];
    await pass(HOUR);

    expect(ran.filter((each) => each === "hourly").length).toBeGreaterThanOrEqual(1);
  });

  it("H5: goes on while the clock is a day behind, and when it is right again", async () => {
    start();
    await pass(HOUR, at(1, 9, 30));
    const behind = ran.length;
    await pass(HOUR, at(2, 11, 30));

    expect(behind).toBeGreaterThanOrEqual(1);
    expect(ran.length).toBeGreaterThan(behind);
  });

  it("does no work twice at once, and what was due meanwhile when it has ended", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    let begun = 0;
    start(() => {
      begun += 1;
      return promise;
    });
    await pass(3 * HOUR);
    expect(begun).toBe(1);
    resolve();
    await pass(60_000);

    expect(begun).toBe(2);
  });

  it("goes on after a failure, which it tells", async () => {
    const error = new Error("no");
    start(async () => {
      throw error;
    });
    await pass(2 * HOUR);

    expect(failures).toEqual([error, error]);
  });
});
