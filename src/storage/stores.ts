import { type BackfillStore, createBackfillStore } from "./backfills.ts";
import { type CatchUpStore, createCatchUpStore } from "./catch-ups.ts";
import { type ChangeStore, createChangeStore } from "./changes.ts";
import { type CheckRunStore, createCheckRunStore } from "./check-runs.ts";
import { type CommitStore, createCommitStore } from "./commits.ts";
import { openDatabase } from "./database.ts";
import { keepDefinition } from "./definitions.ts";
import { createDeliveryStore, type DeliveryStore } from "./deliveries.ts";
import { createDeploymentStore, type DeploymentStore } from "./deployments.ts";
import { deriveAgain } from "./derivation.ts";
import { createDigestStore, type DigestStore } from "./digests.ts";
import { createHistoryStore, type HistoryStore } from "./histories.ts";
import { createInstallationStore, type InstallationStore } from "./installations.ts";
import { createLabelStore, type LabelStore } from "./labels.ts";
import { createMistakeStore, type MistakeStore } from "./mistakes.ts";
import { createNamedPullStore, type NamedPullStore } from "./named-pulls.ts";
import { createNoteStore, type NoteStore } from "./notes.ts";
import { createOperationsStore, type OperationsStore } from "./operations.ts";
import { createPushStore, type PushStore } from "./pushes.ts";
import { createRefusalStore, type RefusalStore } from "./refusals.ts";
import { createReleaseStore, type ReleaseStore } from "./releases.ts";
import { createRemovalStore, type RemovalStore } from "./removals.ts";
import { createRepositoryStore, type RepositoryStore } from "./repositories.ts";
import { createReviewStore, type ReviewStore } from "./reviews.ts";
import { createRuleStore, type RuleStore } from "./rules.ts";
import { createSealStore, type SealStore } from "./seals.ts";
import { createSettingsStore, type SettingsStore } from "./settings.ts";
import { createSideCommitStore, type SideCommitStore } from "./side-commits.ts";
import type { StoreAccess } from "./store-identity.ts";
import { createTimelineStore, type TimelineStore } from "./timelines.ts";
import { createUnreadStore, type UnreadStore } from "./unread.ts";

/** Everything that is stored. Each method of each store is one transaction. */
export interface Stores {
  readonly installations: InstallationStore;
  readonly repositories: RepositoryStore;
  readonly removals: RemovalStore;
  readonly refusals: RefusalStore;
  readonly rules: RuleStore;
  readonly settings: SettingsStore;
  readonly changes: ChangeStore;
  readonly pushes: PushStore;
  readonly reviews: ReviewStore;
  readonly labels: LabelStore;
  readonly commits: CommitStore;
  readonly notes: NoteStore;
  readonly deployments: DeploymentStore;
  readonly releases: ReleaseStore;
  readonly unread: UnreadStore;
  readonly sides: SideCommitStore;
  readonly timelines: TimelineStore;
  readonly histories: HistoryStore;
  readonly checkRuns: CheckRunStore;
  readonly digests: DigestStore;
  readonly seals: SealStore;
  readonly deliveries: DeliveryStore;
  readonly catchUps: CatchUpStore;
  readonly backfills: BackfillStore;
  readonly namedPulls: NamedPullStore;
  readonly mistakes: MistakeStore;
  readonly operations: OperationsStore;
  close(): void;
}

/**
 * Opens the stores in a SQLite file (`file:` and a path), or in memory for tests (`:memory:`, or the bytes of a file).
 *
 * `now` is when this version's definition begins to count, where an earlier version filled the store.
 */
export function openStores(
  url: string | Buffer,
  { now = new Date(), access = "migrate" }: { readonly now?: Date; readonly access?: StoreAccess } = {},
): Stores {
  const database = openDatabase(url, access);
  if (access === "migrate") {
    deriveAgain(database);
    keepDefinition(database, now);
  }
  return {
    installations: createInstallationStore(database),
    repositories: createRepositoryStore(database),
    removals: createRemovalStore(database),
    refusals: createRefusalStore(database),
    rules: createRuleStore(database),
    settings: createSettingsStore(database),
    changes: createChangeStore(database),
    pushes: createPushStore(database),
    reviews: createReviewStore(database),
    labels: createLabelStore(database),
    commits: createCommitStore(database),
    notes: createNoteStore(database),
    deployments: createDeploymentStore(database),
    releases: createReleaseStore(database),
    unread: createUnreadStore(database),
    sides: createSideCommitStore(database),
    timelines: createTimelineStore(database),
    histories: createHistoryStore(database),
    checkRuns: createCheckRunStore(database),
    digests: createDigestStore(database),
    seals: createSealStore(database),
    deliveries: createDeliveryStore(database),
    catchUps: createCatchUpStore(database),
    backfills: createBackfillStore(database),
    namedPulls: createNamedPullStore(database),
    mistakes: createMistakeStore(database),
    operations: createOperationsStore(database),
    close: () => database.$client.close(),
  };
}
