import { isDeepStrictEqual } from "node:util";
import { asc } from "drizzle-orm";
import type { DatedScopes, NamedScope } from "../domain/scopes/named-scopes.ts";
import type { Database } from "./database.ts";
import { SCOPE_DECLARATIONS } from "./json/columns.ts";
import { matches, upsert } from "./rows.ts";
import { scopeDeclarations } from "./schema/repositories.ts";

/** The scopes in the configs of organizations, each with the time from which they are valid. */
export interface ScopeStore {
  /** Records scopes, unless those in force at that time are equal. */
  save(installationId: number, scopes: readonly NamedScope[], since: Date): Promise<void>;
  /** The scopes of all times, the oldest first. */
  list(installationId: number): Promise<readonly DatedScopes[]>;
}

/** Stores scopes in SQLite. */
export function createScopeStore(database: Database): ScopeStore {
  return {
    async save(installationId, scopes, since) {
      database.transaction((transaction) => {
        const before = readScopes(transaction, installationId).findLast((each) => each.since <= since);
        if (isDeepStrictEqual(before?.scopes ?? [], scopes)) return;
        const row = { installationId, since, scopes: SCOPE_DECLARATIONS.scopes.write(scopes) };
        upsert(transaction, scopeDeclarations, {
          row,
          key: [scopeDeclarations.installationId, scopeDeclarations.since],
        });
      });
    },
    list: async (installationId) => readScopes(database, installationId),
  };
}

function readScopes(reader: Pick<Database, "select">, installationId: number): DatedScopes[] {
  return reader
    .select()
    .from(scopeDeclarations)
    .where(matches(scopeDeclarations, { installationId }))
    .orderBy(asc(scopeDeclarations.since))
    .all()
    .map(({ since, scopes }) => {
      return { since, scopes: SCOPE_DECLARATIONS.scopes.read(scopes, { installationId, since }) };
    });
}
