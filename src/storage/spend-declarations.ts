import { asc } from "drizzle-orm";
import { type DatedDeclaration, NOTHING_DECLARED, type SpendDeclaration } from "../domain/spend/declared.ts";
import { additionOf, type Told, withoutRepeats } from "./dated.ts";
import { SPEND_DECLARATIONS } from "./json/columns.ts";
import { buildUpsert, matches, placeholders } from "./rows.ts";
import { spendDeclarations } from "./schema/spend.ts";
import type { Connection, SqlDatabase } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

/** The declarations of spend in the configs of organizations, each with the time from which it is valid. */
export interface SpendDeclarationStore {
  /** Records a declaration. Returns whether the one in force at its time was another. */
  save(installationId: number, declared: SpendDeclaration, since: Date, told?: Told): Promise<boolean>;
  /** All declarations, the oldest first. */
  list(installationId: number): Promise<readonly DatedDeclaration[]>;
}

const LIST = build
  .select()
  .from(spendDeclarations)
  .where(matches(spendDeclarations, placeholders("installationId")))
  .orderBy(asc(spendDeclarations.since));

/** Stores declarations of spend. */
export function createSpendDeclarationStore(database: SqlDatabase): SpendDeclarationStore {
  return {
    save: (installationId, declared, since, told) =>
      database.transaction(async (transaction) => {
        const known = await list(transaction, installationId);
        const all = [{ ...NOTHING_DECLARED, since: new Date(0) }, ...known];
        const { isNew, isStored } = additionOf(all, { ...declared, since }, told);
        if (!isStored) return isNew;
        const declaration = SPEND_DECLARATIONS.declaration.write(declared);
        const key = [spendDeclarations.installationId, spendDeclarations.since];
        const row = { installationId, since, declaration };
        await transaction.run(buildUpsert(spendDeclarations, { row, key }));
        return isNew;
      }),
    list: async (installationId) => withoutRepeats(await list(database, installationId)),
  };
}

async function list(connection: Connection, installationId: number): Promise<DatedDeclaration[]> {
  const rows = await connection.all(LIST, { installationId });
  return rows.map(({ since, declaration }) => {
    return { ...SPEND_DECLARATIONS.declaration.read(declaration, { installationId, since }), since };
  });
}
