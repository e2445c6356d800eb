import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { onTestFinished } from "vitest";
import { newPath } from "../../dev/simulation/processes/cli.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { computeDigest } from "../../src/digests/compute.ts";
import type { Week } from "../../src/domain/metric/week.ts";
import { DEFAULT_POLICY, type Policy } from "../../src/domain/policy.ts";
import type { PullRequest, ReadChange } from "../../src/domain/records/change.ts";
import type { StoredRules } from "../../src/domain/records/rules.ts";
import { DEFAULT_RULES } from "../../src/domain/shipping/rules.ts";
import type { Settings, SettingsSource } from "../../src/ingest/settings.ts";
import type { Commit } from "../../src/storage/commits.ts";
import { createDeliveryStore } from "../../src/storage/deliveries.ts";
import { SHORTEST_KEY } from "../../src/storage/pseudonym-key.ts";
import type { SqlDatabase } from "../../src/storage/sql/handle.ts";
import { type Stores, storesIn } from "../../src/storage/stores.ts";
import { createTestDatabase, type TestDatabase } from "./databases.ts";
import { copyOfMigrated } from "./migrated.ts";

/** What a repository without a config says. */
export const NO_RULES: StoredRules = {
  ...DEFAULT_RULES,
  agents: [],
  prose: true,
  exclude: [],
  gitattributes: [],
  bots: [],
  timezone: "UTC",
};

/** The settings of repositories that have none, as if they had been read. */
export function settingsWith(
  rules: Partial<StoredRules> = {},
  { problem, ...policy }: Partial<Policy> & { readonly problem?: string } = {},
): SettingsSource {
  const current = { ...NO_RULES, ...rules };
  const said = { policy: { ...DEFAULT_POLICY, ...policy }, timezone: current.timezone };
  const settings: Settings = { rules: [current], current, source: "repository", ...said, problem };
  return { load: async () => settings, loadOwner: async () => said, reload: async () => {} };
}

/** Writes a store of this version, in which nothing is, to a new folder, and returns its path. */
export function newStore(): string {
  const path = newPath("plimsoll.db");
  writeFileSync(path, copyOfMigrated(), { mode: 0o600 });
  return path;
}

interface Opened extends TestDatabase {
  readonly stores: Omit<Stores, "close">;
}

/** The ones that no test uses. To prepare all queries of one takes longer than most tests. */
const unused: Opened[] = [];

async function take(): Promise<Opened> {
  const known = unused.pop();
  if (known === undefined) {
    const made = await createTestDatabase();
    return {
      ...made,
      stores: storesIn(made.database, {
        pseudonymKey: randomBytes(SHORTEST_KEY),
        ...(made.file && { file: made.file }),
      }),
    };
  }
  await known.empty();
  return known;
}

/** Stores of a test, and their database. */
interface TestStores extends Stores {
  readonly database: SqlDatabase;
}

/** Opens stores for a test, with the real migrations, one installation and one repository. */
export async function openTestStores(): Promise<TestStores> {
  const opened = await take();
  const { database, stores: all } = opened;
  let isOpen = true;
  // A test of thousands of histories closes each by itself.
  const close = async () => {
    if (isOpen) unused.push(opened);
    isOpen = false;
  };
  // Deliveries remember more than the database does.
  const stores: TestStores = { ...all, deliveries: createDeliveryStore(database), database, close };
  onTestFinished(close);
  await stores.installations.remember({ id: 1, installedAt: at(1) });
  await stores.repositories.remember(SHOP);
  return stores;
}

/** A digest of the shop from which nothing is withheld, as where its config says that all is public. */
export async function wholeDigest(stores: Stores, request: { readonly week: Week; readonly now: Date }) {
  const { policy, ...found } = (await stores.settings.find(SHOP.id)) ?? {
    ...{ source: "none" as const, problem: undefined, policy: DEFAULT_POLICY },
  };
  const privacy = { ...policy.privacy, public: true };
  await stores.settings.save(SHOP.id, { ...found, policy: { ...policy, privacy } });
  return computeDigest(stores, { ...request, repository: SHOP, isPublic: true });
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
    closings: [],
    author: undefined,
    merger: undefined,
    account: { attribution: "undeclared", tools: [] },
    branchTool: undefined,
    claimedReverts: [],
    claimedRepeats: [],
    ...rest,
  };
}

/** What was read of a change that has one own commit, `head`, and touches a file that counts. */
export function readChange(rest: Partial<ReadChange> = {}): ReadChange {
  return {
    readFrom: "base...head",
    own: ["head"],
    merges: [],
    isEffective: true,
    lines: 10,
    services: [],
    patchId: undefined,
    contentId: undefined,
    landing: [],
    reverts: [],
    pickedFrom: [],
    restating: [],
    partial: [],
    agentsVersion: "2026-01-01",
    ...rest,
  };
}

/** A commit that declares nothing. */
export function commit(sha: string, ...parents: readonly string[]): Commit {
  return {
    sha,
    parents,
    attribution: "undeclared",
    tools: [],
    evidence: [],
    hints: [],
    agentsVersion: "2026-01-01",
  };
}
