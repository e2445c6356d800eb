import { asc } from "drizzle-orm";
import { DEFINITION, type DefinitionChange } from "../domain/metric/definition.ts";
import type { Database } from "./database.ts";
import { definitions } from "./schema/definitions.ts";
import { installations } from "./schema/repositories.ts";
import type { Connection } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

const EVER = new Date(0);

/**
 * Records the definition by which this version counts, and the time from which it does.
 *
 * The files of a change are judged when they are read, so a store of an earlier version holds changes of an earlier
 * definition. An empty store was never counted in another way. A store without a record was counted by the first
 * definition.
 */
export function keepDefinition(database: Database, now: Date): void {
  database.transaction((transaction) => {
    const known = transaction.select().from(definitions).all();
    if (known.some(({ number }) => number === DEFINITION)) return;
    const isEmpty = transaction.select().from(installations).limit(1).get() === undefined;
    const first = known.length === 0 && !isEmpty ? [{ number: 1, since: EVER }] : [];
    const since = isEmpty && known.length === 0 ? EVER : now;
    transaction
      .insert(definitions)
      .values([...first, { number: DEFINITION, since }])
      .run();
  });
}

const ALL = build.select().from(definitions).orderBy(asc(definitions.number));

/** The changes from one definition to the next, the oldest first. */
export async function listDefinitionChanges(connection: Connection): Promise<DefinitionChange[]> {
  const all = await connection.all(ALL);
  return all.flatMap(({ number: to, since }, index) => {
    const before = all[index - 1];
    return before === undefined ? [] : [{ from: before.number, to, since }];
  });
}
