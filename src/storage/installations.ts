import { randomBytes } from "node:crypto";
import { eq, type SQL, sql } from "drizzle-orm";
import { least } from "./expressions.ts";
import { createOwnerDigests, type OwnerDigests } from "./owner-digests.ts";
import { hashedWith } from "./pseudonym-key.ts";
import { findInstallationRemovedAt, readmitInstallation, rememberRemovedInstallation } from "./removals.ts";
import { matches, placeholders, withoutNulls } from "./rows.ts";
import { deliveries } from "./schema/deliveries.ts";
import { installations } from "./schema/repositories.ts";
import { forgetSpendOfNobody } from "./spend-sources.ts";
import type { Connection, SqlDatabase, Transaction } from "./sql/handle.ts";
import { build } from "./sql/query.ts";
import { forgetWaitsOfInstallation } from "./waits.ts";

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

const { id, installedAt, suspendedAt, builderKey } = installations;
const KNOWN = build
  .select({ installedAt, key: builderKey })
  .from(installations)
  .where(matches(installations, placeholders("id")));
const FIND = build
  .select({ id, installedAt, suspendedAt })
  .from(installations)
  .where(matches(installations, placeholders("id")));
const LIST = build.select({ id, installedAt, suspendedAt }).from(installations).orderBy(id);

/** Stores installations. */
export function createInstallationStore(database: SqlDatabase, pseudonymKey?: Buffer): InstallationStore {
  return {
    remember: (installation) => remember(database, installation),
    create: (installation) =>
      database.transaction(async (transaction) => {
        const removedAt = await findInstallationRemovedAt(transaction, installation.id);
        if (removedAt !== undefined && installation.installedAt <= removedAt) return false;
        await readmitInstallation(transaction, installation.id);
        await insert(transaction, installation);
        return true;
      }),
    async find(id) {
      const row = await database.one(FIND, { id });
      return row && withoutNulls(row);
    },
    list: async () => (await database.all(LIST)).map(withoutNulls),
    ...createOwnerDigests(database),
    suspend: (id, since) => setSuspendedAt(database, id, sql`coalesce(${suspendedAt}, ${since.getTime()})`),
    resume: (id) => setSuspendedAt(database, id, null),
    forget: (id, at) => forget(database, id, at),
    async computePseudonym(id, accountId) {
      const found = await database.one(KNOWN, { id });
      if (found === undefined) throw new Error(`installation ${id} is not stored`);
      if (pseudonymKey === undefined) throw new Error("the key of people's hashes was not given");
      return hashedWith(pseudonymKey, hashedWith(Buffer.from(found.key, "base64"), String(accountId)));
    },
  };
}

async function remember(database: SqlDatabase, installation: Installation): Promise<void> {
  const { id } = installation;
  // Each delivery names its installation, and nearly all of these are known.
  const known = await database.one(KNOWN, { id });
  if (known !== undefined && known.installedAt <= installation.installedAt) return;
  await database.transaction(async (transaction) => {
    if (await findInstallationRemovedAt(transaction, id)) throw new Error(`installation ${id} was deleted`);
    await insert(transaction, installation);
  });
}

async function setSuspendedAt(connection: Connection, id: number, at: SQL | null): Promise<void> {
  await connection.run(build.update(installations).set({ suspendedAt: at }).where(eq(installations.id, id)));
}

async function forget(database: SqlDatabase, id: number, at: Date): Promise<void> {
  await database.transaction(async (transaction) => {
    await transaction.run(build.delete(deliveries).where(eq(deliveries.installationId, id)));
    await forgetWaitsOfInstallation(transaction, id);
    await transaction.run(build.delete(installations).where(eq(installations.id, id)));
    await forgetSpendOfNobody(transaction);
    await rememberRemovedInstallation(transaction, id, at);
  });
}

async function insert(transaction: Transaction, { id, installedAt }: Installation): Promise<void> {
  await transaction.run(
    build
      .insert(installations)
      .values({ id, installedAt, builderKey: randomBytes(32).toString("base64") })
      .onConflictDoUpdate({
        target: installations.id,
        set: { installedAt: least(installations.installedAt, sql`excluded.installed_at`) },
      }),
  );
}
