import { type BackfillStore, createBackfillStore } from "./backfills.ts";
import { beginStore, checkKey, type OpeningOptions } from "./begin-store.ts";
import { type BugStore, createBugStore } from "./bugs.ts";
import { type CatchUpStore, createCatchUpStore } from "./catch-ups.ts";
import { type ChangeStore, createChangeStore } from "./changes.ts";
import { type CheckRunStore, createCheckRunStore } from "./check-runs.ts";
import { type CodeOwnersStore, createCodeOwnersStore } from "./code-owners.ts";
import { type CommitStore, createCommitStore } from "./commits.ts";
import { createDeliveryStore, type DeliveryStore, type Enqueue } from "./deliveries.ts";
import { createDeploymentStore, type DeploymentStore } from "./deployments.ts";
import { createDigestStore, type DigestStore } from "./digests.ts";
import { createHistoryStore, type HistoryStore } from "./histories.ts";
import { createInstallationStore, type InstallationStore } from "./installations.ts";
import { createLabelStore, type LabelStore } from "./labels.ts";
import { createNamedPullStore, type NamedPullStore } from "./named-pulls.ts";
import { createNoteStore, type NoteStore } from "./notes.ts";
import { createNotificationStore, type NotificationStore } from "./notifications.ts";
import { openStore } from "./open-store.ts";
import { createOperationsStore, type OperationsStore } from "./operations.ts";
import { createPushStore, type PushStore } from "./pushes.ts";
import { createRecentWriteStore, type RecentWriteStore } from "./recent-writes.ts";
import { createRefusalStore, type RefusalStore } from "./refusals.ts";
import { createReleaseStore, type ReleaseStore } from "./releases.ts";
import { createRemovalStore, type RemovalStore } from "./removals.ts";
import { createRepositoryStore, type RepositoryStore } from "./repositories.ts";
import { createReviewStore, type ReviewStore } from "./reviews.ts";
import { createRuleStore, type RuleStore } from "./rules.ts";
import { createScopeStore, type ScopeStore } from "./scopes.ts";
import { createSealStore, type SealStore } from "./seals.ts";
import { createSettingsStore, type SettingsStore } from "./settings.ts";
import { createSideCommitStore, type SideCommitStore } from "./side-commits.ts";
import { createSpendStore, type SpendStore } from "./spend.ts";
import { createSpendAlertStore, type SpendAlertStore } from "./spend-alerts.ts";
import { createSpendDeclarationStore, type SpendDeclarationStore } from "./spend-declarations.ts";
import type { SqlDatabase } from "./sql/handle.ts";
import type { StoreFile } from "./store-file.ts";
import { createTimelineStore, type TimelineStore } from "./timelines.ts";
import { createUnreadStore, type UnreadStore } from "./unread.ts";
import { createWaitStore, type WaitStore } from "./waits.ts";

/** All stores. Each method of each store is one transaction. */
export interface Stores {
  readonly installations: InstallationStore;
  readonly repositories: RepositoryStore;
  readonly removals: RemovalStore;
  readonly refusals: RefusalStore;
  readonly rules: RuleStore;
  readonly settings: SettingsStore;
  readonly scopes: ScopeStore;
  readonly codeOwners: CodeOwnersStore;
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
  readonly bugs: BugStore;
  readonly operations: OperationsStore;
  readonly spend: SpendStore;
  readonly spendDeclarations: SpendDeclarationStore;
  readonly spendAlerts: SpendAlertStore;
  readonly notifications: NotificationStore;
  readonly waits: WaitStore;
  readonly recentWrites: RecentWriteStore;
  /** Resolves once the database is closed; a file is closed at once. */
  close(): Promise<void>;
}

/**
 * Opens the stores in a SQLite file (`file:` and a path), in a PostgreSQL database (`postgres://…`), or in memory for
 * tests (`:memory:`, or the bytes of a file).
 *
 * Rejects with a `StoreError` for what is no store, for a server that cannot be used, and for a missing or invalid key.
 */
export async function openStores(
  url: string | Buffer,
  {
    now = new Date(),
    access = "migrate",
    enqueue,
    ...keys
  }: OpeningOptions & Pick<StoreParts, "enqueue"> = {},
): Promise<Stores> {
  checkKey(url, keys.pseudonymKey);
  const opened = await openStore(url, access);
  const pseudonymKey = await beginStore(url, opened, { now, access, ...keys });
  const { sql, file, close } = opened;
  return { ...storesIn(sql, { pseudonymKey, enqueue, ...(file && { file }) }), close };
}
/** The parts of a store beside its database. */
interface StoreParts {
  /** The key of people's hashes. Without one, nobody can be hashed. */
  readonly pseudonymKey?: Buffer | undefined;
  readonly file?: StoreFile;
  /** Tells a queue of stored deliveries. */
  readonly enqueue?: Enqueue | undefined;
}

/** The stores of an open database. */
export function storesIn(
  sql: SqlDatabase,
  { pseudonymKey, file, enqueue }: StoreParts = {},
): Omit<Stores, "close"> {
  return {
    installations: createInstallationStore(sql, pseudonymKey),
    repositories: createRepositoryStore(sql),
    removals: createRemovalStore(sql),
    refusals: createRefusalStore(sql),
    rules: createRuleStore(sql),
    settings: createSettingsStore(sql),
    scopes: createScopeStore(sql),
    codeOwners: createCodeOwnersStore(sql),
    changes: createChangeStore(sql),
    pushes: createPushStore(sql),
    reviews: createReviewStore(sql),
    labels: createLabelStore(sql),
    commits: createCommitStore(sql),
    notes: createNoteStore(sql),
    deployments: createDeploymentStore(sql),
    releases: createReleaseStore(sql),
    unread: createUnreadStore(sql),
    sides: createSideCommitStore(sql),
    timelines: createTimelineStore(sql),
    histories: createHistoryStore(sql),
    checkRuns: createCheckRunStore(sql),
    digests: createDigestStore(sql),
    seals: createSealStore(sql),
    deliveries: createDeliveryStore(sql, { assertKept: file?.assertSame, enqueue }),
    catchUps: createCatchUpStore(sql),
    backfills: createBackfillStore(sql),
    namedPulls: createNamedPullStore(sql),
    bugs: createBugStore(sql),
    operations: createOperationsStore(sql, file),
    spend: createSpendStore(sql),
    spendDeclarations: createSpendDeclarationStore(sql),
    spendAlerts: createSpendAlertStore(sql),
    notifications: createNotificationStore(sql),
    waits: createWaitStore(sql),
    recentWrites: createRecentWriteStore(sql),
  };
}
