import { afterEach } from "vitest";
import type { Agent } from "../../src/domain/attribution/agent.ts";
import type { PullRequest } from "../../src/storage/changes.ts";
import { openStores, type Stores } from "../../src/storage/stores.ts";
import { at } from "./history.ts";

/** The repository that tests store things of. */
export const SHOP = { id: 7, installationId: 1, owner: "acme", name: "shop" };

/** The agents of a repository that declares none. */
export const noAgents = async (): Promise<readonly Agent[]> => NO_AGENTS;

// One list for all, since the index of agents is kept for each.
const NO_AGENTS: readonly Agent[] = [];

const opened: Stores[] = [];

afterEach(() => {
  for (const stores of opened.splice(0)) stores.close();
});

/** Opens stores in memory, with the real migrations, one installation and one repository. */
export async function openTestStores(): Promise<Stores> {
  const stores = openStores(":memory:");
  opened.push(stores);
  await stores.installations.remember({ id: 1, installedAt: at(1) });
  await stores.repositories.remember(SHOP);
  return stores;
}

/** An open pull request of the shop, as GitHub described it on the 2nd. */
export function pullRequest(number: number, rest: Partial<PullRequest> = {}): PullRequest {
  return {
    repositoryId: SHOP.id,
    number,
    state: "open",
    updatedAt: at(2),
    baseSha: "base",
    headSha: `head-${number}`,
    mergeSha: undefined,
    mergedAt: undefined,
    builder: undefined,
    author: { attribution: "undeclared", tools: [] },
    claimedReverts: [],
    ...rest,
  };
}
