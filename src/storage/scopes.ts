import { asc, eq } from "drizzle-orm";
import { type DatedScopes, isPartial, type NamedScope } from "../domain/scopes/named-scopes.ts";
import { additionOf, type Told, withoutRepeats } from "./dated.ts";
import { SCOPE_DECLARATIONS } from "./json/columns.ts";
import { buildUpsert, matches, placeholders } from "./rows.ts";
import { changes } from "./schema/changes.ts";
import { scopeDeclarations } from "./schema/repositories.ts";
import type { Connection, SqlDatabase, Transaction } from "./sql/handle.ts";
import { build } from "./sql/query.ts";
import { noteMerged } from "./unread.ts";

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
async function listScopes(connection: Connection, installationId: number): Promise<DatedScopes[]> {
  const rows = await connection.all(LIST, { installationId });
  return rows.map(({ since, scopes }) => {
    return { since, scopes: SCOPE_DECLARATIONS.scopes.read(scopes, { installationId, since }) };
  });
}

/**
 * Takes the changes of a repository out of the scopes of its former owner: those of another one mean other work, and
 * those that decide by a change's content need it read again.
 */
export async function leaveScopes(
  transaction: Transaction,
  { id, at }: { readonly id: number; readonly at: Date },
  to: number,
): Promise<void> {
  await transaction.run(build.update(changes).set({ scopes: null }).where(eq(changes.repositoryId, id)));
  const isJudged = (await listScopes(transaction, to)).some(({ scopes }) => scopes.some(isPartial));
  if (isJudged) await noteMerged(transaction, id, { after: new Date(0), now: at });
}
