import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { commit, pullRequest } from "./stores.ts";

export const LAST = 12;

/** Tells of a line of twelve merged changes, `m1` to `m12`, and one commit more; what was before them was deployed. */
export async function tellLine(stores: Stores): Promise<Stores> {
  await deploy(stores, 1, "m0", 1);
  for (let number = 1; number <= LAST; number++) await merge(stores, number);
  return stores;
}

/** Merges the change `number`, by default on the 2nd. */
export async function merge({ changes }: Stores, number: number, day = 2): Promise<void> {
  const merge = { mergeSha: `m${number}`, headSha: `m${number}`, mergedAt: at(day, number) };
  const merged = {
    state: "merged",
    updatedAt: at(day, number),
    baseSha: `m${number - 1}`,
    ...merge,
  } as const;
  await changes.save(pullRequest(number, merged));
}

export async function deploy({ deployments }: Stores, id: number, sha: string, day: number): Promise<void> {
  const deployment = { id, sha, environment: "production", isProduction: true, isTransient: false };
  const status = { state: "success", at: at(day), environment: undefined } as const;
  await deployments.save({
    repositoryId: SHOP.id,
    deployment: { ...deployment, creator: undefined },
    statuses: [status],
  });
}

export async function release({ releases }: Stores, id: number, sha: string, day: number): Promise<void> {
  const releaseState = {
    at: at(day),
    kind: "change",
    tag: `v${id}`,
    state: "released",
    publishedAt: at(day),
  } as const;
  await releases.save({ repositoryId: SHOP.id, id: -id, creator: undefined, releaseState });
  await releases.saveTag(SHOP.id, { tag: `v${id}`, sha, at: at(day) });
}

/** Plays all; GitHub does not know the history up to one commit. */
export async function play({ timelines, commits }: Stores, lost?: string): Promise<void> {
  for (;;) {
    const range = await timelines.findNextRange(SHOP.id);
    if (range === undefined && (await timelines.applyNext(SHOP.id)) === undefined) return;
    if (range !== undefined)
      await commits.saveRange(SHOP.id, range, range.head === lost ? undefined : known());
  }
}

const known = () => ({
  commits: Array.from({ length: LAST + 2 }, (_, index) => commit(`m${index + 1}`, `m${index}`)),
  isComplete: true,
});
