import { createHmac, randomBytes } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { deliveries } from "./schema/deliveries.ts";
import { installations } from "./schema/repositories.ts";

/** An account that installed the app. */
export interface Installation {
  readonly id: number;
  readonly installedAt: Date;
}

/** Who installed the app, and the keyed hashes that stand for their people. */
export interface InstallationStore {
  /** Records an installation; of several dates the earliest stays. */
  remember(installation: Installation): Promise<void>;
  find(id: number): Promise<Installation | undefined>;
  /** Deletes everything of an installation. */
  forget(id: number): Promise<void>;
  /**
   * The stable stand-in of an account within one installation: HMAC-SHA256 of its numeric id.
   *
   * Its key is made with the installation and deleted with it. Throws when the installation is unknown.
   */
  pseudonym(id: number, accountId: number): Promise<string>;
}

/** Stores installations in SQLite. */
export function createInstallationStore(database: Database): InstallationStore {
  return {
    async remember({ id, installedAt }) {
      database
        .insert(installations)
        .values({ id, installedAt, builderKey: randomBytes(32).toString("base64") })
        .onConflictDoUpdate({
          target: installations.id,
          set: { installedAt: sql`min(installed_at, excluded.installed_at)` },
        })
        .run();
    },
    async find(id) {
      return database
        .select({ id: installations.id, installedAt: installations.installedAt })
        .from(installations)
        .where(eq(installations.id, id))
        .get();
    },
    async forget(id) {
      database.transaction((transaction) => {
        transaction.delete(deliveries).where(eq(deliveries.installationId, id)).run();
        transaction.delete(installations).where(eq(installations.id, id)).run();
      });
    },
    async pseudonym(id, accountId) {
      const found = database
        .select({ key: installations.builderKey })
        .from(installations)
        .where(eq(installations.id, id))
        .get();
      if (found === undefined) throw new Error(`installation ${id} is not stored`);
      return createHmac("sha256", Buffer.from(found.key, "base64"))
        .update(String(accountId))
        .digest("base64url");
    },
  };
}
