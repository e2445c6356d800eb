import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import type { Logger } from "pino";

/** Durable work: what is next, and how it is done. */
export interface WorkSource<Item> {
  /** The next item that is due and whose lane is free. */
  next(busyLanes: readonly number[]): Promise<Item | undefined>;
  /** Items of one lane are done one after another; lanes go side by side. */
  laneOf(item: Item): number;
  /** Does an item to its end, its failure included. */
  work(item: Item): Promise<void>;
}

/** A running loop over a source of work. */
export interface WorkLoop {
  /** Looks for work now rather than at the next poll. */
  wake(): void;
  /** Whether the loop still turns. */
  isAlive(): boolean;
  /** Resolves when nothing is running and nothing is due. */
  idle(): Promise<void>;
  /** Takes no new item and resolves when the running ones are done. */
  stop(): Promise<void>;
}

const CONCURRENCY = 4;
const POLL_MS = 1_000;
const STALLED_AFTER_MS = 30_000;

/** Starts working through a source, yielding to everything else between two items. */
export function startWorkLoop<Item>(source: WorkSource<Item>, log: Logger): WorkLoop {
  const running = new Map<number, Promise<void>>();
  const waiters: (() => void)[] = [];
  let isStopped = false;
  let isIdle = false;
  /** Whether somebody called while the source was being read, so that there may be more. */
  let isWoken = false;
  let endRest = () => {};
  let lastTurn = Date.now();

  const loop = run();
  return {
    wake,
    isAlive: () => Date.now() - lastTurn < STALLED_AFTER_MS,
    idle: () => new Promise((resolve) => (isIdle ? resolve() : waiters.push(resolve))),
    async stop() {
      isStopped = true;
      wake();
      await loop;
      await Promise.all(running.values());
    },
  };

  function wake(): void {
    isIdle = false;
    isWoken = true;
    endRest();
  }

  async function run(): Promise<void> {
    while (!isStopped) {
      await turn();
      isWoken = false;
      const item = await take();
      lastTurn = Date.now();
      if (item === undefined) await rest();
      else begin(item);
    }
  }

  async function take(): Promise<Item | undefined> {
    if (running.size >= CONCURRENCY) return undefined;
    try {
      return await source.next([...running.keys()]);
    } catch (error) {
      log.error({ error: String(error) }, "Work could not be read from the store");
      return undefined;
    }
  }

  function begin(item: Item): void {
    isIdle = false;
    const lane = source.laneOf(item);
    const done = source
      .work(item)
      .catch(async (error: unknown) => {
        log.error({ error: String(error) }, "Work could not be finished");
        // It is still due, and must not be taken up again at once.
        await sleep(POLL_MS);
      })
      .finally(() => {
        running.delete(lane);
        wake();
      });
    running.set(lane, done);
  }

  /** Waits to be woken, or for the next poll, which finds what was put off. */
  async function rest(): Promise<void> {
    if (isWoken) return;
    if (running.size === 0) {
      isIdle = true;
      for (const resolve of waiters.splice(0)) resolve();
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, POLL_MS);
      endRest = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
