import { type ChangeStore, createChangeStore } from "./changes.ts";
import { type CheckRunStore, createCheckRunStore } from "./check-runs.ts";
import { type CommitStore, createCommitStore } from "./commits.ts";
import { openDatabase } from "./database.ts";
import { createDeliveryStore, type DeliveryStore } from "./deliveries.ts";
import { createDeploymentStore, type DeploymentStore } from "./deployments.ts";
import { createDigestStore, type DigestStore } from "./digests.ts";
import { createHistoryStore, type HistoryStore } from "./histories.ts";
import { createInstallationStore, type InstallationStore } from "./installations.ts";
import { createRepositoryStore, type RepositoryStore } from "./repositories.ts";

/** Everything that is stored. Each method of each store is one transaction. */
export interface Stores {
  readonly installations: InstallationStore;
  readonly repositories: RepositoryStore;
  readonly changes: ChangeStore;
  readonly commits: CommitStore;
  readonly deployments: DeploymentStore;
  readonly histories: HistoryStore;
  readonly checkRuns: CheckRunStore;
  readonly digests: DigestStore;
  readonly deliveries: DeliveryStore;
  close(): void;
}

/** Opens the stores in a SQLite file (`file:` and a path), or in memory for tests (`:memory:`). */
export function openStores(url: string): Stores {
  const database = openDatabase(url);
  return {
    installations: createInstallationStore(database),
    repositories: createRepositoryStore(database),
    changes: createChangeStore(database),
    commits: createCommitStore(database),
    deployments: createDeploymentStore(database),
    histories: createHistoryStore(database),
    checkRuns: createCheckRunStore(database),
    digests: createDigestStore(database),
    deliveries: createDeliveryStore(database),
    close: () => database.$client.close(),
  };
}
