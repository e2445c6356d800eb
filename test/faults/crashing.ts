import { setTimeout as sleep } from "node:timers/promises";
import { openStores, type Stores } from "../../src/storage/stores.ts";
import { newDatabase } from "./environment.ts";
import type { Delivery, Load } from "./load.ts";
import { arePublished, isSettled, SATURDAY, send } from "./progress.ts";
import { startServer } from "./server-process.ts";

const POLL_MS = 50;

/** A server that is killed again and again, and the database that it leaves. */
export class Crashing {
  readonly databaseUrl = newDatabase();
  readonly #load: Load;
  readonly #url: string;

  /** `url` is where the server finds its GitHub. */
  constructor(load: Load, url: string) {
    this.#load = load;
    this.#url = url;
  }

  /**
   * Sends the load in as many parts as there are moments, in milliseconds, after which the server is killed; each time
   * those again that were not acknowledged. In the end all is worked.
   */
  async receive(moments: readonly number[]): Promise<void> {
    const { deliveries } = this.#load;
    const share = Math.ceil(deliveries.length / moments.length);
    let unacknowledged: readonly Delivery[] = [];
    for (const [index, moment] of moments.entries()) {
      const part = deliveries.slice(index * share, (index + 1) * share);
      const server = await this.#start(SATURDAY);
      const sent = send(this.#load, [...unacknowledged, ...part]);
      await sleep(moment);
      await server.kill();
      unacknowledged = await sent;
    }
    await this.#until(SATURDAY, async (stores) => {
      unacknowledged = await send(this.#load, unacknowledged);
      return unacknowledged.length === 0 && isSettled(stores);
    });
  }

  /** Publishes what is due on a Monday, killed after a moment. */
  async publish(monday: Date, moment: number): Promise<void> {
    const server = await this.#start(monday);
    await sleep(moment);
    await server.kill();
    await this.#until(monday, (stores) => arePublished(stores, monday));
  }

  #start(now: Date) {
    return startServer(this.#load, { databaseUrl: this.databaseUrl, url: this.#url, now });
  }

  /** Nothing else has the database open when the server is killed, so that the next start finds it as it was left. */
  async #until(now: Date, isDone: (stores: Stores) => Promise<boolean>): Promise<void> {
    const server = await this.#start(now);
    const stores = await openStores(this.databaseUrl);
    while (!(await isDone(stores))) await sleep(POLL_MS);
    await stores.close();
    await server.kill();
  }
}
