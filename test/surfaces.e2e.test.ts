import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { acme } from "../dev/simulation/emulated/acme.ts";
import { type GitHub, startGitHub } from "../dev/simulation/emulated/github.ts";
import { mergePull, type OpenedPull, openPull } from "../dev/simulation/emulated/history.ts";
import {
  deploymentStatus,
  installationCreated,
  pushOf,
  type Repository,
} from "../dev/simulation/emulated/payloads.ts";
import { startPlimsollOn, WEBHOOK_SECRET } from "../dev/simulation/plimsoll.ts";
import type { Plimsoll } from "../src/server/server.ts";

const [SHOP, API, REPORTS, OWNERS] = ["shop", "api", "reports", ".github"].map((repo) => ({
  owner: "acme",
  repo,
})) as [Repository, Repository, Repository, Repository];
const MONDAY = new Date("2026-11-02T09:00Z");
const CONFIG = ".github/plimsoll.yml";

let github: GitHub;
let plimsoll: Plimsoll;
let now = MONDAY;
const writes: string[] = [];

beforeAll(async () => {
  const organization = { ...acme, repositories: ["shop", "api", "reports", ".github"] };
  github = await startGitHub({ ...organization, clock: MONDAY, webhookSecret: WEBHOOK_SECRET });
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-test-"));
  plimsoll = await startPlimsollOn(github, {
    databaseUrl: `file:${join(folder, "plimsoll.db")}`,
    log: pino({ level: "silent" }),
    clock: () => now,
    onWrite: (request) => void writes.push(request),
  });
  await github.deliver("installation", await installationCreated(github.as("dario"), SHOP));
});

beforeEach(() => {
  writes.length = 0;
});

afterAll(async () => {
  await plimsoll.stop();
  await github.close();
});

async function pass(hours: number): Promise<Date> {
  await github.delivered();
  await plimsoll.idle();
  now = new Date(now.getTime() + hours * 3_600_000);
  await github.setClock(now);
  return now;
}

/** Writes a config to main, and tells of the push, which the emulator does not. */
async function configure(repository: Repository, config: string): Promise<void> {
  const at = await pass(1);
  const octokit = github.as("amara");
  const before = await octokit.rest.repos
    .getContent({ ...repository, path: CONFIG })
    .then(({ data }) => ("sha" in data ? data.sha : undefined))
    .catch(() => undefined);
  const { data } = await octokit.rest.repos.createOrUpdateFileContents({
    ...repository,
    path: CONFIG,
    message: "Configure Plimsoll",
    content: Buffer.from(config).toString("base64"),
    ...(before !== undefined && { sha: before }),
  });
  const push = { sha: data.commit.sha ?? "", paths: [CONFIG], at };
  await github.deliver("push", await pushOf(octokit, repository, push));
  await pass(1);
}

let opened = 0;

/** Opens a pull request with one commit on a branch of its own. */
async function open(repository: Repository, message: string, folder = "work"): Promise<OpenedPull> {
  opened += 1;
  const pull = await openPull(github.as("bjorn"), repository, {
    branch: `${folder}/${opened}`,
    title: `Change ${opened}`,
    commits: [{ message, files: { [`file-${opened}.ts`]: `${opened}\n` } }],
  });
  await pass(1);
  return pull;
}

async function ship(repository: Repository, { number }: OpenedPull, deploymentId: number): Promise<void> {
  const sha = await mergePull(github.as("amara"), repository, { number, method: "squash" });
  const at = await pass(1);
  const status = { deploymentId, statusId: deploymentId, sha, ref: "main", environment: "production" };
  const flags = { isProduction: true, isTransient: false, state: "success", deployedAt: at, at } as const;
  await github.deliver(
    "deployment_status",
    await deploymentStatus(github.as("dario"), repository, { ...status, ...flags }),
  );
  await pass(1);
}

async function checkRun(repository: Repository, ref: string) {
  const { data } = await github.as("amara").rest.checks.listForRef({ ...repository, ref });
  expect(data.check_runs).toHaveLength(1);
  const [run] = data.check_runs;
  return { title: run?.output.title, conclusion: run?.conclusion, summary: run?.output.summary, id: run?.id };
}

async function issues(repository: Repository) {
  const { data } = await github
    .as("amara")
    .rest.issues.listForRepo({ ...repository, labels: "plimsoll", state: "all" });
  return data.toSorted((a, b) => a.number - b.number);
}

const RUNS = "/repos/acme/shop/check-runs";

describe("a config that cannot be used", () => {
  it("is shown in full on open pull requests, and no more once it is mended, by one write each", async () => {
    const pull = await open(SHOP, "Begin the cart");
    expect(writes).toEqual([`POST ${RUNS}`]);

    await configure(SHOP, "disclosur: require\n");
    const wrong = await checkRun(SHOP, pull.head);
    expect(wrong.summary).toContain('disclosur": did you mean "disclosure"?');
    expect(wrong.title).toBe("Config invalid · No AI assistance declared");

    await configure(SHOP, "disclosure: off\n");
    expect((await checkRun(SHOP, pull.head)).summary).not.toContain("cannot be used");
    expect(writes).toEqual([`POST ${RUNS}`, ...[1, 2].map(() => `PATCH ${RUNS}/${wrong.id}`)]);
    await ship(SHOP, pull, 1);
  });
});

describe("a pull request on an agent's branch that declares nothing", () => {
  it("fails where disclosure is required, and passes when a commit declares, or nothing is required", async () => {
    await configure(SHOP, "disclosure: { policy: require, trailers: [Assisted-by] }\n");
    const silent = await open(SHOP, "Add the price", "codex");
    const failed = await checkRun(SHOP, silent.head);
    expect(failed).toMatchObject({
      conclusion: "failure",
      title: "Declaration required · branch of OpenAI Codex",
    });
    expect(failed.summary).toContain("--trailer 'Assisted-by: OpenAI Codex'");

    const declared = await open(SHOP, "Add the total\n\nAssisted-by: OpenAI Codex", "codex");
    expect(await checkRun(SHOP, declared.head)).toMatchObject({ conclusion: "success" });

    writes.length = 0;
    await configure(SHOP, "disclosure: off\n");
    expect(await checkRun(SHOP, silent.head)).toMatchObject({
      conclusion: "neutral",
      title: "No AI assistance declared",
    });
    expect(writes.filter((write) => write === `PATCH ${RUNS}/${failed.id}`)).toHaveLength(1);
  });
});

describe("a re-run", () => {
  it("writes the check run again, once, though nothing changed", async () => {
    const pull = await open(SHOP, "Add the tax");
    const { id } = await checkRun(SHOP, pull.head);
    writes.length = 0;
    await github.as("amara").rest.checks.rerequestRun({ ...SHOP, check_run_id: id ?? 0 });
    await pass(1);

    expect(writes).toEqual([`PATCH ${RUNS}/${id}`]);
  });
});

describe("the digest of an organization", () => {
  it("is one issue where the owner's config wants it, and names no private repository once more people read it", async () => {
    await configure(OWNERS, "digest: { repository: reports }\n");
    await ship(API, await open(API, "Begin the API"), 101);
    await ship(API, await open(API, "List the stock"), 102);
    now = new Date("2026-11-09T09:00Z");
    await github.setClock(now);
    writes.length = 0;
    await plimsoll.publishDueDigests();
    await plimsoll.publishDueDigests();

    const [own] = await issues(REPORTS);
    expect(own?.title).toBe("Plimsoll · acme · 2026-W45");
    expect(own?.body).toContain("| `acme/api` |");
    expect(await issues(API)).toEqual([]);
    expect(writes.filter((write) => write.includes("/reports/"))).toEqual([
      "POST /repos/acme/reports/labels",
      "POST /repos/acme/reports/issues",
    ]);

    await github.as("amara").rest.repos.update({ ...REPORTS, private: false });
    writes.length = 0;
    await plimsoll.publishDueDigests();

    const [published] = await issues(REPORTS);
    expect(published?.body).not.toContain("acme/api");
    expect(published?.body).toContain("not listed here");
    expect(writes.filter((write) => write.includes("/reports/"))).toEqual([
      `PATCH /repos/acme/reports/issues/${own?.number}`,
    ]);
  });
});
