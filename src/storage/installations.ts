import { randomBytes } from "node:crypto";
import { eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { createOwnerDigests, type OwnerDigests } from "./owner-digests.ts";
import { hashedWith } from "./pseudonym-key.ts";
import { createRemovalReader, readmitInstallation, rememberRemovedInstallation } from "./removals.ts";
import { matches, placeholders, withoutNulls } from "./rows.ts";
import { deliveries } from "./schema/deliveries.ts";
import { installations } from "./schema/repositories.ts";
import { forgetSpendOfNobody } from "./spend-sources.ts";

/** An account that installed the app. */
interface Installation {
  readonly id: number;
  readonly installedAt: Date;
}

/** An installation, and the time since which the app has no access. */
export interface KnownInstallation extends Installation {
  readonly suspendedAt: Date | undefined;
}

/** The installations, and the keyed hashes of their people. */
export interface InstallationStore extends OwnerDigests {
  /** Records an installation; of several dates the earliest stays. Throws when it was deleted. */
  remember(installation: Installation): Promise<void>;
  /** Records a new installation, even where one with its id was deleted earlier. Returns whether it is stored. */
  create(installation: Installation): Promise<boolean>;
  find(id: number): Promise<KnownInstallation | undefined>;
  list(): Promise<readonly KnownInstallation[]>;
  /** Records that the app has no access. During that time no work of the installation is due. */
  suspend(id: number, since: Date): Promise<void>;
  /** Records that the app has access again. */
  resume(id: number): Promise<void>;
  /** Deletes everything of an installation. The fact of the deletion is kept for 14 days. */
  forget(id: number, at: Date): Promise<void>;
  /**
   * The stable pseudonym of an account within one installation: its numeric id, hashed by HMAC-SHA256 (RFC 2104) twice.
   *
   * The first key is created with the installation and deleted with it. The second one is outside the store. So neither
   * the store nor the key alone identifies an account. Throws when the installation is unknown, or the stores were
   * opened without the key.
   */
  computePseudonym(id: number, accountId: number): Promise<string>;
}

/** Stores installations in SQLite. */
export function createInstallationStore(database: Database, pseudonymKey?: Buffer): InstallationStore {
  const known = prepareKnown(database);
  const { installationRemovedAt } = createRemovalReader(database);
  return {
    async remember(installation) {
      const { id, installedAt } = installation;
      const before = known.get({ id });
      if (before !== undefined && before.installedAt <= installedAt) return;
      database.transaction((transaction) => {
        if (installationRemovedAt(id)) throw new Error(`installation ${id} was deleted`);
        insert(transaction, installation);
      });
    },
    async create(installation) {
      return database.transaction((transaction) => {
        const removedAt = installationRemovedAt(installation.id);
        if (removedAt !== undefined && installation.installedAt <= removedAt) return false;
        readmitInstallation(transaction, installation.id);
        insert(transaction, installation);
        return true;
      });
    },
    find: async (id) => select(database, eq(installations.id, id))[0],
    list: async () => select(database, undefined),
    ...createOwnerDigests(database),
    async suspend(id, since) {
      setSuspendedAt(database, id, sql`coalesce(${installations.suspendedAt}, ${since.getTime()})`);
    },
    async resume(id) {
      setSuspendedAt(database, id, null);
    },
    forget: async (id, at) => forget(database, id, at),
    async computePseudonym(id, accountId) {
      const found = known.get({ id });
      if (found === undefined) throw new Error(`installation ${id} is not stored`);
      if (pseudonymKey === undefined) throw new Error("the key of people's hashes was not given");
      return hashedWith(pseudonymKey, hashedWith(Buffer.from(found.key, "base64"), String(accountId)));
    },
  };
}

/** Prepared, since each delivery names its installation, and each person of each change is looked up. */
function prepareKnown(database: Database) {
  return database
    .select({ installedAt: installations.installedAt, key: installations.builderKey })
    .from(installations)
    .where(matches(installations, placeholders("id")))
    .prepare();
}

function setSuspendedAt(database: Database, id: number, suspendedAt: SQL | null): void {
  database.update(installations).set({ suspendedAt }).where(eq(installations.id, id)).run();
}

function forget(database: Database, id: number, at: Date): void {
  database.transaction((transaction) => {
    transaction.delete(deliveries).where(eq(deliveries.installationId, id)).run();
    transaction.delete(installations).where(eq(installations.id, id)).run();
    forgetSpendOfNobody(transaction);
    rememberRemovedInstallation(transaction, id, at);
  });
}

function insert(writer: Pick<Database, "insert">, { id, installedAt }: Installation): void {
  writer
    .insert(installations)
    .values({ id, installedAt, builderKey: randomBytes(32).toString("base64") })
    .onConflictDoUpdate({
      target: installations.id,
      set: { installedAt: sql`min(installed_at, excluded.installed_at)` },
    })
    .run();
}

function select(reader: Pick<Database, "select">, which: SQL | undefined): KnownInstallation[] {
  const { id, installedAt, suspendedAt } = installations;
  const rows = reader
    .select({ id, installedAt, suspendedAt })
    .from(installations)
    .where(which)
    .orderBy(id)
    .all();
  return rows.map(withoutNulls);
}
