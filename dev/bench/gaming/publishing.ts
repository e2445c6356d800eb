import { createComputer } from "../../../src/digests/computer.ts";
import { publishDigest } from "../../../src/digests/publish.ts";
import { openStores, type Stores } from "../../../src/storage/stores.ts";
import { issueBody, publicationOf } from "../../simulation/examples/publication.ts";
import { githubWith } from "./github.ts";
import type { Look } from "./row.ts";
import { onDay, PLAYED_WEEK, START } from "./time.ts";

const SHOP = { id: 7, installationId: 1, owner: "acme", name: "shop" };
const AFTER_THE_WEEK = onDay(START, 8);

/** The only issue of a GitHub in memory. */
interface Issue {
  body: string;
  state: "open" | "closed";
}

/**
 * Publishes a digest as the app does, edits and closes the issue by hand, and publishes again: first when nothing else
 * happened, then when a deployment was received. Each time the issue must say what the store says.
 */
export async function editByHand(): Promise<Look> {
  const stores = await openStores(":memory:");
  await stores.installations.remember({ id: 1, installedAt: START });
  await stores.repositories.remember(SHOP);
  await deploy(stores, 1);
  const issue: Issue = { body: "", state: "open" };
  await publish(stores, issue);
  const isRegenerated: boolean[] = [];
  for (const deployments of [1, 2]) {
    Object.assign(issue, { body: `**99 normalized deployments!** ${issue.body}`, state: "closed" });
    await deploy(stores, deployments);
    const expected = await publish(stores, issue);
    isRegenerated.push(issue.body === expected);
  }
  await stores.close();
  const [before, after] = isRegenerated.map((is) => (is ? "yes" : "no"));
  return {
    shows: `regenerated from the store while no fact changes: ${before}; when one does: ${after}`,
    complaint: isRegenerated.every(Boolean) ? undefined : "an edit by hand stays until a fact changes",
  };
}

/** Publishes the digest, and returns what the issue should say. */
async function publish(stores: Stores, issue: Issue): Promise<string> {
  const request = { repository: SHOP, week: PLAYED_WEEK, now: AFTER_THE_WEEK };
  const octokit = githubWith((asked, body) => {
    const number = { number: 8, user: { type: "Bot" } };
    if (!asked.startsWith("GET")) Object.assign(issue, body);
    return asked === "GET /repos/acme/shop/issues" ? [] : { ...number, ...issue };
  });
  const compute = createComputer(stores);
  const options = { stores, compute, definitionUrl: undefined };
  const publication = await publicationOf(stores, request);
  await publishDigest(
    { ...options, clock: () => request.now, authenticate: async () => octokit },
    publication,
  );
  return issueBody(stores, request);
}

async function deploy(stores: Stores, id: number): Promise<void> {
  const environment = id === 1 ? "production" : "staging";
  const of = { id, sha: `m${id}`, environment, isProduction: id === 1, isTransient: false };
  await stores.deployments.save({
    repositoryId: SHOP.id,
    deployment: { ...of, creator: undefined },
    statuses: [{ state: "success", at: onDay(START, id), environment: undefined }],
  });
  await stores.timelines.applyNext(SHOP.id);
}
