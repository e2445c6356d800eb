import { ProbotOctokit } from "probot";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRevert } from "../../dev/demo/revert.ts";
import { type GitHub, startGitHub } from "../../dev/simulation/emulated/github.ts";
import { mergePull, openPull, pushCommits } from "../../dev/simulation/emulated/history.ts";
import {
  deploymentStatus,
  installationCreated,
  pullRequestSynchronize,
} from "../../dev/simulation/emulated/payloads.ts";
import { startReceiver } from "./receiver.ts";

const SECRET = "a secret of this test";
const shop = { owner: "acme", repo: "shop" };
const people = [
  { login: "amara", name: "Amara Diallo", email: "amara@acme.example" },
  { login: "bjorn", name: "Bjorn Lind", email: "bjorn@acme.example" },
];
const stock = {
  branch: "stock",
  title: "Show the stock",
  commits: [
    {
      message: "Read the stock\n\nCo-Authored-By: Claude <noreply@anthropic.com>",
      files: { "stock.ts": "1\n" },
    },
    { message: "Show the stock", files: { "shop.ts": "2\n" } },
  ],
};

let receiver: Awaited<ReturnType<typeof startReceiver>>;
let github: GitHub;

beforeEach(async () => {
  receiver = await startReceiver(SECRET);
  const clock = new Date("2026-10-30T09:00Z");
  const world = { organization: "acme", repositories: ["shop"], people };
  github = await startGitHub({ ...world, clock, webhookSecret: SECRET, webhookUrl: receiver.url });
});

afterEach(async () => {
  await github.close();
  receiver.close();
});

describe("the emulated GitHub", () => {
  it("sends its own events signed, each with an id of its own", async () => {
    const { number } = await openPull(github.as("amara"), shop, stock);
    await mergePull(github.as("bjorn"), shop, { number, method: "squash" });
    const delivered = await github.delivered();

    expect(delivered.map(({ event, status }) => [event, status])).toEqual([
      ["pull_request", 200],
      ["pull_request", 200],
    ]);
    expect(receiver.received.map(({ id }) => id)).toEqual(delivered.map(({ id }) => id));
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(2);
    expect(receiver.received.every(({ isSigned }) => isSigned)).toBe(true);
    expect(receiver.received[0]?.payload.installation.id).toBe(github.installationId);
  });

  it("gives every event an id of its own when all happen in one millisecond", async () => {
    const at = new Date("2026-11-02T12:00Z");
    const octokit = github.as("amara");
    const { number } = await openPull(octokit, shop, stock);
    for (const state of ["closed", "open", "closed", "open"] as const) {
      await github.setClock(at);
      await octokit.rest.pulls.update({ ...shop, pull_number: number, state });
    }

    const ids = (await github.delivered()).map(({ id }) => id);

    expect(new Set(ids).size).toBe(5);
  });

  it("stamps what happens with the played clock", async () => {
    const { number } = await openPull(github.as("amara"), shop, stock);
    await github.setClock(new Date("2026-11-03T14:20Z"));
    await mergePull(github.as("bjorn"), shop, { number, method: "merge" });

    const { data } = await github.as("bjorn").rest.pulls.get({ ...shop, pull_number: number });

    expect(data.created_at).toMatch(/^2026-10-30T09:00/);
    expect(data.merged_at).toMatch(/^2026-11-03T14:20/);
    expect(data.merged_by?.login).toBe("bjorn");
  });

  it("compares base and head of a pull request to its own commits with their messages", async () => {
    const octokit = github.as("amara");
    const first = await openPull(octokit, shop, { ...stock, branch: "first" });
    await mergePull(octokit, shop, { number: first.number, method: "merge" });
    const commits = [{ message: "Sort the stock", files: { "sort.ts": "3\n" } }];
    const { number } = await openPull(octokit, shop, { branch: "second", title: "Sort", commits });

    const { data: pull } = await octokit.rest.pulls.get({ ...shop, pull_number: number });
    const basehead = `${pull.base.sha}...${pull.head.sha}`;
    const { data } = await octokit.rest.repos.compareCommitsWithBasehead({ ...shop, basehead });

    expect(data.commits.map(({ commit }) => commit.message)).toEqual(["Sort the stock"]);
    expect(data.files?.map(({ filename }) => filename)).toEqual(["sort.ts"]);
  });

  it("squashes with the message GitHub would write", async () => {
    const octokit = github.as("amara");
    const { number } = await openPull(octokit, shop, stock);

    const sha = await mergePull(octokit, shop, { number, method: "squash" });
    const { message } = await commitAt(sha);

    expect(message).toMatchInlineSnapshot(`
      "Show the stock (#1)

      * Read the stock

      Co-Authored-By: Claude <noreply@anthropic.com>

      * Show the stock

      ---------

      Co-authored-by: Claude <noreply@anthropic.com>"
    `);
  });

  it("reverts as GitHub's button does", async () => {
    const octokit = github.as("amara");
    const before = await commitAt("main");
    const { number } = await openPull(octokit, shop, stock);
    const sha = await mergePull(octokit, shop, { number, method: "squash" });

    const { head } = await openRevert(octokit, shop, number);
    const revert = await commitAt(head);

    expect(revert.message).toBe(`Revert "Show the stock (#1)"\n\nThis reverts commit ${sha}.`);
    expect(revert.tree.sha).toBe(before.tree.sha);
  });

  it("lets Dependabot act as an account of type Bot", async () => {
    const { number } = await openPull(github.as("dependabot[bot]"), shop, stock);

    const { data } = await github.as("amara").rest.pulls.get({ ...shop, pull_number: number });

    expect(data.user).toMatchObject({ login: "dependabot[bot]", type: "Bot" });
  });

  it("refuses a person it does not know, and an app what it was not granted", async () => {
    const createRef = { ...shop, ref: "refs/heads/x", sha: "0".repeat(40) };

    expect(() => github.as("zoe")).toThrow("zoe");
    await expect(asApp().rest.git.createRef(createRef)).rejects.toMatchObject({ status: 403 });
  });

  it("sends check_run.rerequested when a person asks for a re-run", async () => {
    const { head } = await openPull(github.as("amara"), shop, stock);
    const check = await asApp().rest.checks.create({ ...shop, name: "Plimsoll", head_sha: head });

    await github.as("bjorn").rest.checks.rerequestRun({ ...shop, check_run_id: check.data.id });
    await github.delivered();

    expect(receiver.received.map(({ event, payload }) => [event, payload.action])).toContainEqual([
      "check_run",
      "rerequested",
    ]);
  });

  it("drops events while it has nowhere to send them", async () => {
    const world = { organization: "acme", repositories: ["shop"], people };
    const other = await startGitHub({
      ...world,
      clock: new Date("2026-10-30T09:00Z"),
      webhookSecret: SECRET,
    });

    await openPull(other.as("amara"), shop, stock);
    const before = await other.delivered();
    await other.setWebhookUrl(receiver.url);
    await openPull(other.as("amara"), shop, { ...stock, branch: "later" });
    const after = await other.delivered();
    await other.close();

    expect(before).toEqual([]);
    expect(after.map(({ status }) => status)).toEqual([200]);
  });
});

describe("events made by hand", () => {
  it("arrive signed, with an id of their own or the one they are given", async () => {
    const payload = await installationCreated(github.as("amara"), shop);
    const statuses = [
      await github.deliver("installation", payload),
      await github.deliver("installation", payload),
      await github.deliver("installation", payload, { id: "again" }),
    ];

    expect(statuses).toEqual([200, 200, 200]);
    expect(receiver.received.every(({ isSigned }) => isSigned)).toBe(true);
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(3);
    expect(receiver.received[2]?.id).toBe("again");
    expect(receiver.received[0]?.payload.installation).toMatchObject({ id: github.installationId });
    expect(receiver.received[0]?.payload.installation.created_at).toMatch(/^2026-10-30T09:00/);
  });

  it("describe a deployment", async () => {
    const at = new Date("2026-11-02T15:20Z");
    const target = { environment: "production", isProduction: true, isTransient: false };
    const status = {
      deploymentId: 7,
      statusId: 71,
      sha: "0".repeat(40),
      ref: "main",
      state: "success",
    } as const;
    const payload = await deploymentStatus(github.as("amara"), shop, {
      ...target,
      ...status,
      deployedAt: at,
      at,
    });

    await github.deliver("deployment_status", payload);

    expect(receiver.received[0]?.payload).toMatchObject({
      action: "created",
      deployment: {
        id: 7,
        environment: "production",
        production_environment: true,
        transient_environment: false,
      },
      deployment_status: { id: 71, state: "success", created_at: "2026-11-02T15:20:00Z" },
      repository: { full_name: "acme/shop" },
      organization: { login: "acme" },
      installation: { id: github.installationId },
    });
  });

  it("carry the head that was pushed, which the emulator itself does not move", async () => {
    const octokit = github.as("amara");
    const { number, head: before } = await openPull(octokit, shop, stock);
    const commits = [{ message: "Word it", files: { "stock.ts": "4\n" } }];
    const head = await pushCommits(octokit, shop, { branch: "stock", commits });
    const payload = await pullRequestSynchronize(octokit, shop, {
      number,
      head,
      at: new Date("2026-11-02T09:00Z"),
    });

    await github.deliver("pull_request", payload);

    const last = receiver.received.at(-1);
    expect(last?.payload).toMatchObject({ action: "synchronize", number, before, after: head });
    expect(last?.payload.pull_request?.head.sha).toBe(head);
  });
});

function asApp() {
  const { appId, privateKey, installationId, url: baseUrl } = github;
  const quiet = { throttle: { enabled: false }, retry: { enabled: false } };
  return new ProbotOctokit({ baseUrl, auth: { appId, privateKey, installationId }, ...quiet });
}

async function commitAt(ref: string) {
  const { data } = await github.as("amara").rest.repos.getCommit({ ...shop, ref });
  return data.commit;
}
