import { pino } from "pino";
import { readServerEnv } from "../../src/env.ts";
import { type Plimsoll, startPlimsoll } from "../../src/server/server.ts";
import { environmentOf, newDatabase } from "./environment.ts";
import type { Load } from "./load.ts";
import { ImpatientOctokit } from "./octokit.ts";
import { arePublished, isSettled, MONDAYS, SATURDAY, send } from "./progress.ts";

/** Work that fails each time is given up before. */
const MOST_ROUNDS = 60;
/** Longer than work is ever put off. */
const ROUND_MS = 37 * 60_000;

/** A server in this process on a load's GitHub, whose time passes when it is told to. */
export class Session {
  readonly load: Load;
  readonly databaseUrl = newDatabase();
  now = SATURDAY;
  readonly #url: string;
  #plimsoll: Plimsoll | undefined;

  /** `url` is where the server finds its GitHub. */
  constructor(load: Load, url: string = load.github.url) {
    this.load = load;
    this.#url = url;
  }

  /** The server, once it is started. */
  get plimsoll(): Plimsoll {
    if (this.#plimsoll === undefined) throw new Error("The server has not been started");
    return this.#plimsoll;
  }

  /** Starts the server, and has GitHub send it what it sends. */
  async start(): Promise<void> {
    this.#plimsoll = await startPlimsoll({
      env: readServerEnv(environmentOf(this.load, { databaseUrl: this.databaseUrl, url: this.#url })),
      log: pino({ level: process.env.PLIMSOLL_LOG ?? "silent" }),
      clock: () => this.now,
      Octokit: ImpatientOctokit,
    });
    await this.load.github.setWebhookUrl(`${this.#plimsoll.url}/api/github/webhooks`);
  }

  /** Lets time pass until all that was received is worked and shown. */
  async settle(): Promise<void> {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      // It is not worked again, but has the workers look for what is due now.
      await send(this.load, this.load.deliveries.slice(0, 1));
      await this.plimsoll.idle();
      if (await isSettled(this.plimsoll.stores)) return;
      this.letTimePass();
    }
    throw new Error("Work is left that is never done");
  }

  /** Goes on to when all that was put off is due. */
  letTimePass(): void {
    this.now = new Date(this.now.getTime() + ROUND_MS);
  }

  /** Has the digests of all Mondays published, again and again until they are. */
  async publish(): Promise<void> {
    for (const monday of MONDAYS) {
      this.now = monday;
      for (let round = 0; round < MOST_ROUNDS; round++) {
        await this.plimsoll.publishDueDigests();
        if (await arePublished(this.plimsoll.stores, monday)) break;
        this.letTimePass();
      }
    }
  }

  /** Ends the server and its GitHub. */
  async stop(): Promise<void> {
    await this.plimsoll.stop();
    await this.load.github.close();
  }
}
