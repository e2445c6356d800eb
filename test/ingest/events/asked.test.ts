import fc from "fast-check";
import nock from "nock";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { at } from "../../../dev/simulation/world/history.ts";
import {
  account,
  COPILOT,
  type PullRequestPayload,
  pullRequestPayload,
  reviewPayload,
} from "../../../dev/simulation/world/payloads.ts";
import { SHOP } from "../../../dev/simulation/world/shop.ts";
import { API, serveCommits, serveNoEvents, type WorldCommit } from "../../../dev/simulation/world/world.ts";
import type { Payload } from "../../../src/github/payloads.ts";
import { readPayload } from "../../../src/github/read-payload.ts";
import { trimDelivery } from "../../../src/github/trim.ts";
import { onPullRequest } from "../../../src/ingest/events/pull-request.ts";
import { onReview } from "../../../src/ingest/events/review.ts";
import type { SettingsSource } from "../../../src/ingest/settings.ts";
import type { Stores } from "../../../src/storage/stores.ts";
import { octokit, useNock } from "../../support/github.ts";
import { openTestStores, settingsWith } from "../../support/stores.ts";

const log = pino({ level: "silent" });
const [ADA, BO, CY, DI] = [account(1), account(2), account(3), account(4)];
const DEPENDABOT = account(49_699_333, { login: "dependabot[bot]", type: "Bot" });
const MACHINE = account(77, { login: "acme-machine" });
const MOVED = account(79, { type: "Mannequin" });
const RELAY = account(78, { login: "acme-relay[bot]", type: "Bot" });

const WORLD = new Map<string, WorldCommit>([
  ["base", { parents: [], message: "Begin" }],
  ["head", { parents: ["base"], message: "Work", files: ["a.ts"] }],
]);

type Told = ReturnType<typeof pullRequestPayload> | ReturnType<typeof reviewPayload>;

const OPENED = at(3);
const PULL = { number: 1, base: "base", head: "head", author: COPILOT, openedAt: OPENED };
const opened = (rest: Partial<PullRequestPayload> = {}) =>
  pullRequestPayload({ ...PULL, updatedAt: OPENED, assignees: [COPILOT, ADA], ...rest });
const assigned = (to: ReturnType<typeof account>, seconds: number) =>
  pullRequestPayload({
    ...{ ...PULL, action: "assigned", assignee: to, assignees: [COPILOT, to] },
    updatedAt: new Date(OPENED.getTime() + seconds * 1_000),
  });
const merged = (by = BO, rest: Partial<PullRequestPayload> = {}) =>
  pullRequestPayload({ ...PULL, updatedAt: at(5), assignees: [CY, ADA], merge: { sha: "m", by }, ...rest });
const approved = (by = ADA) => reviewPayload({ number: 1, state: "approved", at: at(4), by });

/** Has deliveries trimmed, as the intake does, and handled one after another. */
async function receive(
  stores: Stores,
  deliveries: readonly Told[],
  settings: SettingsSource = settingsWith(),
): Promise<void> {
  serveCommits(WORLD);
  serveNoEvents();
  const options = { clock: () => at(9), onStale: () => {}, settings };
  const [onPull, onReviewed] = [onPullRequest(stores, options), onReview(stores, options)];
  for (const told of deliveries) {
    if ("review" in told) {
      await onReviewed({ octokit, payload: told, log, receivedAt: at(2) });
      continue;
    }
    const kept = trimDelivery("pull_request", told)?.payload;
    if (kept === undefined) continue;
    const read = readPayload("pull_request", JSON.parse(kept)) as { payload: Payload<"pull_request"> };
    await onPull({ octokit, payload: read.payload, log, receivedAt: at(2) });
  }
}

async function outcomeOf(stores: Stores) {
  const { changes } = await stores.histories.loadAround(SHOP.id, ["#1"]);
  const people = new Map<string | undefined, string>();
  for (const [id, name] of ["ada", "bo", "cy", "di"].entries())
    people.set(await stores.installations.computePseudonym(1, id + 1), name);
  const [change] = changes;
  return { builder: people.get(change?.builder), isApproved: change?.isApproved };
}

/** Who is accountable after deliveries, and whether somebody else approved it. */
async function outcomeAfter(
  deliveries: readonly Told[],
  settings?: (stores: Stores) => Promise<SettingsSource>,
) {
  const stores = await openTestStores();
  await receive(stores, deliveries, await settings?.(stores));
  return outcomeOf(stores);
}

describe("the builder of an agent's pull request", () => {
  useNock();

  it("G45: is who asked for it, whoever merges it, and their approval is not somebody else's", async () => {
    expect(await outcomeAfter([opened(), approved(), merged()])).toEqual({
      builder: "ada",
      isApproved: false,
    });
    expect(await outcomeAfter([opened(), approved(DI), merged()])).toEqual({
      builder: "ada",
      isApproved: true,
    });
  });

  it("G45: is who merged it where GitHub does not tell who asked", async () => {
    const alone = opened({ assignees: [COPILOT] });

    expect(await outcomeAfter([alone, approved(), merged()])).toEqual({ builder: "bo", isApproved: true });
  });

  it("G45: is who asked for it in any order of deliveries, however often they come", async () => {
    const told = [opened(), assigned(ADA, 0), assigned(DI, 60), approved(), merged()];
    const orders = fc
      .subarray(told)
      .chain((again) => fc.shuffledSubarray([...told, ...again], { minLength: told.length + again.length }));

    await fc.assert(
      fc.asyncProperty(orders, async (deliveries) => {
        expect(await outcomeAfter(deliveries)).toEqual({ builder: "ada", isApproved: false });
      }),
      { numRuns: 12, seed: 45 },
    );
  });

  it.each([
    ["was assigned with the opening, where that was never delivered", [assigned(ADA, 0), merged()], "ada"],
    ["was assigned within the next second", [opened({ assignees: [] }), assigned(ADA, 1), merged()], "ada"],
    [
      "merged it, where others were assigned later",
      [opened({ assignees: [] }), assigned(CY, 2), merged()],
      "bo",
    ],
    ["merged it, where only a later delivery lists who is assigned", [merged()], "bo"],
    [
      "merged it, where it was opened again with others assigned",
      [opened({ assignees: [] }), opened({ action: "reopened", assignees: [CY] }), merged()],
      "bo",
    ],
    [
      "merged it, where an app opened it that no table knows, and so is a robot",
      [opened({ author: RELAY }), merged(BO, { author: RELAY })],
      "bo",
    ],
    [
      "merged it, where a dependency robot assigns whom its config names",
      [opened({ author: DEPENDABOT }), merged(BO, { author: DEPENDABOT })],
      "bo",
    ],
    ["wrote it, if a person", [opened({ author: DI }), merged(BO, { author: DI })], "di"],
    [
      "merged it, where a person of another server wrote it",
      [opened({ author: MOVED }), merged(BO, { author: MOVED })],
      "bo",
    ],
    ["merged it, where its author is gone", [opened({ author: null }), merged(BO, { author: null })], "bo"],
  ])("G45: is who %s", async (_, deliveries, builder) => {
    expect(await outcomeAfter(deliveries)).toMatchObject({ builder });
  });

  it("G45: is who asked for it, as GitHub tells at the merge where no delivery told of the opening", async () => {
    const created = { created_at: OPENED.toISOString(), event: "assigned" };
    const events = [
      { ...created, assignee: COPILOT },
      { ...created, assignee: ADA },
      { ...created, assignee: CY, created_at: at(4).toISOString() },
    ];
    nock(API).get(`/repos/${SHOP.owner}/${SHOP.name}/issues/1/events`).query(true).reply(200, events);

    expect(await outcomeAfter([approved(), merged()])).toEqual({ builder: "ada", isApproved: false });
    expect(nock.pendingMocks()).toEqual([]);
  });

  it("G45: is one of several who were assigned at once, the same however that is told", async () => {
    const one = await outcomeAfter([opened({ assignees: [ADA, CY, DI] }), merged()]);

    expect(["ada", "cy", "di"]).toContain(one.builder);
  });

  it("G45: is nobody whom the config lists among its bots, and who asked such an account", async () => {
    const settings = async (stores: Stores) =>
      settingsWith({ bots: [await stores.installations.computePseudonym(1, MACHINE.id)] });
    const [byMachine, ofMachine] = [{ author: MACHINE }, { assignees: [MACHINE] }];

    expect(await outcomeAfter([opened(byMachine), merged(BO, byMachine)], settings)).toMatchObject({
      builder: "ada",
    });
    expect(await outcomeAfter([opened(ofMachine), merged()], settings)).toMatchObject({ builder: "bo" });
  });
});
