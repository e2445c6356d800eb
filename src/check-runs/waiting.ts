import { WEEK_MS } from "../domain/durations.ts";
import type { ShippedChange } from "../domain/shipping/judgement.ts";
import { DEFAULT_RULES, rulesAt } from "../domain/shipping/rules.ts";
import { awaitedEnvironments, changeWaitsBecause, type Waiting } from "../domain/shipping/standstill.ts";
import type { Stores } from "../storage/stores.ts";
import { loadShipMode } from "./ship-mode.ts";

/** Deployments of this time before the merge, and of this time after it, explain why a change waits. */
const [LOOKS_BACK, LOOKS_ON] = [13 * WEEK_MS, WEEK_MS];

/** The reason why a change waits, and the production environments of which one will bring it. */
interface Wait {
  readonly waiting: Waiting;
  readonly awaits: readonly string[];
}

/**
 * Finds the reason why a change waits; `undefined` when it does not wait.
 *
 * The environments are those of before its merge, which change no more. A week after the merge the reason is fixed, so that check runs are not rewritten each day. It stays open only where
 * nothing was deployed in all that time.
 */
export async function loadWaiting(
  { histories, rules }: Pick<Stores, "histories" | "rules">,
  of: {
    readonly repositoryId: number;
    readonly shipped: ShippedChange | undefined;
    readonly now: Date;
  },
): Promise<Wait | undefined> {
  const { repositoryId, shipped, now } = of;
  if (shipped?.outcome !== "pending") return undefined;
  const { mergedAt } = shipped.change;
  const settled = new Date(mergedAt.getTime() + LOOKS_ON);
  const before = await histories.listEnvironmentCounts(repositoryId, [
    new Date(mergedAt.getTime() - LOOKS_BACK),
    mergedAt,
  ]);
  const soon = await histories.listEnvironmentCounts(repositoryId, [mergedAt, now < settled ? now : settled]);
  const isSilent = before.length === 0 && soon.length === 0;
  const since = isSilent ? await histories.listEnvironmentCounts(repositoryId, [mergedAt, now]) : soon;
  const { ship } = await loadShipMode({ histories, rules }, repositoryId, now);
  const waiting = changeWaitsBecause({ before, since }, ship);
  const inForce = rulesAt(await rules.list(repositoryId), mergedAt) ?? DEFAULT_RULES;
  const awaits = awaitedEnvironments(before, { ship, rules: inForce, change: shipped.change });
  return { waiting, awaits };
}
