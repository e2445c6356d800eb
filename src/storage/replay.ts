import { and, eq, gte, min, sql } from "drizzle-orm";
import { matches, placeholders } from "./rows.ts";
import { landings } from "./schema/landings.ts";
import { repositories } from "./schema/repositories.ts";
import type { Connection, Transaction } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

const HAS_LATER = build
  .select({ at: landings.at })
  .from(landings)
  .where(and(matches(landings, placeholders("repositoryId")), gte(landings.at, sql.placeholder("at"))))
  .limit(1);
const FIRST = build
  .select({ at: min(landings.at) })
  .from(landings)
  .where(matches(landings, placeholders("repositoryId")));

/**
 * Marks the deployment effects from an instant on to be derived again (`takeBack`, `applyNext`): a fact of that time
 * arrived only now.
 */
export async function markForReplay(transaction: Transaction, repositoryId: number, at: Date): Promise<void> {
  if ((await transaction.one(HAS_LATER, { repositoryId, at: at.getTime() })) === undefined) return;
  const { replayFrom } = repositories;
  const time = sql`${at.getTime()}`;
  await transaction.run(
    build
      .update(repositories)
      .set({ replayFrom: sql`case when ${replayFrom} < ${time} then ${replayFrom} else ${time} end` })
      .where(eq(repositories.id, repositoryId)),
  );
}

/** The time of the first deployment effect; `undefined` while there is none. */
export async function findFirstEffectAt(
  connection: Connection,
  repositoryId: number,
): Promise<Date | undefined> {
  return (await connection.one(FIRST, { repositoryId }))?.at ?? undefined;
}
