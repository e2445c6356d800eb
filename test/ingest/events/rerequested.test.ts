import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { at } from "../../../dev/simulation/world/history.ts";
import { SHOP } from "../../../dev/simulation/world/shop.ts";
import { onCheckRunRerequested, onCheckSuiteRerequested } from "../../../src/ingest/events/rerequested.ts";
import { octokit } from "../../support/github.ts";
import { openTestStores, settingsWith } from "../../support/stores.ts";

const log = pino({ level: "silent" });
const options = { clock: () => at(9), onStale: () => {}, settings: settingsWith() };
const asked = {
  action: "rerequested" as const,
  installation: { id: SHOP.installationId },
  repository: { id: SHOP.id, name: SHOP.name, owner: { login: SHOP.owner } },
};

/** Stores in which the check runs of two pull requests on one head, and one on another, are up to date. */
async function openStoresWithRuns() {
  const stores = await openTestStores();
  for (const [number, headSha] of [
    [1, "head"],
    [2, "head"],
    [3, "other"],
  ] as const) {
    await stores.checkRuns.markStale(
      { repositoryId: SHOP.id, headSha, number },
      { at: at(2), isUrgent: true },
    );
    const stale = await stores.checkRuns.findNextStale(at(2), []);
    if (stale) await stores.checkRuns.markShown(stale, { checkRunId: number, shown: "same", isFinal: true });
  }
  return stores;
}

describe("a re-run", () => {
  it.each([
    ["of one check", onCheckRunRerequested, { check_run: { head_sha: "head" } }],
    ["of all checks", onCheckSuiteRerequested, { check_suite: { head_sha: "head" } }],
  ] as const)("%s has every check run of ours on that head written, and no other", async (_, on, subject) => {
    const stores = await openStoresWithRuns();
    const handler = on(stores, options) as (event: object) => Promise<void>;
    await handler({ octokit, log, receivedAt: at(2), payload: { ...asked, ...subject } });
    const written: (number | undefined)[] = [];

    for (
      let stale = await stores.checkRuns.findNextStale(at(9), []);
      stale;
      stale = await stores.checkRuns.findNextStale(at(9), [])
    ) {
      expect(stale.shown).toBeUndefined();
      written.push(stale.checkRunId);
      await stores.checkRuns.markShown(stale, { checkRunId: stale.number, shown: "same", isFinal: true });
    }

    expect(written).toEqual([1, 2]);
  });
});
