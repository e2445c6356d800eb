import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { at } from "../../../dev/simulation/world/history.ts";
import { account, pullRequestPayload, reviewPayload } from "../../../dev/simulation/world/payloads.ts";
import { SHOP } from "../../../dev/simulation/world/shop.ts";
import { serveCommits, type WorldCommit } from "../../../dev/simulation/world/world.ts";
import { onPullRequest } from "../../../src/ingest/events/pull-request.ts";
import { onReview } from "../../../src/ingest/events/review.ts";
import type { SettingsSource } from "../../../src/ingest/settings.ts";
import type { Stores } from "../../../src/storage/stores.ts";
import { octokit, useNock } from "../../support/github.ts";
import { openTestStores, settingsWith } from "../../support/stores.ts";

const log = pino({ level: "silent" });
const [ADA, BO, CY] = [account(1), account(2), account(3)];
const DEPENDABOT = account(49_699_333, { login: "dependabot[bot]", type: "Bot" });
const QUEUE = account(118_344_674, { login: "github-merge-queue[bot]", type: "Bot" });
const WEB_FLOW = account(19_864_447, { login: "web-flow" });

const WORLD = new Map<string, WorldCommit>([
  ["base", { parents: [], message: "Begin" }],
  ["head", { parents: ["base"], message: "Work", files: ["a.ts"] }],
]);

/** A pull request by `author`, what happens to it, and that `by` merges it on the 5th. */
async function mergedAfter(
  stores: Stores,
  of: {
    readonly author?: ReturnType<typeof account> | null;
    readonly by: ReturnType<typeof account>;
    readonly enabledBy?: ReturnType<typeof account>;
    readonly reviews?: readonly {
      by: ReturnType<typeof account>;
      state: Parameters<typeof reviewPayload>[0]["state"];
      at: Date;
    }[];
    readonly settings?: SettingsSource;
  },
) {
  serveCommits(WORLD);
  const options = { clock: () => at(9), onStale: () => {}, settings: of.settings ?? settingsWith() };
  const pull = { number: 1, base: "base", head: "head", author: of.author === undefined ? ADA : of.author };
  const [onPull, onReviewed] = [onPullRequest(stores, options), onReview(stores, options)];
  if (of.enabledBy !== undefined) {
    const opened = pullRequestPayload({ ...pull, updatedAt: at(4) });
    const payload = { ...opened, action: "enqueued" as const, sender: of.enabledBy };
    await onPull({ octokit, payload, log, receivedAt: at(2) });
  }
  for (const review of of.reviews ?? [])
    await onReviewed({ octokit, payload: reviewPayload({ number: 1, ...review }), log, receivedAt: at(2) });
  const payload = pullRequestPayload({ ...pull, updatedAt: at(5), merge: { sha: "m", by: of.by } });
  await onPull({ octokit, payload, log, receivedAt: at(2) });
  const { changes } = await stores.histories.loadAround(SHOP.id, ["#1"]);
  return changes[0];
}

describe("the builder of a pull request", () => {
  useNock();
  const approvals = [
    { by: BO, state: "approved" as const, at: at(3) },
    { by: CY, state: "approved" as const, at: at(4) },
    { by: BO, state: "approved" as const, at: at(6) },
  ];

  it.each([
    ["its author", { by: BO }, 1],
    ["who merged it, when a bot wrote it", { author: DEPENDABOT, by: BO }, 2],
    ["who merged it, when its author is gone", { author: null, by: BO }, 2],
    ["who enqueued it, when a queue merged it", { author: DEPENDABOT, by: QUEUE, enabledBy: CY }, 3],
    [
      "who enqueued it, when GitHub's own account merged it",
      { author: DEPENDABOT, by: WEB_FLOW, enabledBy: CY },
      3,
    ],
    [
      "the last who approved it before, when bots did the rest",
      { author: DEPENDABOT, by: QUEUE, reviews: approvals },
      3,
    ],
  ])("L18: is %s", async (_, of, expected) => {
    const stores = await openTestStores();

    expect((await mergedAfter(stores, of))?.builder).toBe(
      await stores.installations.computePseudonym(1, expected),
    );
  });

  it("L18: is nobody when no person had a hand in it", async () => {
    const stores = await openTestStores();

    expect((await mergedAfter(stores, { author: DEPENDABOT, by: QUEUE }))?.builder).toBeUndefined();
  });

  it("is not an account that the config lists among its bots", async () => {
    const stores = await openTestStores();
    const settings = settingsWith({ bots: [await stores.installations.computePseudonym(1, 1)] });

    expect((await mergedAfter(stores, { by: BO, settings }))?.builder).toBe(
      await stores.installations.computePseudonym(1, 2),
    );
  });
});

describe("an approval", () => {
  useNock();

  it.each([
    ["by somebody else counts", [{ by: BO, state: "approved" as const, at: at(3) }], true],
    ["by its own builder does not", [{ by: ADA, state: "approved" as const, at: at(3) }], false],
    ["by a bot does not", [{ by: DEPENDABOT, state: "approved" as const, at: at(3) }], false],
    ["after the merge does not", [{ by: BO, state: "approved" as const, at: at(6) }], false],
    [
      "that was dismissed does not, in whatever order that is heard of",
      [
        { by: BO, state: "dismissed" as const, at: at(4) },
        { by: BO, state: "approved" as const, at: at(3) },
      ],
      false,
    ],
    [
      "stays when its reviewer goes on to comment",
      [
        { by: BO, state: "approved" as const, at: at(3) },
        { by: BO, state: "commented" as const, at: at(4) },
      ],
      true,
    ],
  ])("%s", async (_, reviews, expected) => {
    const change = await mergedAfter(await openTestStores(), { by: CY, reviews });

    expect(change?.isApproved).toBe(expected);
  });
});
