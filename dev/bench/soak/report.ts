import type { Found } from "../../simulation/many/effects.ts";
import type { Standing } from "../../simulation/many/github.ts";
import type { Sender } from "../../simulation/many/sender.ts";
import { type Samples, shapeOf } from "./samples.ts";

/** How a soak is done. */
export interface Options {
  readonly minutes: number;
  readonly rate: number;
  readonly installations: number;
  readonly settleMinutes: number;
  readonly seed: number;
}

/** What a soak came to. */
interface Soaked {
  readonly options: Options;
  readonly done: Readonly<Record<"kills" | "overlaps" | "clockChanges" | "crashes", number>>;
  readonly sender: Sender;
  readonly samples: Samples;
  readonly found: Found;
  readonly standing: Standing;
  readonly left: { readonly pending: number; readonly stale: number } | undefined;
  readonly warnings: ReadonlyMap<string, number>;
}

const MOST_SHOWN = 10;

/** The figures of a soak, and the first things that were lost or doubled. */
export function report(soaked: Soaked): string {
  const { options, done, sender, samples, found, standing, left, warnings } = soaked;
  const { minutes, rate, installations, seed } = options;
  const sum = (counts: Readonly<Record<string, number>>) =>
    Object.values(counts).reduce((total, each) => total + each, 0);
  return [
    `${minutes} minutes at ${rate} deliveries a second, ${2 * installations} repositories, seed ${seed}`,
    `sent ${sender.sent}; acknowledged ${sender.acknowledged.size} deliveries; answers ${listed(sender.answers)}`,
    `lost ${found.lost.length}; waiting ${found.waiting}; doubled ${found.doubled.length}; left ${JSON.stringify(left)}`,
    `kills ${done.kills}, overlaps ${done.overlaps}, clock changes ${done.clockChanges}, ended by itself ${done.crashes}`,
    `check runs ${sum(standing.checkRuns)} on ${Object.keys(standing.checkRuns).length} heads, ` +
      `digest issues ${sum(standing.issues)} for ${Object.keys(standing.issues).length} weeks of repositories`,
    `resident memory: ${shapeOf(samples.memory)}`,
    `write-ahead log: ${shapeOf(samples.writeAheadLog)}`,
    `store: ${shapeOf(samples.store)}`,
    `logged as warnings or worse: ${listed(warnings)}`,
    `not known to GitHub: ${listed(new Map(Object.entries(standing.unknown)))}`,
    ...found.lost.slice(0, MOST_SHOWN).map((each) => `lost: ${each}`),
    ...found.doubled.slice(0, MOST_SHOWN).map((each) => `doubled: ${each}`),
    "",
  ].join("\n");
}

function listed(counts: ReadonlyMap<number | string, number>): string {
  const all = [...counts].sort(([, a], [, b]) => b - a).map(([what, times]) => `${what} ${times}`);
  return all.join(", ") || "none";
}
