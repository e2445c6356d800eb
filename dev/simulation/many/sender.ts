import { createHmac } from "node:crypto";
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type Chance, createChance } from "../random.ts";
import type { Told } from "./traffic.ts";

/** What became of a sending: the status of the answer, or the code of why there was none. */
export type Answered = number | string;

const DOUBLED = 0.05;
const REDELIVERED = 0.02;
const AGAIN_AFTER_MS = 1_000;
const HANGING_MS = 30_000;

/** GitHub's side of webhooks: it signs and sends them, some twice, and again until each is acknowledged. */
export class Sender {
  readonly acknowledged = new Map<string, Told>();
  /** How often which answer came. */
  readonly answers = new Map<Answered, number>();
  sent = 0;
  /** Where the server listens. */
  url = "";
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });
  readonly #secret: string;
  readonly #chance: Chance;
  readonly #under = new Set<Promise<void>>();
  #isStopped = false;

  constructor(secret: string, seed: number) {
    this.#secret = secret;
    this.#chance = createChance(seed);
  }

  /** Sends so many a second until it is told to end, whether or not those before were answered. */
  async pace(
    all: Iterator<Told, unknown>,
    { rate, until }: { rate: number; until: AbortSignal },
  ): Promise<void> {
    const begin = performance.now();
    for (let count = 0; !until.aborted; count++) {
      const wait = begin + (count * 1_000) / rate - performance.now();
      if (wait > 1) await sleep(wait);
      const next = all.next();
      if (next.done === true) return;
      this.tell(next.value as Told);
    }
  }

  /** Sends a delivery until it is acknowledged, and sometimes once more. */
  tell(told: Told): void {
    this.#keep(this.#until(told));
    if (this.#chance.happens(DOUBLED)) this.#keep(this.#once(told).then(() => {}));
    if (this.#chance.happens(REDELIVERED))
      this.#keep(
        sleep(AGAIN_AFTER_MS * 5)
          .then(() => this.#once(told))
          .then(() => {}),
      );
  }

  /** Resolves when all that was told is acknowledged. */
  async allAcknowledged(): Promise<void> {
    while (this.#under.size > 0) await Promise.all(this.#under);
  }

  stop(): void {
    this.#isStopped = true;
    this.#agent.destroy();
  }

  #keep(sending: Promise<void>): void {
    this.#under.add(sending);
    void sending.finally(() => this.#under.delete(sending));
  }

  async #until(told: Told): Promise<void> {
    while (!this.#isStopped && (await this.#once(told)) !== 202) await sleep(AGAIN_AFTER_MS);
  }

  async #once(told: Told): Promise<Answered> {
    if (this.#isStopped) return "stopped";
    this.sent += 1;
    const answer = await this.post(told);
    this.answers.set(answer, (this.answers.get(answer) ?? 0) + 1);
    if (answer === 202) this.acknowledged.set(told.id, told);
    return answer;
  }

  /** Sends a delivery once. */
  post({ id, event, body }: Pick<Told, "id" | "event" | "body">): Promise<Answered> {
    return new Promise((resolve) => {
      const signature = createHmac("sha256", this.#secret).update(body).digest("hex");
      const headers = {
        ...{ "content-type": "application/json", "x-github-delivery": id, "x-github-event": event },
        ...{ "x-hub-signature-256": `sha256=${signature}`, "content-length": Buffer.byteLength(body) },
      };
      const options = { agent: this.#agent, method: "POST", headers, timeout: HANGING_MS };
      const outgoing = request(`${this.url}/api/github/webhooks`, options, (response) => {
        response.resume();
        response.on("close", () => resolve(response.complete ? (response.statusCode ?? 0) : "cut off"));
      });
      outgoing.on("timeout", () => outgoing.destroy(new Error("no answer")));
      outgoing.on("error", (error) => resolve("code" in error ? String(error.code) : error.message));
      outgoing.end(body);
    });
  }
}
