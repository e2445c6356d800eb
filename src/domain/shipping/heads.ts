import { DAY_MS } from "../durations.ts";
import { WHOLE } from "./change.ts";
import type { FinishedDeployment } from "./deployment.ts";

/** What a target holds, and since when. */
export interface Head {
  readonly sha: string;
  readonly channel: string;
  readonly at: Date;
}

/** The targets, by their names, with what they hold. */
export type Heads = ReadonlyMap<string, Head>;

/** Silent for so long, a target keeps nothing alive any more. */
export const RETIRED_AFTER = 90 * DAY_MS;

/** Forgets the targets that have been silent for too long, but for the one that speaks now. */
export function retire(heads: Map<string, Head>, { target: own, at }: FinishedDeployment): void {
  for (const [target, head] of heads) {
    if (target !== own && at.getTime() - head.at.getTime() > RETIRED_AFTER) heads.delete(target);
  }
}

/** The commits that keep alive what a channel has: those that its targets hold. */
export function headsSeenBy(heads: Heads, channel: string): string[] {
  return [...heads.values()].filter((head) => isSeenBy(channel, head)).map(({ sha }) => sha);
}

/** Whether what a target holds is in production for a channel: the whole repository is part of every service. */
export function isSeenBy(channel: string, head: Pick<Head, "channel">): boolean {
  return head.channel === channel || head.channel === WHOLE;
}
