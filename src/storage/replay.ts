import { and, eq, gte, min, sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { matches, placeholders } from "./rows.ts";
import { landings } from "./schema/landings.ts";
import { repositories } from "./schema/repositories.ts";

type Writer = Pick<Database, "select" | "update">;

/**
 * Marks the deployment effects from an instant on to be derived again (`takeBack`, `applyNext`): a fact of that time
 * arrived only now.
 */
export function markForReplay(writer: Writer, repositoryId: number, at: Date): void {
  const isLater = and(eq(landings.repositoryId, repositoryId), gte(landings.at, at));
  const later = writer.select({ at: landings.at }).from(landings).where(isLater).limit(1).get();
  if (later === undefined) return;
  writer
    .update(repositories)
    .set({ replayFrom: sql`min(coalesce(${repositories.replayFrom}, ${at.getTime()}), ${at.getTime()})` })
    .where(eq(repositories.id, repositoryId))
    .run();
}

/** Prepares to find the time of the first deployment effect; `undefined` while there is none. */
export function createFirstEffectReader(database: Database): (repositoryId: number) => Date | undefined {
  const first = database
    .select({ at: min(landings.at) })
    .from(landings)
    .where(matches(landings, placeholders("repositoryId")))
    .prepare();
  return (repositoryId) => first.get({ repositoryId })?.at ?? undefined;
}
