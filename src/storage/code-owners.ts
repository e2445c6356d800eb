import { asc } from "drizzle-orm";
import type { DatedOwners } from "../domain/scopes/codeowners.ts";
import { additionOf, fromEver, type Told, withoutRepeats } from "./dated.ts";
import { CODE_OWNERS } from "./json/columns.ts";
import { buildUpsert, matches, placeholders } from "./rows.ts";
import { codeOwners } from "./schema/repositories.ts";
import type { Connection, SqlDatabase } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

/** The lines of each repository's `CODEOWNERS`, by the time from which they are valid. */
export interface CodeOwnersStore {
  /** Records lines, also none. Returns whether those in force at their time were others. */
  save(repositoryId: number, owners: DatedOwners, told?: Told): Promise<boolean>;
  /** The lines of all times, the oldest first. The first known ones are valid for all time before, too. */
  list(repositoryId: number): Promise<readonly DatedOwners[]>;
}

const LIST = build
  .select()
  .from(codeOwners)
  .where(matches(codeOwners, placeholders("repositoryId")))
  .orderBy(asc(codeOwners.since));

/** Stores the lines of `CODEOWNERS`. */
export function createCodeOwnersStore(database: SqlDatabase): CodeOwnersStore {
  return {
    save: (repositoryId, { since, lines }, told) =>
      database.transaction(async (transaction) => {
        const { isNew, isStored } = additionOf(await list(transaction, repositoryId), { since, lines }, told);
        if (!isStored) return isNew;
        const row = { repositoryId, since, lines: CODE_OWNERS.lines.write(lines) };
        await transaction.run(
          buildUpsert(codeOwners, { row, key: [codeOwners.repositoryId, codeOwners.since] }),
        );
        return isNew;
      }),
    list: async (repositoryId) => fromEver(withoutRepeats(await list(database, repositoryId))),
  };
}

async function list(connection: Connection, repositoryId: number): Promise<DatedOwners[]> {
  const rows = await connection.all(LIST, { repositoryId });
  return rows.map(({ since, lines }) => {
    return { since, lines: CODE_OWNERS.lines.read(lines, { repositoryId, since }) };
  });
}
