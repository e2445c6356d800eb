/**
 * The thread that GitHub is emulated in: its clock is played from outside, and its webhooks can be waited for.
 * It is a thread of its own because the clock is the global `Date`.
 */
import { type MessagePort, parentPort, workerData } from "node:worker_threads";

/** What the thread is started with. */
export interface WorkerStart {
  readonly clock: number;
  readonly seed: object;
  /** The address the seeded app sends its webhooks to; they go to the one set by `setWebhookUrl` instead. */
  readonly placeholder: string;
}

/** What the thread says once it listens. */
export interface WorkerReady {
  readonly url: string;
  readonly privateKeys: Readonly<Record<string, string>>;
}

/** What can be asked of the thread; each question brings the port for its answer. */
export type WorkerQuestion =
  | { readonly ask: "setClock"; readonly time: number }
  | { readonly ask: "setWebhookUrl"; readonly webhookUrl: string }
  | { readonly ask: "delivered" };

/** One webhook of the emulator's own and the status it was answered with, 0 when nobody answered. */
export interface Delivery {
  readonly id: string;
  readonly event: string;
  readonly status: number;
}

const { clock, seed, placeholder } = workerData as WorkerStart;

let time = clock;
const { setWebhookUrl, delivered } = watchDeliveries();

playClock();
await listen();
parentPort?.on("message", onQuestion);

/** Every reading is a new millisecond: the emulator uses the time as delivery id, which must be unique. */
function tick(): number {
  time += 1;
  return time;
}

/** What the emulator stores: whole seconds, as GitHub's are. How many readings there were before differs by chance. */
function second(): number {
  const now = tick();
  return now - (now % 1_000);
}

function playClock(): void {
  Date.now = tick;
  globalThis.Date = new Proxy(Date, {
    construct: (date, given, target) =>
      Reflect.construct(date, given.length === 0 ? [second()] : given, target),
  });
}

function watchDeliveries() {
  const send = globalThis.fetch;
  const done: Delivery[] = [];
  const underWay = new Set<Promise<unknown>>();
  let webhookUrl: string | undefined;

  globalThis.fetch = async (input, init) => {
    if (input !== placeholder) return send(input, init);
    if (webhookUrl === undefined) return Response.error();
    const answer = send(webhookUrl, init);
    underWay.add(answer);
    const response = await answer.catch(() => Response.error());
    const headers = new Headers(init?.headers);
    done.push({
      id: headers.get("x-github-delivery") ?? "",
      event: headers.get("x-github-event") ?? "",
      status: response.status,
    });
    underWay.delete(answer);
    return response;
  };

  return {
    setWebhookUrl: (url: string) => {
      webhookUrl = url;
    },
    delivered: async () => {
      while (underWay.size > 0) await Promise.allSettled(underWay);
      return done;
    },
  };
}

async function listen(): Promise<void> {
  // Imported late, since the emulator must find the played clock.
  const { createEmulator } = await import("emulate");
  const emulator = await createEmulator({ service: "github", port: 0, seed: { ...seed } });
  const keys = emulator.generatedSecrets.map(({ id, value }) => [id, value]);
  const ready: WorkerReady = { url: emulator.url, privateKeys: Object.fromEntries(keys) };
  parentPort?.postMessage(ready);
}

async function onQuestion({ answer, ...question }: WorkerQuestion & { answer: MessagePort }): Promise<void> {
  answer.postMessage(await reply(question));
}

async function reply(question: WorkerQuestion): Promise<readonly Delivery[] | undefined> {
  switch (question.ask) {
    case "setClock":
      time = Math.max(time, question.time);
      return undefined;
    case "setWebhookUrl":
      setWebhookUrl(question.webhookUrl);
      return undefined;
    case "delivered":
      return delivered();
  }
}
