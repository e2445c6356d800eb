/**
 * `npm run bench:increment`: what one more deployment costs after 1,000 and after 100,000 of them.
 *
 * A pull request is merged and deployed, through the stores of a database file as the handlers use them. Prints the
 * median of each history and their ratio; the cost must not grow with the history.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { judgeChanges } from "../../src/domain/shipping/judgement.ts";
import { createChangeStore } from "../../src/storage/changes.ts";
import { createCheckRunStore } from "../../src/storage/check-runs.ts";
import { createCommitStore } from "../../src/storage/commits.ts";
import { openDatabase } from "../../src/storage/database.ts";
import { createDeploymentStore } from "../../src/storage/deployments.ts";
import { createHistoryStore } from "../../src/storage/histories.ts";
import { createInstallationStore } from "../../src/storage/installations.ts";
import { createRepositoryStore } from "../../src/storage/repositories.ts";
import { createTimelineStore } from "../../src/storage/timelines.ts";

const [SMALL, LARGE] = [1_000, 100_000];
const ROUNDS = 300;
const REPOSITORY = { id: 1, installationId: 1, owner: "acme", name: "shop" };
const START = Date.parse("2024-01-01T00:00Z");
const HALF_AN_HOUR = 1_800_000;

const folder = mkdtempSync(join(tmpdir(), "plimsoll-bench-"));
const shops = await Promise.all([openShop(SMALL), openShop(LARGE)]);
const times: number[][] = [[], []];
for (let round = 0; round < ROUNDS; round++) {
  // Alternately, so that whatever else the machine does falls on both.
  for (const [index, shop] of shops.entries()) {
    await turn();
    const begin = performance.now();
    await shop.ship();
    times[index]?.push(performance.now() - begin);
  }
}
for (const { close } of shops) close();
rmSync(folder, { recursive: true });
const [small = 0, large = 0] = times.map(median);
process.stdout.write(
  `after ${SMALL} deployments: ${small.toFixed(2)} ms; after ${LARGE}: ${large.toFixed(2)} ms; ratio ${(large / small).toFixed(2)}\n`,
);

/** A repository after so many merged and deployed pull requests, in a database file of its own. */
async function openShop(past: number) {
  const database = openDatabase(`file:${join(folder, `${past}.db`)}`);
  const [changes, commits, deployments] = [
    createChangeStore(database),
    createCommitStore(database),
    createDeploymentStore(database),
  ];
  const [timelines, histories, checkRuns] = [
    createTimelineStore(database),
    createHistoryStore(database),
    createCheckRunStore(database),
  ];
  await createInstallationStore(database).remember({ id: 1, installedAt: new Date(START) });
  await createRepositoryStore(database).remember(REPOSITORY);
  let number = 0;
  // Building is not measured, so it need not wait for the disk.
  database.$client.pragma("synchronous = OFF");
  while (number < past) {
    await ship();
    // Only a turn of the event loop lets go of the statements that were used.
    await turn();
  }
  database.$client.pragma("synchronous = FULL");
  return { ship, close: () => database.$client.close() };

  async function ship(): Promise<void> {
    number += 1;
    const at = new Date(START + number * HALF_AN_HOUR);
    const key = { repositoryId: REPOSITORY.id, id: `#${number}` };
    const [before, merged, head] = [`m${number - 1}`, `m${number}`, `h${number}`];
    await changes.save({
      ...{ repositoryId: REPOSITORY.id, number, state: "merged", updatedAt: at, mergedAt: at },
      ...{
        baseSha: before,
        headSha: head,
        mergeSha: merged,
        author: `person ${number % 9}`,
        merger: undefined,
      },
      ...{ account: { attribution: "undeclared", tools: [] }, branchTool: undefined },
      ...{ claimedReverts: [], claimedRepeats: [] },
      closings: [],
    });
    await commits.save(REPOSITORY.id, [commit(head, before)]);
    await changes.saveRead(key, {
      ...{ readFrom: "", own: [head], merges: [], isEffective: true, lines: 10, services: [] },
      ...{ contentId: undefined, landing: [] },
      ...{
        patchId: `patch ${number}`,
        reverts: [],
        pickedFrom: [],
        restating: [],
        partial: [],
        agentsVersion: "2026-01-01",
      },
    });
    await checkRuns.markStale({ ...key, headSha: head, number }, { at, isUrgent: false });
    await deployments.save({
      repositoryId: REPOSITORY.id,
      deployment: {
        ...{ id: number + past * 1_000, sha: merged, environment: "production", creator: undefined },
        ...{ isProduction: true, isTransient: false },
      },
      statuses: [{ state: "success", at: new Date(at.getTime() + 60_000), environment: undefined }],
    });
    const range = await timelines.findNextRange(REPOSITORY.id);
    if (range) {
      const read = { commits: [commit(merged, before)], isComplete: true };
      await commits.saveRange(REPOSITORY.id, range, read);
    }
    const moved = (await timelines.applyNext(REPOSITORY.id)) ?? [];
    await checkRuns.markCarriedStale(REPOSITORY.id, moved, at);
    const facts = await histories.loadAround(REPOSITORY.id, [key.id]);
    const [judged] = judgeChanges(facts.changes, { ...facts, now: at });
    if (judged?.outcome !== (number === 1 ? "outside" : "net"))
      throw new Error(`#${number}: ${judged?.outcome}`);
  }
}

function commit(sha: string, parent: string) {
  return {
    ...{ sha, parents: [parent], tree: `tree of ${sha}`, attribution: "undeclared" as const },
    ...{ tools: [], evidence: [], hints: [], agentsVersion: "2026-01-01" },
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
