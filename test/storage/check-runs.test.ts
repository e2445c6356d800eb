import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { openTestStores, pullRequest } from "../support/stores.ts";

const key = (number: number) => ({ repositoryId: SHOP.id, headSha: `head-${number}`, number });
const merged = (number: number) =>
  pullRequest(number, { state: "merged", mergedAt: at(3), mergeSha: `m${number}` });

describe("check runs", () => {
  it("of open pull requests go first, then those that wait longest", async () => {
    const { checkRuns } = await openTestStores();
    await checkRuns.markStale(key(1), { at: at(2), isUrgent: false });
    await checkRuns.markStale(key(2), { at: at(1), isUrgent: false });
    await checkRuns.markStale(key(3), { at: at(3), isUrgent: true });
    const order: number[] = [];

    for (
      let stale = await checkRuns.findNextStale(at(4), []);
      stale;
      stale = await checkRuns.findNextStale(at(4), [])
    ) {
      order.push(stale.number);
      await checkRuns.markShown(stale, { checkRunId: 9, shown: "x", isFinal: false });
    }

    expect(order).toEqual([3, 2, 1]);
  });

  it.each([
    ["later", at(3)],
    ["within the same millisecond", at(2)],
  ])("stay stale when they are marked again while they are written, %s", async (_, again) => {
    const { checkRuns } = await openTestStores();
    await checkRuns.markStale(key(1), { at: at(2), isUrgent: true });
    const stale = await checkRuns.findNextStale(at(3), []);
    await checkRuns.markStale(key(1), { at: again, isUrgent: true });
    if (stale) await checkRuns.markShown(stale, { checkRunId: 9, shown: "old", isFinal: false });

    expect(await checkRuns.findNextStale(at(3), [])).toMatchObject({ checkRunId: 9, shown: "old" });
  });

  it("are written again when that is forced, whatever they show", async () => {
    const { checkRuns } = await openTestStores();
    await checkRuns.markStale(key(1), { at: at(2), isUrgent: true });
    const stale = await checkRuns.findNextStale(at(3), []);
    if (stale) await checkRuns.markShown(stale, { checkRunId: 9, shown: "same", isFinal: false });
    await checkRuns.markStale(key(1), { at: at(3), isUrgent: true, isForced: true });

    expect(await checkRuns.findNextStale(at(3), [])).toMatchObject({ checkRunId: 9, shown: undefined });
  });

  it("are looked at again as time passes when merged, at their last head, and not final", async () => {
    const { changes, checkRuns } = await openTestStores();
    for (const pull of [pullRequest(1), merged(2), merged(3)]) await changes.save(pull);
    for (const stale of [key(1), key(2), key(3), { ...key(2), headSha: "older" }]) {
      await checkRuns.markStale(stale, { at: at(2), isUrgent: true });
    }
    for (
      let stale = await checkRuns.findNextStale(at(4), []);
      stale;
      stale = await checkRuns.findNextStale(at(4), [])
    ) {
      await checkRuns.markShown(stale, { checkRunId: 9, shown: "x", isFinal: stale.number === 3 });
    }

    await checkRuns.markMergedStale(at(5));

    expect(await checkRuns.findNextStale(at(5), [])).toMatchObject({ number: 2, headSha: "head-2" });
    expect(await checkRuns.findNextStale(at(5), [SHOP.id])).toBeUndefined();
  });
});
