import { DAY_MS } from "../durations.ts";
import { WHOLE } from "./change.ts";
import type { FinishedDeployment } from "./deployment.ts";

/** The commit that a target holds, and the time since which it holds it. */
export interface Head {
  readonly sha: string;
  readonly channel: string;
  readonly at: Date;
}

/** The heads of the targets, by the names of the targets. */
export type Heads = ReadonlyMap<string, Head>;

/** A target that was silent for so long keeps nothing in production. */
export const RETIRED_AFTER = 90 * DAY_MS;

/** Removes the targets that were silent for too long, except the target of this event. */
export function retire(heads: Map<string, Head>, { target: own, at }: FinishedDeployment): void {
  for (const [target, head] of heads) {
    if (target !== own && at.getTime() - head.at.getTime() > RETIRED_AFTER) heads.delete(target);
  }
}

/** The heads that keep a channel's commits in production. */
export function headsSeenBy(heads: Heads, channel: string): string[] {
  return [...heads.values()].filter((head) => isSeenBy(channel, head)).map(({ sha }) => sha);
}

/** Whether a target's head is in production for a channel: the whole repository is part of every service. */
export function isSeenBy(channel: string, head: Pick<Head, "channel">): boolean {
  return head.channel === channel || head.channel === WHOLE;
}
