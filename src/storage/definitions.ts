import { asc } from "drizzle-orm";
import { DEFINITION, type DefinitionChange } from "../domain/metric/definition.ts";
import { definitions } from "./schema/definitions.ts";
import { installations } from "./schema/repositories.ts";
import type { Connection, Transaction } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

const EVER = new Date(0);

const ALL = build.select().from(definitions).orderBy(asc(definitions.number));
const ANY_INSTALLATION = build.select({ id: installations.id }).from(installations).limit(1);

/**
 * Records the definition by which this version counts, and the time from which it does.
 *
 * The files of a change are judged when they are read, so a store of an earlier version holds changes of an earlier
 * definition. An empty store was never counted in another way. A store without a record was counted by the first
 * definition.
 */
export async function keepDefinition(transaction: Transaction, now: Date): Promise<void> {
  if (await isDefinitionKept(transaction)) return;
  const hasAny = (await transaction.one(ALL)) !== undefined;
  const isEmpty = (await transaction.one(ANY_INSTALLATION)) === undefined;
  const first = hasAny || isEmpty ? [] : [{ number: 1, since: EVER }];
  const since = isEmpty && !hasAny ? EVER : now;
  await transaction.run(build.insert(definitions).values([...first, { number: DEFINITION, since }]));
}

/** Whether the store says that this version's definition counts. */
export async function isDefinitionKept(connection: Connection): Promise<boolean> {
  return (await connection.all(ALL)).some(({ number }) => number === DEFINITION);
}

/** The changes from one definition to the next, the oldest first. */
export async function listDefinitionChanges(connection: Connection): Promise<DefinitionChange[]> {
  const all = await connection.all(ALL);
  return all.flatMap(({ number: to, since }, index) => {
    const before = all[index - 1];
    return before === undefined ? [] : [{ from: before.number, to, since }];
  });
}
