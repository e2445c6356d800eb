import TinyQueue from "tinyqueue";
import { DAY_MS } from "../durations.ts";
import { WHOLE } from "./change.ts";
import type { JudgedEvent } from "./deployment.ts";

/** The commit that a target holds, and the time since which it holds it. */
export interface Head {
  readonly sha: string;
  readonly channel: string;
  readonly at: Date;
}

/** A target that was silent for so long keeps nothing in production. */
export const RETIRED_AFTER = 90 * DAY_MS;

/** A target with the head that it had at some time. */
type Placed = readonly [target: string, head: Head];

/**
 * The heads of the targets, by the names of the targets.
 *
 * Each release is a target, so there may be thousands. Only `shasSeenBy` goes through all of them.
 */
export class Heads {
  readonly #ofTarget = new Map<string, Head>();
  /** The number of targets with each commit, by channel. */
  readonly #counts = new Map<string, Map<string, number>>();
  /** The heads that there are and that there were, the oldest first. */
  readonly #oldest = new TinyQueue<Placed>([], ([, a], [, b]) => a.at.getTime() - b.at.getTime());

  constructor(heads: Iterable<Placed> = []) {
    for (const [target, head] of heads) this.set(target, head);
  }

  get(target: string): Head | undefined {
    return this.#ofTarget.get(target);
  }

  set(target: string, head: Head): void {
    this.delete(target);
    this.#ofTarget.set(target, head);
    this.#oldest.push([target, head]);
    const counts = this.#counts.get(head.channel) ?? new Map<string, number>();
    this.#counts.set(head.channel, counts.set(head.sha, (counts.get(head.sha) ?? 0) + 1));
  }

  delete(target: string): void {
    const head = this.#ofTarget.get(target);
    const counts = head && this.#counts.get(head.channel);
    if (head === undefined || counts === undefined) return;
    this.#ofTarget.delete(target);
    const count = counts.get(head.sha) ?? 0;
    if (count > 1) counts.set(head.sha, count - 1);
    else counts.delete(head.sha);
    if (counts.size === 0) this.#counts.delete(head.channel);
  }

  /** Removes the targets that were silent for too long, except the target of this event, which gets a new head. */
  retire({ target: own, at }: Pick<JudgedEvent, "target" | "at">): void {
    const isSilent = (head: Head) => at.getTime() - head.at.getTime() > RETIRED_AFTER;
    for (
      let next = this.#oldest.peek();
      next !== undefined && isSilent(next[1]);
      next = this.#oldest.peek()
    ) {
      const [target, head] = next;
      this.#oldest.pop();
      if (target !== own && this.#ofTarget.get(target) === head) this.delete(target);
    }
  }

  /** The channels that have a target. */
  channels(): ReadonlySet<string> {
    return new Set(this.#counts.keys());
  }

  /** The number of targets that keep a commit in production for a channel. */
  countOf(channel: string, sha: string): number {
    return channelsSeenBy(channel).reduce((sum, each) => sum + (this.#counts.get(each)?.get(sha) ?? 0), 0);
  }

  /** The commits that keep a channel's commits in production. */
  shasSeenBy(channel: string): Set<string> {
    return new Set(channelsSeenBy(channel).flatMap((each) => [...(this.#counts.get(each)?.keys() ?? [])]));
  }
}

/** Whether a target's head is in production for a channel. */
export function isSeenBy(channel: string, head: Pick<Head, "channel">): boolean {
  return channelsSeenBy(channel).includes(head.channel);
}

/** The channels whose heads are in production for a channel: the whole repository is part of every service. */
export function channelsSeenBy(channel: string): readonly string[] {
  return channel === WHOLE ? [WHOLE] : [channel, WHOLE];
}
