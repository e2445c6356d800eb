import { asc } from "drizzle-orm";
import type { DatedScopes, NamedScope } from "../domain/scopes/named-scopes.ts";
import { additionOf, type Told, withoutRepeats } from "./dated.ts";
import { SCOPE_DECLARATIONS } from "./json/columns.ts";
import { buildUpsert, matches, placeholders } from "./rows.ts";
import { scopeDeclarations } from "./schema/repositories.ts";
import type { Connection, SqlDatabase } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

/** The scopes in the configs of organizations, each with the time from which they are valid. */
export interface ScopeStore {
  /** Records scopes, also none. Returns whether those in force at that time were others. */
  save(installationId: number, scopes: readonly NamedScope[], since: Date, told?: Told): Promise<boolean>;
  /** The scopes of all times, the oldest first. */
  list(installationId: number): Promise<readonly DatedScopes[]>;
}

const LIST = build
  .select()
  .from(scopeDeclarations)
  .where(matches(scopeDeclarations, placeholders("installationId")))
  .orderBy(asc(scopeDeclarations.since));

/** Stores scopes. */
export function createScopeStore(database: SqlDatabase): ScopeStore {
  return {
    save: (installationId, scopes, since, told) =>
      database.transaction(async (transaction) => {
        const known = await listScopes(transaction, installationId);
        const { isNew, isStored } = additionOf(known, { since, scopes }, told);
        if (!isStored) return isNew;
        const row = { installationId, since, scopes: SCOPE_DECLARATIONS.scopes.write(scopes) };
        const key = [scopeDeclarations.installationId, scopeDeclarations.since];
        await transaction.run(buildUpsert(scopeDeclarations, { row, key }));
        return isNew;
      }),
    list: async (installationId) => withoutRepeats(await listScopes(database, installationId)),
  };
}

/** The scopes of all times in an organization's configs, the oldest first. */
export async function listScopes(connection: Connection, installationId: number): Promise<DatedScopes[]> {
  const rows = await connection.all(LIST, { installationId });
  return rows.map(({ since, scopes }) => {
    return { since, scopes: SCOPE_DECLARATIONS.scopes.read(scopes, { installationId, since }) };
  });
}
