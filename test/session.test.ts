import { createHmac } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import nock from "nock";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { faultsOfRequest, operationAt, operationOf } from "../dev/simulation/described/github-openapi.ts";
import { type Recording, recordRequests } from "../dev/simulation/described/recorded-requests.ts";
import { servePast } from "../dev/simulation/past/github-past.ts";
import { longPast, NOW } from "../dev/simulation/past/long-past.ts";
import { at } from "../dev/simulation/world/history.ts";
import { TEST_KEY } from "../dev/simulation/world/key.ts";
import {
  account,
  deploymentPayload,
  pullRequestPayload,
  pushPayload,
  releasePayload,
  reviewPayload,
} from "../dev/simulation/world/payloads.ts";
import { SHOP } from "../dev/simulation/world/shop.ts";
import { API } from "../dev/simulation/world/world.ts";
import { checkGitHub } from "../src/commands/doctor/github.ts";
import { DEFAULT_ATTRIBUTION } from "../src/domain/attribution/attribution-rules.ts";
import { fetchFirstBefore } from "../src/github/activity.ts";
import { fetchPullRequestFiles } from "../src/github/changed-files.ts";
import { fetchCheckRunId } from "../src/github/check-runs.ts";
import { fetchClosedCount } from "../src/github/closed-counts.ts";
import { fetchCovered } from "../src/github/installations.ts";
import { commentOnBudget, fetchIssue } from "../src/github/issues.ts";
import { listPullCommits } from "../src/github/listed-commits.ts";
import { fetchNamedPulls } from "../src/github/named-pulls.ts";
import { fetchNamedPullsByRest } from "../src/github/named-pulls-rest.ts";
import { type GitHubClient, PlimsollOctokit } from "../src/github/octokit.ts";
import {
  fetchOwnedRepositories,
  fetchOwnedRepository,
  fetchOwner,
} from "../src/github/owned-repositories.ts";
import { scopedClients } from "../src/github/scoped-auth.ts";
import { fetchShownPulls } from "../src/github/shown-pulls.ts";
import { createTokenClients } from "../src/github/token-client.ts";
import { fetchBudgets } from "../src/github/token-limits.ts";
import { fetchViewerId } from "../src/github/viewer.ts";
import { fetchRepositories } from "../src/github/visibility.ts";
import { NO_EVENT } from "../src/github/when.ts";
import { checkInstallations } from "../src/ingest/sources/installations.ts";
import { createProbot } from "../src/server/probot-server.ts";
import { type Plimsoll, startPlimsoll } from "../src/server/server.ts";
import { convertCode } from "../src/setup/conversion.ts";
import { HANGING_MS } from "./support/limits.ts";

const SECRET = "a secret";
const REPOSITORY = `/repos/${SHOP.owner}/${SHOP.name}`;
const ENV = {
  ...{ APP_ID: 1, PRIVATE_KEY: TEST_KEY, WEBHOOK_SECRET: SECRET, GITHUB_API_URL: API },
  ...{ DATABASE_URL: "file::memory:", LOG_LEVEL: "info" as const, HOST: "127.0.0.1", PORT: 0 },
};
const CONFIG = "bots: [robot]\ndigest: { repository: shop }\nproduction: [production]\n";
const CONFIG_ENTRY = { path: ".github/plimsoll.yml", mode: "100644", type: "blob", sha: "b1", size: 80 };
const FOUND = {
  ...{
    id: SHOP.id,
    name: SHOP.name,
    owner: { id: 500, login: SHOP.owner },
    full_name: `${SHOP.owner}/${SHOP.name}`,
  },
  ...{ default_branch: "main", private: true, visibility: "private" },
};
const MISSED = {
  ...{ id: 5, guid: "missed", delivered_at: NOW.toISOString(), status: "Bad Gateway", status_code: 502 },
  ...{ event: "push", action: null, installation_id: SHOP.installationId, repository_id: SHOP.id },
};
const CLOSED = pullRequestPayload({ number: 10, base: "m8", head: "h9", updatedAt: at(9), closedAt: at(9) });
const APP = { id: 7, pem: "pem", webhook_secret: "s", html_url: "https://github.test/apps/plimsoll" };

/** Nobody waits for the rate limits of a GitHub that has none. */
const Octokit = PlimsollOctokit.defaults((options: { throttle?: object }) => ({
  ...options,
  throttle: { ...options.throttle, enabled: false },
}));

const past = longPast({ pulls: 8, deployEvery: 4 });
const world = new Map([
  ...past.world,
  ["h9", { parents: ["m8"], message: "This reverts commit m7.", files: ["src/7.ts"] }],
  ["m9", { parents: ["m8"], message: "Work (#9)", files: ["src/7.ts"] }],
]);
const releases = [{ id: 3, tag: "v1", sha: "m8", at: at(2) }];

let plimsoll: Plimsoll;
let recording: Recording;
let isQueryRefused = false;
let now = NOW;
let deliveries = 0;

/** Answers what a session asks beside the past, as GitHub does. */
function serveRest(): void {
  const issue = { number: 12, title: "before", body: "before", user: { type: "Bot" } };
  const answers: readonly [
    method: "get" | "post" | "patch",
    path: string | RegExp,
    status: number,
    body: object,
  ][] = [
    ["post", /\/access_tokens$/, 201, { token: "t", expires_at: "2099-01-01T00:00:00Z", permissions: {} }],
    ["get", "/app/hook/deliveries", 200, [MISSED]],
    ["post", /\/attempts$/, 202, {}],
    ["get", "/app/installations", 200, [{ id: SHOP.installationId, suspended_at: null, permissions: {} }]],
    ["get", "/app", 200, { id: 1, slug: "plimsoll", permissions: {}, events: [] }],
    ["get", "/app/hook/config", 200, { url: "https://plimsoll.test/api/github/webhooks" }],
    ["get", "/installation/repositories", 200, { total_count: 1, repositories: [FOUND] }],
    ["get", `${REPOSITORY}/installation`, 200, { id: SHOP.installationId }],
    ["get", `${REPOSITORY}/pulls/8/commits`, 200, []],
    ["get", REPOSITORY, 200, FOUND],
    ["get", `/orgs/${SHOP.owner}/repos`, 200, [FOUND]],
    ["get", `/users/${SHOP.owner}/repos`, 200, [FOUND]],
    ["get", "/user/repos", 200, [FOUND]],
    ["get", "/rate_limit", 200, { resources: {} }],
    ["get", `/users/${SHOP.owner}`, 200, { id: 500, login: SHOP.owner, type: "User" }],
    ["get", "/users/robot", 200, { id: 90, login: "robot" }],
    ["get", /\/git\/trees\//, 200, { sha: "t", tree: [CONFIG_ENTRY], truncated: false }],
    [
      "get",
      /\/git\/blobs\/b1$/,
      200,
      { content: Buffer.from(CONFIG).toString("base64"), encoding: "base64" },
    ],
    ["get", /\/commits\/[^/]+\/check-runs$/, 200, { total_count: 0, check_runs: [] }],
    ["get", /\/commits\/refs/, 200, { sha: "m8" }],
    ["post", `${REPOSITORY}/check-runs`, 201, { id: 1 }],
    ["patch", /\/check-runs\/\d+$/, 200, { id: 1 }],
    ["post", `${REPOSITORY}/labels`, 201, {}],
    ["get", `${REPOSITORY}/issues`, 200, []],
    ["post", `${REPOSITORY}/issues`, 201, issue],
    ["post", /\/issues\/\d+\/labels$/, 200, []],
    ["post", /\/issues\/\d+\/comments$/, 201, { id: 1 }],
    ["get", /\/issues\/\d+$/, 200, issue],
    ["patch", /\/issues\/\d+$/, 200, issue],
    ["post", /\/conversions$/, 201, APP],
  ];
  for (const [method, path, status, body] of answers)
    nock(API).persist().intercept(path, method.toUpperCase()).query(true).reply(status, body);
}

beforeAll(async () => {
  nock.disableNetConnect();
  nock.enableNetConnect("127.0.0.1");
  serveRest();
  servePast(
    { ...past, world, releases, notes: new Map(), unmerged: [{ payload: CLOSED, closings: [at(9)] }] },
    {
      refuses: () =>
        isQueryRefused ? [403, { message: "Resource not accessible by integration" }] : undefined,
    },
  );
  recording = recordRequests(API);
  plimsoll = await startPlimsoll({ env: ENV, log: pino({ level: "silent" }), clock: () => now, Octokit });
});

afterAll(async () => {
  await plimsoll.stop();
  recording.stop();
  nock.cleanAll();
  nock.enableNetConnect();
});

async function deliver(event: string, payload: object): Promise<void> {
  const body = JSON.stringify(payload);
  deliveries += 1;
  const answer = await fetch(`${plimsoll.url}/api/github/webhooks`, {
    method: "POST",
    body,
    headers: {
      "x-github-delivery": `d${deliveries}`,
      "x-github-event": event,
      "x-hub-signature-256": `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}`,
    },
  });
  expect([event, answer.status]).toEqual([event, 202]);
  await plimsoll.idle();
}

async function backfilled(): Promise<void> {
  const progress = async () => (await plimsoll.stores.backfills.list())[0]?.state;
  await vi.waitUntil(async () => (await progress()) === "done", HANGING_MS);
  await plimsoll.idle();
}

/** Opens, merges, ships and takes stock of a pull request that reverts another. */
async function playLive(): Promise<void> {
  const pull = { number: 9, base: "m8", head: "h9", claims: ["#7"] };
  const address = { installation: { id: SHOP.installationId }, repository: FOUND };
  await deliver("pull_request", pullRequestPayload({ ...pull, updatedAt: at(9) }));
  await deliver(
    "pull_request_review",
    reviewPayload({ number: 9, state: "approved", at: at(9), by: account(4) }),
  );
  const merge = { sha: "m9", by: account(5) };
  await deliver("pull_request", pullRequestPayload({ ...pull, updatedAt: at(10), merge }));
  await deliver(
    "push",
    pushPayload({ before: "m8", after: "m9", at: at(10), commits: ["m9"], isConfig: true }),
  );
  await deliver("deployment_status", deploymentPayload({ id: 90, sha: "m9", at: at(11) }));
  await deliver("release", releasePayload({ id: 91, tag: "v2", at: at(11) }));
  await deliver("check_run", { ...address, action: "rerequested", check_run: { head_sha: "h9" } });
  await deliver("repository", { ...address, action: "transferred" });
}

/** What hardly any session needs, asked with the client that commands have. */
async function askTheRest(): Promise<void> {
  const probot = createProbot(ENV);
  await probot.ready();
  const { authenticate } = scopedClients(probot);
  const octokit: GitHubClient = await authenticate({ id: SHOP.id, installationId: SHOP.installationId });
  await listPullCommits(octokit, SHOP, { number: 8, head: "h8", rules: DEFAULT_ATTRIBUTION, when: NO_EVENT });
  await fetchPullRequestFiles(octokit, SHOP, { number: 8, when: NO_EVENT });
  await fetchCheckRunId(octokit, SHOP, { headSha: "h9", externalId: "9" });
  await fetchIssue(octokit, SHOP, 12);
  await commentOnBudget(octokit, SHOP, { number: 12, body: "75 % is used" });
  isQueryRefused = false;
  for (const fetch of [fetchNamedPulls, fetchNamedPullsByRest]) {
    const { pulls } = await fetch(octokit, SHOP, [10]);
    expect(pulls).toMatchObject([{ facts: { number: 10, closings: [at(9)] } }]);
  }
  expect([...(await fetchShownPulls(octokit, SHOP, [8, 404])).keys()]).toEqual([8]);
  expect(await fetchCovered(octokit)).toMatchObject([{ id: SHOP.id }]);
  await fetchRepositories(octokit, SHOP.owner);
  await fetchFirstBefore(octokit, SHOP, { branch: "main", since: at(2), now: at(9) });
  const asApp = {
    stores: plimsoll.stores,
    authenticateApp: () => probot.auth(),
    log: pino({ level: "silent" }),
  };
  await checkInstallations({ ...asApp, clock: () => now, onGap: async () => {} });
  await convertCode(API, "a code");
  const found = await checkGitHub(ENV, { publicUrl: undefined, limitMs: HANGING_MS });
  expect(found.filter(({ text }) => /not (tell|checked)/.test(text))).toEqual([]);
}

/** What only a report asks, with a token. */
async function askAsReport(): Promise<void> {
  const { reader } = createTokenClients({ token: "a token", apiUrl: API }, Octokit);
  await fetchBudgets(reader);
  const viewerId = await fetchViewerId(reader);
  const owner = (await fetchOwner(reader, SHOP.owner)) ?? expect.fail("there is no owner");
  await fetchOwnedRepository(reader, SHOP);
  for (const each of [owner, { ...owner, id: viewerId ?? 0 }, { ...owner, isOrganization: true }])
    expect(await fetchOwnedRepositories(reader, each, viewerId)).toMatchObject([{ id: SHOP.id }]);
  const asked = { owner: SHOP.owner, repositories: Array.from({ length: 30 }, () => SHOP) };
  expect(await fetchClosedCount(reader, asked, at(2))).toBeGreaterThan(8);
}

/** The operations that the source asks for, by GitHub's names. */
function operationsOfSource(): Set<string> {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  const { rest } = new PlimsollOctokit();
  const methods = files.flatMap((file) => {
    const text = readFileSync(join("src", file), "utf8");
    return [...text.matchAll(/octokit\s*\.rest\s*\.(\w+)\s*\.(\w+)/g)].map(([, scope = "", name = ""]) => {
      const scoped = rest[scope as keyof typeof rest] as unknown as Readonly<
        Record<string, typeof rest.repos.get>
      >;
      return operationAt(scoped[name]?.endpoint.DEFAULTS ?? { method: scope, url: name });
    });
  });
  const queries = files.flatMap((file) =>
    [...readFileSync(join("src", file), "utf8").matchAll(/`query (\w+)/g)].map(
      ([, name]) => `graphql/${name}`,
    ),
  );
  return new Set([...methods, ...queries, "apps/create-installation-access-token"]);
}

describe("a whole session", () => {
  it("R11: asks GitHub for nothing but what its official description allows, in the pinned version", async () => {
    const { id, owner, name, installationId } = SHOP;
    const installation = { id: installationId, created_at: at(1).toISOString() };
    const repositories = [{ id, full_name: `${owner}/${name}` }];
    await deliver("installation", { action: "created", installation, repositories });
    await backfilled();
    isQueryRefused = true;
    await plimsoll.stores.backfills.request({ repositoryId: id, since: new Date(0), at: now });
    await backfilled();
    await playLive();
    for (const later of [16, 23]) {
      now = at(later);
      await plimsoll.publishDueDigests();
    }
    await askTheRest();
    await askAsReport();

    const { requests } = recording;
    expect(await plimsoll.stores.deliveries.loadDepth()).toMatchObject({ pending: 0, parked: 0 });
    expect(requests.flatMap(faultsOfRequest)).toEqual([]);
    expect([...operationsOfSource().difference(new Set(requests.map(operationOf)))]).toEqual([]);
  });

  it.each([
    ["another version", { headers: new Headers({ "x-github-api-version": "2026-03-10" }) }],
    ["an unknown parameter", { query: new URLSearchParams({ per_pages: "100" }) }],
    ["a page that is too large", { query: new URLSearchParams({ per_page: "101" }) }],
    ["an unknown path", { path: `${REPOSITORY}/check-ruins` }],
    ["an unknown field", { body: { name: "Plimsoll", head_sha: "a", titel: "" } }],
    [
      "a text that is too long",
      { body: { name: "Plimsoll", head_sha: "a", output: { title: "", summary: "x".repeat(65_536) } } },
    ],
    ["a missing field", { body: { name: "Plimsoll" } }],
  ])("is held to the description, which finds %s", (_, wrong) => {
    const request = recording.requests.find((each) => operationOf(each) === "checks/create");
    if (request === undefined) throw new Error("no check run was created");

    expect(faultsOfRequest({ ...request, ...wrong })).not.toEqual([]);
  });
});
