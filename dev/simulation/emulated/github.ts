import { createHmac, randomUUID } from "node:crypto";
import { once } from "node:events";
import { MessageChannel, Worker } from "node:worker_threads";
import { Octokit } from "@octokit/rest";
import { ProbotOctokit } from "probot";
import type { Delivery, WorkerQuestion, WorkerReady, WorkerStart } from "./github-worker.ts";
import { DEPENDABOT, type Organization, PLIMSOLL, seedOf } from "./seed.ts";

/** An emulated GitHub with one organization, on which the app is installed. */
export interface GitHub {
  readonly url: string;
  readonly appId: number;
  readonly privateKey: string;
  readonly installationId: number;
  /** GitHub's API as one of the seeded people, or as `dependabot[bot]`. */
  as(login: string): Octokit;
  /** Plays the clock forward; it never goes back, since delivery ids are its readings. */
  setClock(date: Date): Promise<void>;
  /** Where webhooks go from now on; before the first address is known they are dropped. */
  setWebhookUrl(webhookUrl: string): Promise<void>;
  /** Sends a signed webhook that the emulator does not send by itself; the answer's HTTP status. */
  deliver(event: string, payload: object, options?: { readonly id?: string }): Promise<number>;
  /** Every webhook the emulator sent so far, once none is under way. */
  delivered(): Promise<readonly Delivery[]>;
  close(): Promise<void>;
}

/** What `startGitHub` needs: the world, the secret, and the time at which it begins. */
export interface GitHubOptions extends Organization {
  readonly clock: Date;
  readonly webhookSecret: string;
  /** May be given later with `setWebhookUrl`, when the app starts after its GitHub. */
  readonly webhookUrl?: string;
}

// Reserved by RFC 2606: nothing answers there.
const PLACEHOLDER = "http://webhook.invalid/";

// Octokit would print every refused request besides throwing it.
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Starts an emulated GitHub on a free port, in a thread of its own. */
export async function startGitHub(options: GitHubOptions): Promise<GitHub> {
  const { worker, url, privateKeys } = await startWorker(options);
  const privateKey = privateKeys[PLIMSOLL.appId] ?? "";
  const tokens = new Map<string, string>(options.people.map(({ login }) => [login, login]));
  tokens.set(DEPENDABOT.login, await botToken(url, privateKeys[DEPENDABOT.appId] ?? ""));
  let { webhookUrl } = options;
  const github: GitHub = {
    url,
    appId: PLIMSOLL.appId,
    privateKey,
    installationId: PLIMSOLL.installationId,
    as: (login) => {
      const auth = tokens.get(login);
      if (auth === undefined) throw new Error(`There is no ${login} on this GitHub`);
      return new Octokit({ baseUrl: url, auth, log: SILENT });
    },
    setClock: (date) => ask(worker, { ask: "setClock", time: date.getTime() }),
    setWebhookUrl: (to) => {
      webhookUrl = to;
      return ask(worker, { ask: "setWebhookUrl", webhookUrl: to });
    },
    deliver: async (event, payload, { id = randomUUID() } = {}) => {
      if (webhookUrl === undefined) throw new Error(`No webhook URL to deliver ${event} to`);
      return post(webhookUrl, { id, event, secret: options.webhookSecret, payload });
    },
    delivered: () => ask(worker, { ask: "delivered" }),
    close: async () => {
      await worker.terminate();
    },
  };
  if (webhookUrl !== undefined) await github.setWebhookUrl(webhookUrl);
  return github;
}

async function startWorker({ clock, webhookSecret, ...organization }: GitHubOptions) {
  const start: WorkerStart = {
    clock: clock.getTime(),
    seed: seedOf(organization, { url: PLACEHOLDER, secret: webhookSecret }),
    placeholder: PLACEHOLDER,
  };
  // The emulator takes its address and its logging from the environment, so it gets none.
  const worker = new Worker(new URL("./github-worker.ts", import.meta.url), { workerData: start, env: {} });
  const [ready] = (await once(worker, "message")) as [WorkerReady];
  // When the program fails without closing, this GitHub must not keep it alive.
  worker.unref();
  // It calls itself localhost but listens on IPv4 alone.
  return { worker, url: ready.url.replace("localhost", "127.0.0.1"), privateKeys: ready.privateKeys };
}

async function botToken(baseUrl: string, privateKey: string): Promise<string> {
  const app = new ProbotOctokit({ baseUrl, auth: { appId: DEPENDABOT.appId, privateKey } });
  const { data } = await app.rest.apps.createInstallationAccessToken({
    installation_id: DEPENDABOT.installationId,
  });
  return data.token;
}

async function ask<Answer>(worker: Worker, question: WorkerQuestion): Promise<Answer> {
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ ...question, answer: port2 }, [port2]);
  const [answer] = (await once(port1, "message")) as [Answer];
  port1.close();
  return answer;
}

async function post(
  url: string,
  { id, event, secret, payload }: { id: string; event: string; secret: string; payload: object },
): Promise<number> {
  const body = JSON.stringify(payload);
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  const headers = {
    "content-type": "application/json",
    "x-github-delivery": id,
    "x-github-event": event,
    "x-hub-signature-256": `sha256=${signature}`,
  };
  const response = await fetch(url, { method: "POST", headers, body });
  await response.arrayBuffer();
  return response.status;
}
