import { createChangeStore } from "../../src/storage/changes.ts";
import { createCheckRunStore } from "../../src/storage/check-runs.ts";
import { createCommitStore } from "../../src/storage/commits.ts";
import { createDeploymentStore } from "../../src/storage/deployments.ts";
import { createHistoryStore } from "../../src/storage/histories.ts";
import { createInstallationStore } from "../../src/storage/installations.ts";
import { createRepositoryStore } from "../../src/storage/repositories.ts";
import { createRuleStore } from "../../src/storage/rules.ts";
import type { SqlDatabase } from "../../src/storage/sql/handle.ts";
import { createTimelineStore } from "../../src/storage/timelines.ts";

/** The repository of a bench. */
export const REPOSITORY = { id: 1, installationId: 1, owner: "acme", name: "shop" };

/** A pull request, merged by a commit. */
interface Pull {
  readonly number: number;
  readonly at: Date;
  /** The tip of the default branch before. */
  readonly before: string;
  /** Its commits, the first one first. */
  readonly own: readonly string[];
  /** The commit that merged it. */
  readonly merged: string;
}

/** A deployment that succeeded. */
interface Deployment {
  readonly id: number;
  readonly sha: string;
  readonly environment: string;
  readonly at: Date;
}

export type Shop = Awaited<ReturnType<typeof openStores>>;

/** A repository of which nothing is known, with the stores that its handlers use. */
export async function openStores(sql: SqlDatabase, start: Date) {
  await createInstallationStore(sql).remember({ id: 1, installedAt: start });
  await createRepositoryStore(sql).remember(REPOSITORY);
  return {
    changes: createChangeStore(sql),
    commits: createCommitStore(sql),
    deployments: createDeploymentStore(sql),
    timelines: createTimelineStore(sql),
    histories: createHistoryStore(sql),
    checkRuns: createCheckRunStore(sql),
    rules: createRuleStore(sql),
  };
}

/** Saves a merged pull request with its commits, and marks its check run. */
export async function saveMerged(
  { changes, commits, checkRuns }: Shop,
  { number, at, before, own, merged }: Pull,
): Promise<void> {
  const key = { repositoryId: REPOSITORY.id, id: `#${number}` };
  const head = own.at(-1) ?? before;
  await changes.save({
    ...{ repositoryId: REPOSITORY.id, number, state: "merged", updatedAt: at, mergedAt: at },
    ...{ baseSha: before, headSha: head, mergeSha: merged, author: `person ${number % 9}` },
    ...{ merger: undefined, account: { attribution: "undeclared", tools: [] }, branchTool: undefined },
    ...{ claimedReverts: [], claimedRepeats: [], closings: [] },
  });
  await commits.save(
    REPOSITORY.id,
    own.map((sha, index) => commit(sha, [own[index - 1] ?? before])),
  );
  await changes.saveRead(key, {
    ...{ readFrom: "", own, merges: [], isEffective: true, lines: 10, services: [] },
    ...{ contentId: undefined, landing: [], patchId: `patch ${number}`, agentsVersion: "2026-01-01" },
    ...{ reverts: [], pickedFrom: [], restating: [], partial: [] },
  });
  await checkRuns.markStale({ ...key, headSha: head, number }, { at, isUrgent: false });
}

/** Saves a deployment that succeeded a minute after it was filed. */
export async function saveDeployed(
  { deployments }: Shop,
  { id, sha, environment, at }: Deployment,
): Promise<void> {
  await deployments.save({
    repositoryId: REPOSITORY.id,
    deployment: { id, sha, environment, creator: undefined, isProduction: true, isTransient: false },
    statuses: [{ state: "success", at: new Date(at.getTime() + 60_000), environment: undefined }],
  });
}

/** Applies the next deployment, as the handlers do. The range before it consists of some commits. */
export async function applyNext(
  { timelines, commits, checkRuns }: Shop,
  { read, at }: { readonly read: readonly ReturnType<typeof commit>[]; readonly at: Date },
): Promise<void> {
  const range = await timelines.findNextRange(REPOSITORY.id);
  if (range) await commits.saveRange(REPOSITORY.id, range, { commits: read, isComplete: true });
  const moved = (await timelines.applyNext(REPOSITORY.id)) ?? [];
  await checkRuns.markCarriedStale(REPOSITORY.id, moved, at);
}

/** A commit with content of its own. */
export function commit(sha: string, parents: readonly string[]) {
  return {
    ...{ sha, parents, tree: `tree of ${sha}`, attribution: "undeclared" as const },
    ...{ tools: [], evidence: [], hints: [], agentsVersion: "2026-01-01" },
  };
}
