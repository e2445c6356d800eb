import { setTimeout as sleep } from "node:timers/promises";
import { openStores, type Stores } from "../../src/storage/stores.ts";
import type { Delivery, Load } from "../faults/load.ts";
import { arePublished, isSettled, send } from "../faults/progress.ts";
import { type ServerProcess, startServer } from "../faults/server-process.ts";
import { type Balancer, startBalancer } from "./balancer.ts";

const POLL_MS = 100;
/** How pg, the system, PostgreSQL and we tell of a connection that is lost, and of a server that stops or starts. */
const IS_AWAY =
  /connection|cannot be reached|starting or stopping|the database system is|ECONN|ENOENT|EPIPE/i;
const HOUR_MS = 3_600_000;

/** Where the servers keep their data, and where they find their GitHub. */
interface Place {
  readonly databaseUrl: string;
  readonly url: string;
}

/** Servers on one database and one GitHub, each a process of its own, behind a balancer. */
export class Replicas {
  readonly #load: Load;
  readonly #place: Place;
  readonly #balancer: Balancer;
  readonly #running: (ServerProcess | undefined)[] = [];

  private constructor(load: Load, place: Place, balancer: Balancer) {
    this.#load = load;
    this.#place = place;
    this.#balancer = balancer;
  }

  /** `choose` deals the webhooks. */
  static async create(load: Load, place: Place, choose: () => number): Promise<Replicas> {
    return new Replicas(load, place, await startBalancer(choose));
  }

  /** Starts servers at a time, or brings their number to that. `hoursAhead` is how far the clock of the first one is off. */
  async start(count: number, now: Date, { hoursAhead = 0 } = {}): Promise<void> {
    const indexes = Array.from({ length: count }, (_, index) => index);
    await Promise.all(
      indexes.map(async (index) => {
        const off = index === 0 ? hoursAhead * HOUR_MS : 0;
        this.#running[index] ??= await startServer(this.#load, {
          ...this.#place,
          now: new Date(now.getTime() + off),
        });
      }),
    );
    await this.#tellBalancer();
  }

  /** Kills one server, as a power cut does, unless it is killed already. */
  async kill(index: number): Promise<void> {
    const server = this.#running[index];
    if (server === undefined) return;
    await server.kill();
    this.#running[index] = undefined;
    await this.#tellBalancer();
  }

  async killAll(): Promise<void> {
    await Promise.all(this.#running.map((_, index) => this.kill(index)));
  }

  /** Sends deliveries until each is acknowledged, and waits until all is worked. */
  async sendAll(deliveries: readonly Delivery[]): Promise<void> {
    let unacknowledged = deliveries;
    await this.until(async (stores) => {
      unacknowledged = await send(this.#load, unacknowledged);
      return unacknowledged.length === 0 && isSettled(stores);
    });
  }

  /** Waits until the digests of a Monday are published. */
  async untilPublished(monday: Date): Promise<void> {
    await this.until((stores) => arePublished(stores, monday));
  }

  /** Waits until something is true of what is stored. Where its own connection is lost, it opens another one. */
  async until(isTrue: (stores: Stores) => Promise<boolean>): Promise<void> {
    for (;;) {
      try {
        return await this.#wait(isTrue);
      } catch (error) {
        if (!IS_AWAY.test(String(error))) throw error;
        await sleep(POLL_MS);
      }
    }
  }

  async #wait(isTrue: (stores: Stores) => Promise<boolean>): Promise<void> {
    const stores = await openStores(this.#place.databaseUrl, { access: "read" });
    try {
      while (!(await isTrue(stores))) await sleep(POLL_MS);
    } finally {
      await stores.close();
    }
  }

  async stop(): Promise<void> {
    await this.killAll();
    this.#balancer.close();
  }

  async #tellBalancer(): Promise<void> {
    this.#balancer.servers = this.#running.flatMap((server) => (server === undefined ? [] : [server.url]));
    await this.#load.github.setWebhookUrl(`${this.#balancer.url}/api/github/webhooks`);
  }
}
