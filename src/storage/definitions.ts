import { asc } from "drizzle-orm";
import { DEFINITION, type DefinitionChange } from "../domain/metric/definition.ts";
import type { Database } from "./database.ts";
import { definitions } from "./schema/definitions.ts";
import { installations } from "./schema/repositories.ts";

const EVER = new Date(0);

/**
 * Keeps which definition this version counts by, and since when.
 *
 * What a change touches is judged when it is read, so that a store of an earlier version holds changes of an earlier
 * definition. Stores that hold nothing yet were never counted in another way; stores of before this was kept, by the first.
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

/** When a definition followed another, the oldest first. */
export function readDefinitionChanges(reader: Pick<Database, "select">): DefinitionChange[] {
  const all = reader.select().from(definitions).orderBy(asc(definitions.number)).all();
  return all.flatMap(({ number: to, since }, index) => {
    const before = all[index - 1];
    return before === undefined ? [] : [{ from: before.number, to, since }];
  });
}
