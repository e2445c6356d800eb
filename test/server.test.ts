import { createHmac, randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { createEmulator, type Emulator } from "emulate";
import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newPath } from "../dev/simulation/processes/cli.ts";
import { at } from "../dev/simulation/world/history.ts";
import { CONTENT_LIMIT } from "../src/github/octokit.ts";
import { ACTIONS } from "../src/github/payloads.ts";
import { type Plimsoll, type PlimsollOptions, startPlimsoll } from "../src/server/server.ts";
import { openStores } from "../src/storage/stores.ts";

const SECRET = "a secret";

interface Example {
  readonly action?: string;
  readonly installation?: { readonly id: number };
  readonly repository?: {
    readonly id: number;
    readonly name: string;
    readonly owner?: { readonly login: string };
  };
}

const require = createRequire(import.meta.url);

/** Real captures of every event, from github.com and from GitHub Enterprise Server. */
const examples: readonly { name: string; examples: readonly Example[] }[] = [
  ...require("@octokit/webhooks-examples/api.github.com/index.json"),
  ...require("@octokit/webhooks-examples/ghes-35/index.json"),
];

/** The repositories of the captures, in the place of which the emulated GitHub has one each: ids cannot be chosen there. */
const repositoryIds = [
  ...new Set(examples.flatMap(({ examples: all }) => all.flatMap(({ repository }) => repository?.id ?? []))),
];

/** The one account of the emulated GitHub. */
const OWNER = "Codertocat";
const nameOf = (index: number) => `repository-${index}`;

/** A capture as if it told of the emulated repository, since no token is given for one that is not there. */
function ofEmulated({ repository, ...capture }: Example): Example {
  if (repository === undefined) return capture;
  const index = repositoryIds.indexOf(repository.id);
  const owner = { login: OWNER };
  return { ...capture, repository: { ...repository, id: index + 1, name: nameOf(index), owner } };
}

let emulator: Emulator;
let plimsoll: Plimsoll;
let env: PlimsollOptions["env"];
interface Logged {
  readonly level: number;
  readonly msg: string;
  readonly error?: string;
  readonly number?: number;
  readonly phase?: string;
}

let logged: Logged[];

/** A GitHub on which the app has the installations that the captures name. */
beforeAll(async () => {
  const permissions = {
    contents: "read",
    pull_requests: "read",
    checks: "write",
    issues: "write",
    metadata: "read",
  };
  const app = { app_id: 1, slug: "plimsoll", name: "Plimsoll", permissions, events: [] };
  const installations = [1, 5, 957387].map((id) => ({ installation_id: id, account: OWNER }));
  emulator = await createEmulator({
    service: "github",
    port: 0,
    seed: {
      github: {
        users: [{ login: OWNER }],
        repos: repositoryIds.map((_, index) => ({ owner: OWNER, name: nameOf(index) })),
        apps: [{ ...app, installations }],
      },
    },
  });
  env = {
    APP_ID: 1,
    PRIVATE_KEY: emulator.generatedSecrets[0]?.value ?? "",
    WEBHOOK_SECRET: SECRET,
    GITHUB_API_URL: emulator.url.replace("localhost", "127.0.0.1"),
    DATABASE_URL: "file::memory:",
    LOG_LEVEL: "info",
    HOST: "127.0.0.1",
    PORT: 0,
  };
  const log = pino({ level: "info" }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  plimsoll = await startPlimsoll({ env, log });
});

beforeEach(() => {
  logged = [];
});

afterAll(async () => {
  await plimsoll.stop();
  await emulator.close();
});

async function deliver(event: string, body: string, secret = SECRET): Promise<number> {
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  const response = await fetch(`${plimsoll.url}/api/github/webhooks`, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "x-github-delivery": randomUUID(),
      "x-github-event": event,
      "x-hub-signature-256": `sha256=${signature}`,
    },
  });
  return response.status;
}

/** The pull request in the captures of a merge queue: the emulated GitHub has no such commit to put a check run on. */
const QUEUED = 104;

/** Of the repositories in captures of installations the emulated GitHub knows none, so their past cannot be read. */
const isOfBackfill = ({ phase }: Logged) => phase !== undefined;

/** The labels in captures are no tool's, so that nothing is to be done. */
const LABELLINGS = ["labeled", "unlabeled"];

const isHandled = (event: string, { action = "created", installation }: Example) =>
  installation !== undefined &&
  !LABELLINGS.includes(action) &&
  (ACTIONS as Record<string, readonly string[]>)[event]?.includes(action);

describe("the running server", () => {
  it.each(examples.map(({ name, examples: payloads }) => [name, payloads] as const))(
    "answers every capture of %s, works those it handles, and logs no error",
    async (event, payloads) => {
      for (const payload of payloads) {
        expect(await deliver(event, JSON.stringify(ofEmulated(payload)))).toBe(202);
        await plimsoll.idle();
      }

      expect(
        logged.filter((each) => each.level > 30 && each.number !== QUEUED && !isOfBackfill(each)),
      ).toEqual([]);
      const worked = logged.filter(({ msg }) => msg === "Delivery processed");
      expect(worked).toHaveLength(payloads.filter((payload) => isHandled(event, payload)).length);
    },
  );

  it.each([
    ["signed with another secret", 401, JSON.stringify({ action: "opened" }), "other"],
    ["that is not JSON", 400, "{", SECRET],
    ["of 30 MB", 413, "x".repeat(30 * 1024 * 1024), SECRET],
  ])("is unharmed by a body %s", async (_, status, body, secret) => {
    expect(await deliver("pull_request", body, secret)).toBe(status);
    expect(await plimsoll.stores.deliveries.findNextDue(at(30), [])).toBeUndefined();
    expect((await fetch(`${plimsoll.url}/readyz`)).status).toBe(200);
  });

  it("counts what it wrote before it was started in the quota of the hour", async () => {
    const databaseUrl = `file:${newPath("restarted.db")}`;
    const [full, other] = [4_711, 4_712];
    const { installations, repositories, checkRuns, close } = await openStores(databaseUrl);
    await installations.remember({ id: full, installedAt: new Date() });
    await repositories.remember({ id: 7, installationId: full, owner: "acme", name: "shop" });
    for (let number = 1; number <= 400; number++) {
      const key = { repositoryId: 7, headSha: `head-${number}`, number };
      await checkRuns.markStale(key, { at: new Date(), isUrgent: true });
      await checkRuns.markCreating(key, new Date());
    }
    await close();
    const restarted = await startPlimsoll({
      ...{ env: { ...env, DATABASE_URL: databaseUrl }, log: pino({ level: "silent" }) },
    });
    await restarted.stop();

    expect(CONTENT_LIMIT.admit(full, "check-run").wait).toBeGreaterThan(0);
    expect(CONTENT_LIMIT.admit(other, "check-run").wait).toBe(0);
  });

  it("is not ready when its store cannot be written", async () => {
    const other = await startPlimsoll({ env, log: pino({ level: "silent" }) });
    await other.stores.close();
    const response = await fetch(`${other.url}/readyz`);

    expect(response.status).toBe(503);
    expect(await response.text()).toContain("the store cannot be written");
    expect((await fetch(`${other.url}/healthz`)).status).toBe(200);
    await other.stop();
  });

  it("has no page but its health checks", async () => {
    const status = async (path: string) => (await fetch(`${plimsoll.url}${path}`)).status;

    expect(
      await Promise.all(["/healthz", "/readyz", "/", "/probot", "/probot/static/logo.png"].map(status)),
    ).toEqual([200, 200, 404, 404, 404]);
  });
});
