import { and, eq, gte } from "drizzle-orm";
import { judgeEvent } from "../domain/shipping/event-judgement.ts";
import type { Rules } from "../domain/shipping/rules.ts";
import type { Database } from "./database.ts";
import { eventOfRow } from "./deployment-rows.ts";
import { markForReplay } from "./replay.ts";
import { deploymentEvents } from "./schema/deployments.ts";

/** Judges the events since an instant by the present rules. */
export function judgeEventsSince(
  writer: Pick<Database, "select" | "update">,
  repositoryId: number,
  { since, rules }: { readonly since: Date; readonly rules: readonly Rules[] },
): void {
  const isLater = and(eq(deploymentEvents.repositoryId, repositoryId), gte(deploymentEvents.at, since));
  for (const row of writer.select().from(deploymentEvents).where(isLater).all()) {
    const { ending } = judgeEvent(eventOfRow(writer, row), rules);
    if (ending === row.ending) continue;
    writer.update(deploymentEvents).set({ ending }).where(eq(deploymentEvents.id, row.id)).run();
  }
  markForReplay(writer, repositoryId, since);
}
