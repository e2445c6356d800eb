import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { Webhooks } from "@octokit/webhooks";
import nock from "nock";
import { faultsOfAnswer } from "../described/github-answers.ts";
import { faultsOfRequest } from "../described/github-openapi.ts";
import { servePast } from "../past/github-past.ts";
import { TEST_KEY } from "../world/key.ts";
import { SHOP } from "../world/shop.ts";
import { API, type World } from "../world/world.ts";
import { HookLog } from "./hook-log.ts";
import { type LagOf, pastAt } from "./knowledge.ts";
import { listedCommits } from "./listed.ts";
import { sendWithoutDelay } from "./no-delay.ts";
import type { Story } from "./story.ts";
import { type Answer, UNKNOWN, Written } from "./written.ts";

/** What GitHub sends: the id is the same each time that it sends it. */
export interface Webhook {
  readonly id: string;
  readonly event: string;
  readonly payload: object;
}

/** A GitHub on a port of its own, on which a story happens and the App is installed. */
export interface SimulatedGitHub {
  readonly url: string;
  readonly appId: number;
  readonly privateKey: string;
  /** What the App wrote. */
  readonly written: Written;
  /** What GitHub's official description says against what was asked and answered. */
  readonly faults: ReadonlySet<string>;
  /** Plays the clock: what happened until then is told, by the API somewhat later than by webhooks. */
  setClock(now: Date): void;
  setWebhookUrl(url: string): Promise<void>;
  /** Sends a webhook; one that is lost stands in the log of deliveries only. */
  send(webhook: Webhook, options?: { readonly isLost?: boolean }): Promise<void>;
  /** Resolves when nothing that it was asked to send again is under way. */
  quiet(): Promise<void>;
  close(): void;
}

/** How the GitHub of a story behaves. */
export interface SimulationOptions {
  readonly webhookSecret: string;
  readonly lagOf?: LagOf;
  /** The config that stands in the repository. */
  readonly config?: string;
}

sendWithoutDelay();

const TOKEN = { token: "ghs_test", expires_at: "2099-01-01T00:00:00Z", permissions: {} };
const INSTALLATION = { id: SHOP.installationId, account: { login: SHOP.owner }, suspended_at: null };

/** Starts the GitHub of a story. */
export async function startSimulatedGitHub(
  story: Story,
  { webhookSecret, lagOf = () => 0, config }: SimulationOptions,
): Promise<SimulatedGitHub> {
  nock.enableNetConnect("127.0.0.1");
  const [written, faults] = [new Written(), new Set<string>()];
  const under = new Set<Promise<void>>();
  const webhooks = new Webhooks({ secret: webhookSecret });
  let [now, hook] = [new Date(0), ""];
  let past = pastAt(story, now, lagOf);
  const log = new HookLog(({ guid, event, payload }) => send({ id: guid, event, payload }));

  function send(webhook: Webhook, { isLost = false } = {}): Promise<void> {
    const sent = isLost ? Promise.resolve(undefined) : post(webhook);
    const noted = sent.then((status) => {
      log.note({ guid: webhook.id, event: webhook.event, payload: webhook.payload, at: now, status });
    });
    under.add(noted);
    return noted.finally(() => under.delete(noted));
  }

  async function post({ id, event, payload }: Webhook): Promise<number | undefined> {
    const body = JSON.stringify(payload);
    const headers = {
      ...{ "content-type": "application/json", "x-github-delivery": id, "x-github-event": event },
      "x-hub-signature-256": await webhooks.sign(body),
    };
    const answer = await fetch(hook, { method: "POST", body, headers }).catch(() => undefined);
    await answer?.arrayBuffer();
    return answer?.status;
  }

  const server = createServer(async (request, response) => {
    const { method = "GET", url = "/" } = request;
    const body = (await buffer(request)).toString();
    const asked = new URL(url, API);
    for (const fault of faultsOfAsked(request, asked, body)) faults.add(fault);
    const answer =
      ofApp(asked) ??
      ofFiles(asked, { config, known: request.headers["if-none-match"], world: past.world }) ??
      log.answer(method, asked) ??
      written.answer(method, asked, method === "GET" ? {} : JSON.parse(body || "{}")) ??
      listedCommits(past, asked) ??
      (await remembered(method, asked, body));
    for (const fault of faultsOf(method, asked, answer)) faults.add(fault);
    response.writeHead(answer.status, {
      "content-type": "application/json; charset=utf-8",
      ...answer.headers,
    });
    response.end(answer.status === 304 ? undefined : JSON.stringify(answer.body));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ appId: 1, privateKey: TEST_KEY, written, faults, send },
    setClock(to) {
      now = to;
      nock.cleanAll();
      past = pastAt(story, now, lagOf);
      servePast(past);
    },
    async setWebhookUrl(url) {
      hook = url;
    },
    async quiet() {
      while (under.size > 0) await Promise.all(under);
    },
    close() {
      server.closeAllConnections();
      server.close();
      nock.cleanAll();
    },
  };
}

function faultsOfAsked(
  { method = "GET", headers }: IncomingMessage,
  { pathname: path, searchParams: query }: URL,
  body: string,
): readonly string[] {
  const told = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
  const sent = body === "" ? undefined : JSON.parse(body);
  return faultsOfRequest({ method, path, query, headers: new Headers(Object.fromEntries(told)), body: sent });
}

/** GraphQL is held to its own schema where it is served. */
function faultsOf(method: string, { pathname: path }: URL, { status, body }: Answer): readonly string[] {
  return path === "/graphql" || status === 304 ? [] : faultsOfAnswer({ method, path, status, body });
}

/** What the App is told about itself. */
function ofApp({ pathname }: URL): Answer | undefined {
  if (pathname.endsWith("/access_tokens")) return { status: 201, body: TOKEN };
  if (pathname === "/app/installations") return { status: 200, body: [INSTALLATION] };
  if (pathname === `/repos/${SHOP.owner}/${SHOP.name}/installation`)
    return { status: 200, body: INSTALLATION };
  return undefined;
}

interface FilesAsked {
  readonly config: string | undefined;
  /** The ETag that the client has. */
  readonly known: string | undefined;
  readonly world: World;
}

/** The files of the repository, with an ETag: a config is the only one that says something. */
function ofFiles({ pathname }: URL, { config, known, world }: FilesAsked): Answer | undefined {
  if (pathname.includes("/git/ref/")) return UNKNOWN;
  if (pathname.endsWith(`/git/blobs/${CONFIG_SHA}`)) {
    return {
      status: 200,
      body: { content: Buffer.from(config ?? "").toString("base64"), encoding: "base64" },
    };
  }
  const ref = /\/git\/trees\/(\w+)$/.exec(pathname)?.[1];
  // Of a commit that is not known yet, the list of commits tells.
  if (ref === undefined || (ref !== "HEAD" && !world.has(ref))) return undefined;
  const headers = { etag: '"files"' };
  return known === headers.etag
    ? { status: 304, body: undefined, headers }
    : { status: 200, body: treeOf(config), headers };
}

const CONFIG_SHA = "c0ff1600000000000000000000000000000000ff";

function treeOf(config: string | undefined): object {
  const file = {
    path: ".github/plimsoll.yml",
    mode: "100644",
    type: "blob",
    sha: CONFIG_SHA,
    size: config?.length,
  };
  return { sha: "tree", truncated: false, tree: config === undefined ? [] : [file] };
}

const TOLD = /^(?:link|x-ratelimit-.*)$/;

/** What GitHub remembers of the story so far. */
async function remembered(method: string, { pathname, search }: URL, body: string): Promise<Answer> {
  const answer = await fetch(API + pathname + search, { method, ...(method !== "GET" && { body }) }).catch(
    () => undefined,
  );
  if (answer === undefined) return UNKNOWN;
  const headers = Object.fromEntries([...answer.headers].filter(([name]) => TOLD.test(name)));
  return { status: answer.status, body: await answer.json(), headers };
}
