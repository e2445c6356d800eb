import { isDeepStrictEqual } from "node:util";
import { asc } from "drizzle-orm";
import { type DatedDeclaration, NOTHING_DECLARED, type SpendDeclaration } from "../domain/spend/declared.ts";
import type { Database } from "./database.ts";
import { SPEND_DECLARATIONS } from "./json/columns.ts";
import { matches, upsert } from "./rows.ts";
import { spendDeclarations } from "./schema/spend.ts";

/** The declarations of spend in the configs of organizations, each with the time from which it is valid. */
export interface SpendDeclarationStore {
  /** Records a declaration, unless the one in force at its time is equal. Returns whether it is new. */
  save(installationId: number, declared: SpendDeclaration, since: Date): Promise<boolean>;
  /** All declarations, the oldest first. */
  list(installationId: number): Promise<readonly DatedDeclaration[]>;
}

/** Stores declarations of spend in SQLite. */
export function createSpendDeclarationStore(database: Database): SpendDeclarationStore {
  return {
    async save(installationId, declared, since) {
      return database.transaction((transaction) => {
        const known = readDeclarations(transaction, installationId);
        const before = known.findLast((each) => each.since <= since) ?? { ...NOTHING_DECLARED, since };
        if (isDeepStrictEqual({ ...before, since }, { ...declared, since })) return false;
        const declaration = SPEND_DECLARATIONS.declaration.write(declared);
        const key = [spendDeclarations.installationId, spendDeclarations.since];
        upsert(transaction, spendDeclarations, { row: { installationId, since, declaration }, key });
        return true;
      });
    },
    list: async (installationId) => readDeclarations(database, installationId),
  };
}

function readDeclarations(reader: Pick<Database, "select">, installationId: number): DatedDeclaration[] {
  return reader
    .select()
    .from(spendDeclarations)
    .where(matches(spendDeclarations, { installationId }))
    .orderBy(asc(spendDeclarations.since))
    .all()
    .map(({ since, declaration }) => {
      return { ...SPEND_DECLARATIONS.declaration.read(declaration, { installationId, since }), since };
    });
}
