import { pino } from "pino";
import { nameOf } from "../digests/subject.ts";
import type { TokenClients } from "../github/token-client.ts";
import { keepRepository } from "../ingest/repository.ts";
import { createSettingsSource } from "../ingest/settings-source.ts";
import type { Repository } from "../storage/repositories.ts";
import type { OwnerSettings } from "../storage/settings.ts";
import type { Stores } from "../storage/stores.ts";
import type { FoundRepositories } from "./find-repositories.ts";
import { missingFacts } from "./missing-facts.ts";
import { type ReportProgress, readingProgress } from "./progress.ts";
import { readPasts } from "./read-past.ts";
import { type Shortfall, shortfallsOf } from "./shortfalls.ts";

/** The options for collecting facts. */
interface CollectingOptions {
  readonly clients: TokenClients;
  readonly clock: () => Date;
  readonly onProgress: (progress: ReportProgress) => void;
}

/** The repositories whose facts are in the stores, and what is missing. */
interface CollectedFacts {
  readonly repositories: readonly Repository[];
  /** The present config of the owner. */
  readonly owner: OwnerSettings;
  readonly shortfalls: readonly Shortfall[];
}

/** Problems are shown as shortfalls, so nothing is logged. */
const log = pino({ level: "silent" });

/** Reads the facts of repositories since a time into the stores. */
export async function collectFacts(
  { clients, clock, onProgress }: CollectingOptions,
  stores: Stores,
  { found, since }: { readonly found: FoundRepositories; readonly since: Date },
): Promise<CollectedFacts> {
  const { reader, meter } = clients;
  const repositories = await keep(stores, found, clock());
  const names = new Map(repositories.map((each) => [each.id, nameOf(each)]));
  const name = (id: number) => names.get(id) ?? "";
  const authenticate = async () => reader;
  const settings = createSettingsSource(stores, { log, clock, authenticateOwner: authenticate });
  const reading = { stores, log, clock, settings, authenticate };
  const backfills = await readPasts(reading, repositories, {
    since,
    onProgress: (all) => onProgress({ ...readingProgress(all, name), usage: meter.usage() }),
  });
  const owner = await settings.loadOwner({ owner: found.owner, installationId: found.ownerId });
  const shortfalls = [
    ...shortfallsOf(backfills, await stores.refusals.list(), name),
    ...(await missingFacts(stores, { owner: found.owner, now: clock() })),
  ];
  return { repositories, owner, shortfalls };
}

/** Stores the repositories as those of an installation. The owner's id stands for that of the installation. */
async function keep(
  stores: Stores,
  { ownerId, repositories }: FoundRepositories,
  at: Date,
): Promise<readonly Repository[]> {
  await stores.installations.remember({ id: ownerId, installedAt: at });
  const kept: Repository[] = [];
  for (const { id, owner, name, isArchived, hasIssues, updatedAt } of repositories) {
    const repository = { id, installationId: ownerId, owner, name, isArchived, hasIssues, updatedAt };
    kept.push(await keepRepository(stores.repositories, repository, at));
  }
  return kept;
}
