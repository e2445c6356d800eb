import { execFile } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { acme } from "../dev/simulation/emulated/acme.ts";
import { type GitHub, startGitHub } from "../dev/simulation/emulated/github.ts";
import { mergePull, openPull } from "../dev/simulation/emulated/history.ts";
import { deploymentStatus, installationCreated } from "../dev/simulation/emulated/payloads.ts";
import { startPlimsollOn, WEBHOOK_SECRET } from "../dev/simulation/plimsoll.ts";
import { CLI, COMPILED } from "../dev/simulation/processes/cli.ts";
import type { Plimsoll } from "../src/server/server.ts";

/** The tokens that the emulator gave to the App. */
const ISSUED = z.object({
  installation_tokens: z.array(
    z.object({
      app: z.object({ id: z.int() }),
      repository_ids: z.array(z.int()),
      permissions: z.record(z.string(), z.string()),
    }),
  ),
});

const shop = { owner: "acme", repo: "shop" };
const MONDAY = new Date("2026-11-02T09:00Z");
const databaseUrl = `file:${join(mkdtempSync(join(tmpdir(), "plimsoll-test-")), "plimsoll.db")}`;

let github: GitHub;
let plimsoll: Plimsoll;
let now = MONDAY;

beforeAll(async () => {
  github = await startGitHub({ ...acme, clock: MONDAY, webhookSecret: WEBHOOK_SECRET });
  const log = pino({ level: "silent" });
  plimsoll = await startPlimsollOn(github, { databaseUrl, log, clock: () => now });
  await github.deliver("installation", await installationCreated(github.as("dario"), shop));
});

afterAll(async () => {
  await plimsoll.stop();
  await github.close();
});

/** Lets an hour pass, after everything that was sent has been worked. */
async function anHourLater(): Promise<Date> {
  await github.delivered();
  await plimsoll.idle();
  now = new Date(now.getTime() + 3_600_000);
  await github.setClock(now);
  return now;
}

async function deploy(deploymentId: number, sha: string): Promise<void> {
  const at = await anHourLater();
  const status = {
    deploymentId,
    statusId: deploymentId,
    sha,
    ref: "main",
    environment: "production",
    state: "success",
  };
  const flags = { isProduction: true, isTransient: false, deployedAt: at, at } as const;
  await github.deliver(
    "deployment_status",
    await deploymentStatus(github.as("dario"), shop, { ...status, ...flags, state: "success" }),
  );
  await anHourLater();
}

async function checkRuns(ref: string) {
  await anHourLater();
  const { data } = await github.as("amara").rest.checks.listForRef({ ...shop, ref });
  return data.check_runs;
}

/** Runs the command line as a user would, in a process of its own. */
async function command(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [CLI, ...args], {
    env: {
      ...COMPILED,
      DATABASE_URL: databaseUrl,
      APP_ID: String(github.appId),
      PRIVATE_KEY: github.privateKey,
      GITHUB_API_URL: github.url,
    },
  });
  return stdout;
}

describe("a pull request with a Claude commit", () => {
  const first = {
    branch: "first",
    title: "Begin",
    commits: [{ message: "Begin", files: { "a.ts": "1\n" } }],
  };
  const stock = {
    branch: "stock",
    title: "Show the stock",
    commits: [
      {
        message: "Read the stock\n\nCo-Authored-By: Claude Opus 4.8 <noreply@anthropic.com>",
        files: { "stock.ts": "1\n" },
      },
      { message: "Word it", files: { "stock.ts": "2\n" } },
    ],
  };
  let number: number;
  let head: string;

  it("has a check run that names Claude Code when it is opened", async () => {
    const begun = await openPull(github.as("amara"), shop, first);
    const sha = await mergePull(github.as("bjorn"), shop, { number: begun.number, method: "squash" });
    await deploy(1, sha);
    ({ number, head } = await openPull(github.as("amara"), shop, stock));

    const runs = await checkRuns(head);

    expect(runs.map(({ name, conclusion, output }) => [name, conclusion, output.title])).toEqual([
      ["Plimsoll", "neutral", "AI-assisted: Claude Code · 1 of 2 commits"],
    ]);
  });

  it("is said to have shipped once its squash is deployed", async () => {
    const sha = await mergePull(github.as("bjorn"), shop, { number, method: "squash" });
    expect((await checkRuns(head))[0]?.output.title).toBe("Merged · waiting for production");

    await deploy(2, sha);
    const runs = await checkRuns(head);

    expect(runs).toHaveLength(1);
    expect(runs[0]?.output.title).toMatch(/^Shipped · counts in 2026-W45 · \d+ h after merge$/);
    expect(runs[0]?.output.text).toContain(`| \`${head.slice(0, 7)}\` | nothing declared |`);
  });

  it.each([
    ["2020-W01", "was not measured: the first one is 2026-W45"],
    ["2099-W01", "has not begun: the last one is 20"],
  ])("W9: has no digest of %s", async (week, message) => {
    const answer = command("digest", "acme/shop", "--week", week, "--json");

    await expect(answer).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`--week ${week} ${message}`),
    });
  });

  it("is counted by the digest, which tells no share of one person", async () => {
    const digest = JSON.parse(await command("digest", "acme/shop", "--week", "2026-W45", "--json"));

    expect(digest).toMatchObject({
      scope: "acme/shop",
      deployments: { seen: 2, counted: 1, uncounted: { baseline: 1 } },
      changes: { merged: 1, arrived: 1, net: 1, declared: null },
      normalizedDeployments: { total: 1, aiAssisted: null },
    });
  });

  it("counts as made by an agent that the config declares, by a trailer and by no sentence, though its squash says nothing of it", async () => {
    await github.as("amara").rest.repos.createOrUpdateFileContents({
      ...shop,
      path: ".github/plimsoll.yml",
      message: "Declare our own agent",
      content: Buffer.from(
        "attribution: { prose: false }\nagents: { coder: { name: Acme Coder, trailers: [{ key: Acme-Session }] } }",
      ).toString("base64"),
    });
    const coded = await openPull(github.as("bjorn"), shop, {
      branch: "coded",
      title: "Code it",
      commits: [
        { message: "Code it\n\nAcme-Session: 4711", files: { "coded.ts": "1\n" } },
        { message: "Code on\n\nWritten by an agent (Codex, GPT-5).", files: { "coded.ts": "2\n" } },
      ],
    });

    expect((await checkRuns(coded.head))[0]?.output.title).toBe("AI-assisted: Acme Coder · 1 of 2 commits");

    // A squash with an empty message, as a repository can be set to make.
    const squash = { pull_number: coded.number, merge_method: "squash", commit_title: "Code it" } as const;
    const { data } = await github.as("amara").rest.pulls.merge({ ...shop, ...squash, commit_message: "" });
    await deploy(3, data.sha);
    const receipt = JSON.parse(await command("explain", `acme/shop#${coded.number}`, "--json"));

    expect(receipt).toMatchObject({ attribution: { attribution: "declared" }, lostInSquash: ["coder"] });
  });

  it("is explained by every fact that decided", async () => {
    const receipt = JSON.parse(await command("explain", `acme/shop#${number}`, "--json"));
    const text = await command("explain", `acme/shop#${number}`);

    expect(receipt).toMatchObject({
      id: `acme/shop#${number}`,
      pair: expect.stringMatching(/^2026-11-02\/\d$/),
      attribution: { attribution: "declared", declaredCommits: 1, totalCommits: 2 },
      lostInSquash: [],
      outcome: "net",
      arrival: { deployment: { kind: "deployment", id: 2 } },
    });
    expect(text).toContain("| outcome | **net** |");
    expect(text).toMatch(/\| table of agents \| \d{4}-\d\d-\d\d \|/);
  });

  it("leaves one issue when its digest is published twice", async () => {
    const publish = () => command("digest", "acme/shop", "--week", "2026-W45", "--publish");
    const [published, again] = [await publish(), await publish()];
    const { data } = await github
      .as("amara")
      .rest.issues.listForRepo({ ...shop, labels: "plimsoll", state: "all" });

    expect(data.map(({ title }) => title)).toEqual(["Plimsoll · acme/shop · 2026-W45"]);
    expect(published).toBe(`acme/shop#${data[0]?.number}: published\n`);
    expect(again).toBe(`acme/shop#${data[0]?.number}: unchanged\n`);
  });

  it("has its check run completed again when somebody asks for a re-run", async () => {
    const [run] = await checkRuns(head);
    await github.as("amara").rest.checks.rerequestRun({ ...shop, check_run_id: run?.id ?? 0 });

    const again = await checkRuns(head);

    expect(again.map(({ id, status, conclusion }) => [id, status, conclusion])).toEqual([
      [run?.id, "completed", "neutral"],
    ]);
  });

  it("took tokens that reach the repository, or that can write nothing", async () => {
    const response = await fetch(`${github.url}/_emulate/installation-tokens`);
    const issued = ISSUED.parse(await response.json()).installation_tokens;
    const tokens = issued
      .filter(({ app }) => app.id === github.appId)
      .map(({ repository_ids: ids, permissions }) => ({
        repositories: ids.length === 0 ? "all" : ids.length,
        canWrite: Object.values(permissions).includes("write"),
      }));

    expect(new Set(tokens.map((token) => JSON.stringify(token)))).toEqual(
      new Set(['{"repositories":1,"canWrite":true}', '{"repositories":"all","canWrite":false}']),
    );
  });
});
