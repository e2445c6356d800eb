import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { at } from "../../../dev/simulation/world/history.ts";
import { SHOP } from "../../../dev/simulation/world/shop.ts";
import { trimDelivery } from "../../../src/github/trim.ts";
import { onMergeGroup } from "../../../src/ingest/events/merge-group.ts";
import { octokit } from "../../support/github.ts";
import { openTestStores, settingsWith } from "../../support/stores.ts";

const QUEUE = "refs/heads/gh-readonly-queue/main";

/** Handles a delivery as it arrives, and returns the check run that it asks for. */
async function checksRequested(ref: string) {
  const stores = await openTestStores();
  const { payload } = trimDelivery("merge_group", {
    action: "checks_requested",
    installation: { id: 1 },
    repository: { id: SHOP.id, name: SHOP.name, owner: { login: SHOP.owner } },
    merge_group: { head_sha: "queued", head_ref: ref, base_sha: "base", base_ref: "refs/heads/main" },
  }) ?? { payload: undefined };
  const handler = onMergeGroup(stores, { clock: () => at(9), onStale: () => {}, settings: settingsWith() });
  await handler({
    octokit,
    payload: JSON.parse(payload ?? ""),
    log: pino({ level: "silent" }),
    receivedAt: at(2),
  });
  return { payload, stale: await stores.checkRuns.findNextStale(at(9), []) };
}

describe("a merge queue", () => {
  it.each([
    [`${QUEUE}/pr-104-2f1c5d3a9b`, 104],
    ["refs/heads/gh-readonly-queue/release/2.x/pr-7-abc", 7],
    ["refs/heads/something/else", 0],
  ])("%s asks for a check run of pull request %i on its own head", async (ref, number) => {
    const { payload, stale } = await checksRequested(ref);

    expect(stale).toMatchObject({ repositoryId: SHOP.id, headSha: "queued", number, isQueueHead: true });
    expect(payload).not.toContain("queue/");
  });
});
