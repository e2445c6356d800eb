import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { headersOf, type Webhook } from "./payloads.ts";

const CONNECTIONS = 64;

/** What a load measured. */
export interface Measured {
  /** Acknowledged deliveries a second. */
  readonly throughput: number;
  /** In milliseconds, from when a delivery was due. */
  readonly latencies: readonly number[];
}

/** How many webhooks are sent, and whether connections are used again. */
export interface Pace {
  readonly perSecond: number;
  readonly seconds: number;
  readonly keepAlive?: boolean;
}

/** Sends as many webhooks as are answered, for some seconds. */
export async function saturate(
  url: string,
  webhooks: readonly Webhook[],
  seconds: number,
): Promise<Measured> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const latencies: number[] = [];
  const end = performance.now() + seconds * 1_000;
  let sent = 0;
  const work = async () => {
    while (performance.now() < end) {
      const begin = performance.now();
      sent += 1;
      await send(agent, { url, webhook: webhooks[sent % webhooks.length] as Webhook });
      latencies.push(performance.now() - begin);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, work));
  agent.destroy();
  return { throughput: latencies.length / seconds, latencies };
}

/** Sends so many webhooks a second, whether or not those before were answered. */
export async function pace(
  url: string,
  webhooks: readonly Webhook[],
  { perSecond, seconds, keepAlive = true }: Pace,
): Promise<Measured> {
  const agent = new Agent({ keepAlive, maxSockets: keepAlive ? 512 : Number.POSITIVE_INFINITY });
  const latencies: number[] = [];
  const begin = performance.now();
  const answered: Promise<void>[] = [];
  for (let sent = 0; sent < perSecond * seconds; sent++) {
    const dueAt = begin + (sent * 1_000) / perSecond;
    const wait = dueAt - performance.now();
    if (wait > 1) await sleep(wait);
    const webhook = webhooks[sent % webhooks.length] as Webhook;
    answered.push(send(agent, { url, webhook }).then(() => void latencies.push(performance.now() - dueAt)));
  }
  await Promise.all(answered);
  agent.destroy();
  return { throughput: latencies.length / ((performance.now() - begin) / 1_000), latencies };
}

/** The latency that so large a part stays within. */
export function percentile(latencies: readonly number[], part: number): number {
  const sorted = latencies.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

function send(
  agent: Agent,
  { url, webhook }: { readonly url: string; readonly webhook: Webhook },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { agent, method: "POST", headers: headersOf(webhook) };
    const outgoing = request(`${url}/api/github/webhooks`, options, (response) => {
      response.resume();
      response.on("end", () => {
        const isTaken = response.statusCode === 202 || response.statusCode === 200;
        if (isTaken) resolve();
        else reject(new Error(`answered with ${response.statusCode}`));
      });
    });
    outgoing.on("error", (error: NodeJS.ErrnoException) => {
      // The server closed a connection that had been idle while it was taken up again: nodejs.org/api/http.html#requestreusedsocket.
      if (outgoing.reusedSocket && error.code === "ECONNRESET") resolve(send(agent, { url, webhook }));
      else reject(error);
    });
    outgoing.end(webhook.body);
  });
}
