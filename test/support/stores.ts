import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { expect, onTestFinished } from "vitest";
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
import { type Database, openDatabase } from "../../src/storage/database.ts";
import { createDeliveryStore } from "../../src/storage/deliveries.ts";
import { madeWhenUsed } from "../../src/storage/made-when-used.ts";
import { SHORTEST_KEY } from "../../src/storage/pseudonym-key.ts";
import { type Stores, storesIn } from "../../src/storage/stores.ts";

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

/** The empty database that `test/support/temporary-folder.ts` migrates once for all tests. */
let migrated: Buffer | undefined;

function copyOfMigrated(): Buffer {
  migrated ??= readFileSync(process.env.PLIMSOLL_MIGRATED ?? expect.fail("nothing was migrated"));
  return migrated;
}

/** Writes a store of this version, in which nothing is, to a new folder, and returns its path. */
export function newStore(): string {
  const path = newPath("plimsoll.db");
  writeFileSync(path, copyOfMigrated(), { mode: 0o600 });
  return path;
}

/** An empty database in memory, and its stores. */
interface Empty {
  readonly database: Database;
  readonly stores: Stores;
  /** Deletes all rows of all tables. */
  empty(): void;
}

/** The ones that no test uses. To build and prepare all queries of one takes longer than most tests. */
const unused: Empty[] = [];

function create(): Empty {
  const database = openDatabase(copyOfMigrated());
  const { $client: client } = database;
  const names = client
    .prepare(
      "select name from sqlite_schema where type = 'table' and name not like 'sqlite_stat%' and name not in ('__drizzle_migrations', 'definitions')",
    )
    .pluck()
    .all();
  const deletions = names.map((name) => client.prepare(`delete from "${name}"`));
  const empty = () => {
    client.pragma("foreign_keys = OFF");
    client.transaction(() => {
      for (const deletion of deletions) deletion.run();
    })();
    client.pragma("foreign_keys = ON");
  };
  return { database, stores: storesIn(database, randomBytes(SHORTEST_KEY)), empty };
}

/** Opens stores in memory for a test, with the real migrations, one installation and one repository. */
export async function openTestStores(): Promise<Stores> {
  const { database, stores: all, empty } = unused.pop() ?? create();
  const names = Object.keys(all) as (keyof Stores)[];
  const makers = Object.fromEntries(names.map((name) => [name, () => all[name]])) as {
    [Name in keyof Stores]: () => Stores[Name];
  };
  let isOpen = true;
  // A test of thousands of histories closes each by itself.
  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    empty();
    unused.push({ database, stores: all, empty });
  };
  // It remembers more than the database does.
  const deliveries = () => createDeliveryStore(database);
  const stores = madeWhenUsed<Stores>({ ...makers, deliveries, close: () => close });
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
