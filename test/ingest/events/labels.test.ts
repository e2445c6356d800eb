import fc from "fast-check";
import nock from "nock";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { at } from "../../../dev/simulation/world/history.ts";
import {
  account,
  CLAUDE_APP,
  COPILOT,
  type PullRequestPayload,
  pullRequestPayload,
} from "../../../dev/simulation/world/payloads.ts";
import { SHOP } from "../../../dev/simulation/world/shop.ts";
import { API, serveCommits, type WorldCommit } from "../../../dev/simulation/world/world.ts";
import { checkRunContent } from "../../../src/check-runs/content.ts";
import type { Payload } from "../../../src/github/payloads.ts";
import { readPayload } from "../../../src/github/read-payload.ts";
import { trimDelivery } from "../../../src/github/trim.ts";
import { onPullRequest } from "../../../src/ingest/events/pull-request.ts";
import type { Stores } from "../../../src/storage/stores.ts";
import { octokit, useNock } from "../../support/github.ts";
import { openTestStores, settingsWith } from "../../support/stores.ts";

const log = pino({ level: "silent" });
const [ADA, BO] = [account(1), account(2)];
const WORLD = new Map<string, WorldCommit>([
  ["base", { parents: [], message: "Begin" }],
  ["head", { parents: ["base"], message: "Work", files: ["a.ts"] }],
]);

const PULL = { number: 1, base: "base", head: "head", author: ADA, openedAt: at(3) };
const told = (day: number, rest: Partial<PullRequestPayload>) =>
  pullRequestPayload({ ...PULL, updatedAt: at(day), ...rest });
const opened = told(3, {});
const labeled = (day: number, by = CLAUDE_APP, tool: string | null = "claude-code") =>
  told(day, { action: "labeled", label: { tool, by } });
const unlabeled = (day: number, by = ADA) =>
  told(day, { action: "unlabeled", label: { tool: "claude-code", by } });
const merged = (labels: readonly string[] = []) => told(7, { labels, merge: { sha: "m", by: BO } });

/** Has deliveries trimmed, as the intake does, and handled one after another. */
async function receive(deliveries: readonly ReturnType<typeof pullRequestPayload>[]): Promise<Stores> {
  serveCommits(WORLD);
  const stores = await openTestStores();
  const onPull = onPullRequest(stores, { clock: () => at(9), onStale: () => {}, settings: settingsWith() });
  for (const each of deliveries) {
    const kept = trimDelivery("pull_request", each)?.payload;
    if (kept === undefined) continue;
    const read = readPayload("pull_request", JSON.parse(kept)) as { payload: Payload<"pull_request"> };
    await onPull({ octokit, payload: read.payload, log, receivedAt: at(2) });
  }
  return stores;
}

/** What the change counts as, with which tools, and what its check run says of it. */
async function outcomeOf(stores: Stores) {
  const { changes } = await stores.histories.loadAround(SHOP.id, ["#1"]);
  const pull = await stores.changes.find(SHOP.id, 1);
  const tools = (await stores.histories.findTools(SHOP.id, ["#1"])).get("#1") ?? [];
  return {
    attribution: changes[0]?.attribution,
    labels: pull?.labels,
    tools: tools.map(({ tool }) => tool),
  };
}

const outcomeAfter = async (...deliveries: Parameters<typeof receive>[0]) =>
  outcomeOf(await receive(deliveries));

describe("A17: the label of a tool", () => {
  useNock();

  it("declares when the tool's own account set it", async () => {
    expect(await outcomeAfter(opened, labeled(4), merged())).toEqual({
      attribution: "declared",
      labels: [{ tool: "claude-code", isOwn: true }],
      tools: ["claude-code"],
    });
  });

  it.each([
    ["a person", ADA],
    ["another tool", COPILOT],
    ["a robot", account(41_898_282, { login: "github-actions[bot]", type: "Bot" })],
  ])("is a hint when %s set it", async (_, by) => {
    expect(await outcomeAfter(opened, labeled(4, by), merged())).toEqual({
      attribution: "undeclared",
      labels: [{ tool: "claude-code", isOwn: false }],
      tools: [],
    });
  });

  it("declares nothing any more once it is taken away, whoever does", async () => {
    expect(await outcomeAfter(opened, labeled(4), unlabeled(5), merged())).toMatchObject({
      ...{ attribution: "undeclared", labels: [] },
    });
  });

  it("is judged by who set it last", async () => {
    const again = [opened, labeled(4), unlabeled(5), labeled(6, ADA), merged()];

    expect(await outcomeAfter(...again)).toMatchObject({ attribution: "undeclared" });
  });

  it("says the same in any order of deliveries, however often they come", async () => {
    const deliveries = [opened, labeled(4, ADA), unlabeled(5), labeled(6), merged()];
    const orders = fc
      .subarray(deliveries)
      .chain((again) =>
        fc.shuffledSubarray([...deliveries, ...again], { minLength: deliveries.length + again.length }),
      );

    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        expect(await outcomeAfter(...order)).toMatchObject({ attribution: "declared" });
      }),
      { numRuns: 12 },
    );
  });

  it("is dropped before it is stored where it is no tool's", () => {
    const kept = (name: string) =>
      trimDelivery("pull_request", { ...labeled(4), label: { name, id: 7, color: "f00" } })?.payload;

    expect(kept("bug")).toBeUndefined();
    expect(JSON.parse(kept("Claude-Code-Assisted") ?? "{}").label).toEqual({ tool: "claude-code" });
  });

  it("is asked for at the merge where no delivery told who set it", async () => {
    const event = { event: "labeled", created_at: at(4).toISOString(), actor: CLAUDE_APP };
    const events = [
      { ...event, label: { name: "claude-code-assisted" } },
      { ...event, label: { name: "bug" } },
    ];
    nock(API).get(`/repos/${SHOP.owner}/${SHOP.name}/issues/1/events`).query(true).reply(200, events);

    expect(await outcomeAfter(merged(["claude-code"]))).toMatchObject({ attribution: "declared" });
    expect(nock.pendingMocks()).toEqual([]);
  });

  it.each([
    [CLAUDE_APP, "AI-assisted: Claude Code", "- **Label:** Claude Code, by its own account."],
    [ADA, "No AI assistance declared", "- **Label:** Claude Code, by somebody else: a hint."],
  ])("is told by the check run", async (by, title, line) => {
    const stores = await receive([opened, labeled(4, by)]);
    const pull = await stores.changes.find(SHOP.id, 1);
    const settings = await settingsWith().load(octokit, SHOP);
    const sources = {
      shipped: undefined,
      missing: undefined,
      settings,
      definitionUrl: undefined,
      now: at(9),
    };
    const shown = pull && checkRunContent(pull, sources);

    expect(shown?.title).toBe(title);
    expect(shown?.summary.split("\n")).toContain(line);
  });
});

describe("A18: a robot under a person's token", () => {
  useNock();

  const RENOVATE = {
    branch: "renovate/vitest-5.x",
    text: "| Package | Change |\n\nThis PR has been generated by [Renovate Bot](https://github.com/renovatebot/renovate).",
  };
  const RELEASE = {
    branch: "release-please--branches--main",
    text: ":robot: I have created a release\n\n---\nThis PR was generated with [Release Please](https://github.com/googleapis/release-please).",
  };
  const CHANGESETS = {
    branch: "changeset-release/main",
    text: "This PR was opened by the [Changesets release](https://github.com/changesets/action) GitHub action.",
  };
  const SNYK = {
    branch: "snyk-fix-5f0e",
    text: "![snyk-top-banner](https://x)\n\n### Snyk has created this PR to fix 1 vulnerabilities in the npm dependencies.",
  };

  const merge = async ({ branch, text }: { readonly branch: string; readonly text: string }) => {
    const { pull_request: pull, ...rest } = merged();
    const head = { sha: "head", ref: branch };
    const stores = await receive([{ ...rest, pull_request: { ...pull, body: text, head } } as never]);
    const { changes } = await stores.histories.loadAround(SHOP.id, ["#1"]);
    const bo = await stores.installations.computePseudonym(1, BO.id);
    return { attribution: changes[0]?.attribution, isMergers: changes[0]?.builder === bo };
  };

  it.each([RENOVATE, RELEASE, CHANGESETS, SNYK])("is automation, and its merger's: $branch", async (pull) => {
    expect(await merge(pull)).toEqual({ attribution: "automation", isMergers: true });
  });

  it.each([
    ["its branch alone", { ...RENOVATE, text: "Bump vitest by hand" }],
    ["its description alone", { ...RENOVATE, branch: "bump-vitest" }],
    ["two robots", { ...RENOVATE, branch: RELEASE.branch }],
    ["a sentence about it", { ...RENOVATE, text: "As if this PR has been generated by [Renovate Bot](x)." }],
  ])("is not told by %s", async (_, pull) => {
    expect(await merge(pull)).toEqual({ attribution: "undeclared", isMergers: false });
  });
});
