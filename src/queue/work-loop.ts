import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import type { Logger } from "pino";
import { isLogged } from "./repeated.ts";

/** Durable work: finds the next item, and processes it. */
export interface WorkSource<Item> {
  /** Finds the next due item whose partition is free; with `only`, of that partition. */
  next(busyPartitions: readonly number[], only?: number): Promise<Item | undefined>;
  /** Items of one partition run one after another; partitions run side by side. */
  partitionKey(item: Item): number;
  /** Processes an item to its end, its failure included. */
  work(item: Item): Promise<void>;
}

/** An item in progress. */
interface Running {
  readonly done: Promise<void>;
  readonly since: number;
}

const CONCURRENCY = 4;
const POLL_MS = 1_000;
const STALLED_AFTER_MS = 30_000;
/** After this many failures in a row to read the work, the loop counts as broken. */
const MOST_FAILURES = 3;
/** No item takes this long: each of its requests is bounded, and an item that must wait is retried later. */
export const HUNG_AFTER_MS = 15 * 60_000;

/** Processes the items of a source until it is stopped, and yields to everything else between two items. */
export class WorkLoop<Item> {
  readonly #source: WorkSource<Item>;
  readonly #log: Logger;
  readonly #running = new Map<number, Running>();
  readonly #waiters: (() => void)[] = [];
  readonly #loop: Promise<void>;
  #isStopped = false;
  #isIdle = false;
  /** Whether `wake` was called while the source was being read, so that there may be more. */
  #isWoken = false;
  #endRest = () => {};
  /** The number of failures in a row to read the work, and to finish an item. */
  #failures = { reading: 0, working: 0 };
  #lastTurn = performance.now();

  constructor(source: WorkSource<Item>, log: Logger) {
    this.#source = source;
    this.#log = log;
    this.#loop = this.#run();
  }

  /** Looks for work now rather than at the next poll. */
  wake(): void {
    this.#isIdle = false;
    this.#isWoken = true;
    this.#endRest();
  }

  /** Whether reading the work from the store has failed several times in a row. */
  isBlind(): boolean {
    return this.#failures.reading >= MOST_FAILURES;
  }

  /** Whether the loop still turns, and each running item makes progress. */
  isAlive(): boolean {
    const now = performance.now();
    const isHung = this.#running.values().some(({ since }) => now - since > HUNG_AFTER_MS);
    return !isHung && now - this.#lastTurn < STALLED_AFTER_MS;
  }

  /** Resolves when nothing is running and nothing is due. */
  idle(): Promise<void> {
    return new Promise((resolve) => (this.#isIdle ? resolve() : this.#waiters.push(resolve)));
  }

  /** Takes no new item and resolves when the running ones are done. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.wake();
    await this.#loop;
    await Promise.all(this.#running.values().map(({ done }) => done));
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      await turn();
      this.#isWoken = false;
      const item = await this.#take();
      this.#lastTurn = performance.now();
      if (item === undefined) await this.#rest();
      else this.#begin(item);
    }
  }

  async #take(): Promise<Item | undefined> {
    if (this.#running.size >= CONCURRENCY) return undefined;
    try {
      const item = await this.#source.next([...this.#running.keys()]);
      this.#failures.reading = 0;
      return item;
    } catch (error) {
      this.#logFailure("reading", error, "Work could not be read from the store");
      return undefined;
    }
  }

  #logFailure(kind: "reading" | "working", error: unknown, text: string): void {
    this.#failures[kind] += 1;
    const times = this.#failures[kind];
    if (isLogged(times)) this.#log.error({ err: error, times }, text);
  }

  #begin(item: Item): void {
    const partition = this.#source.partitionKey(item);
    const done = this.#work(item).finally(() => {
      this.#running.delete(partition);
      this.wake();
    });
    this.#isIdle = false;
    this.#running.set(partition, { done, since: performance.now() });
  }

  async #work(item: Item): Promise<void> {
    try {
      await this.#source.work(item);
      this.#failures.working = 0;
    } catch (error) {
      this.#logFailure("working", error, "Work could not be finished");
      // The item is still due, and must not start again at once.
      await sleep(POLL_MS);
    }
  }

  /** Waits for `wake` or for the next poll, which finds retries that became due. */
  async #rest(): Promise<void> {
    if (this.#isWoken) return;
    if (this.#running.size === 0) {
      this.#isIdle = true;
      for (const resolve of this.#waiters.splice(0)) resolve();
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, POLL_MS);
      this.#endRest = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
