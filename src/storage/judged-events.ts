import { and, eq, gte } from "drizzle-orm";
import { judgeEvent } from "../domain/shipping/event-judgement.ts";
import type { Rules } from "../domain/shipping/rules.ts";
import { loadEvent } from "./deployment-rows.ts";
import { markForReplay } from "./replay.ts";
import { deploymentEvents } from "./schema/deployments.ts";
import type { Transaction } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

/** Judges the events since an instant by the present rules. */
export async function judgeEventsSince(
  transaction: Transaction,
  repositoryId: number,
  { since, rules }: { readonly since: Date; readonly rules: readonly Rules[] },
): Promise<void> {
  const isLater = and(eq(deploymentEvents.repositoryId, repositoryId), gte(deploymentEvents.at, since));
  for (const row of await transaction.all(build.select().from(deploymentEvents).where(isLater))) {
    const { ending } = judgeEvent(await loadEvent(transaction, row), rules);
    if (ending === row.ending) continue;
    const isIt = eq(deploymentEvents.id, row.id);
    await transaction.run(build.update(deploymentEvents).set({ ending }).where(isIt));
  }
  await markForReplay(transaction, repositoryId, since);
}
