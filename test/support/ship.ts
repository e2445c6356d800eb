import { deployment } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import type { PullRequest } from "../../src/domain/records/change.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { commit, pullRequest, readChange } from "./stores.ts";

/** Deploys a commit of a straight line, `m0`, `m1`…, to production; ids of deployments are unique over repositories. */
export async function deploy(
  stores: Stores,
  id: number,
  sha: string,
  on: Date,
  repositoryId = SHOP.id,
): Promise<void> {
  const { statuses, ...rest } = deployment(id, sha, on);
  await stores.deployments.save({ repositoryId, deployment: rest, statuses });
  for (;;) {
    const range = await stores.timelines.findNextRange(repositoryId);
    if (range !== undefined)
      await stores.commits.saveRange(repositoryId, range, { commits: [], isComplete: true });
    else if ((await stores.timelines.applyNext(repositoryId)) === undefined) return;
  }
}

/** Merges the pull request `number` as the commit `m<number>`; its own commit declares Claude Code. */
export async function merge(
  stores: Stores,
  number: number,
  on: Date,
  {
    reverts = [],
    repositoryId = SHOP.id,
    ...rest
  }: Partial<PullRequest> & { readonly reverts?: readonly string[] } = {},
): Promise<void> {
  const [parent, sha] = [`m${number - 1}`, `m${number}`];
  const own = {
    ...commit(`own-${number}`, parent),
    attribution: "declared",
    tools: ["claude-code"],
    evidence: [{ kind: "trailer", tool: "claude-code" }],
  } as const;
  await stores.commits.save(repositoryId, [commit(sha, parent), own]);
  const merged = { state: "merged", mergedAt: on, updatedAt: on, mergeSha: sha, author: "ada" } as const;
  await stores.changes.save({ ...pullRequest(number, { ...merged, ...rest }), repositoryId });
  const restating = reverts.length > 0 ? [own.sha] : [];
  const read = readChange({ own: [own.sha], reverts, restating, readFrom: `${number}` });
  await stores.changes.saveRead({ repositoryId, id: `#${number}` }, read);
}
