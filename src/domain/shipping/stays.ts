import type { DeploymentEffect } from "./timeline.ts";

/** The first time that something was in production: the deployment, its environment, and the time. */
export interface Arrival {
  /** Absent where shipping means merging. */
  readonly deploymentId: number | undefined;
  readonly environment: string;
  /** The success of the deployment, or the merge of the change if that was later. */
  readonly at: Date;
  /** The success of the deployment, where that was before the merge of the change. */
  readonly deployedAt?: Date;
}

/** A time in which production did not hold a commit that it had held before. */
export interface Absence {
  /** The deployment that took it out. */
  readonly deploymentId: number;
  readonly from: Date;
  /** `undefined` while it lasts. */
  readonly until: Date | undefined;
  /** The deployment that ended it; only for the absences of one commit. */
  readonly endedBy?: Pick<Arrival, "deploymentId" | "environment"> | undefined;
}

/** The stay of one commit in production, in one channel. */
export interface Stay {
  readonly channel: string;
  readonly arrival: Arrival;
  /** Whether its arrival is known; see `DeploymentEffect`. */
  readonly isLinked: boolean;
  readonly absences: readonly Absence[];
}

/** The stays of commits by their sha. */
export type Stays = ReadonlyMap<string, readonly Stay[]>;

type OpenStay = Stay & { readonly absences: Absence[] };

/** Collects the stays of each commit. */
export function collectStays(effects: readonly DeploymentEffect[]): Stays {
  const stays = new Map<string, OpenStay[]>();
  for (const { event, isLinked, fresh, movements } of effects) {
    const { environment, at } = event;
    const deploymentId = event.deployment.id;
    const open = (channel: string, sha: string) => {
      const stay = { channel, arrival: { deploymentId, environment, at }, isLinked, absences: [] };
      stays.set(sha, [...(stays.get(sha) ?? []), stay]);
    };
    for (const sha of fresh) open(event.channel, sha);
    for (const { channel, lost, regained, kept } of movements) {
      const seen = (sha: string) => stays.get(sha)?.find((stay) => stay.channel === channel);
      for (const sha of lost) seen(sha)?.absences.push({ deploymentId, from: at, until: undefined });
      for (const sha of regained) end(seen(sha)?.absences, { deploymentId, environment, at });
      // A commit that a service took over from the whole repository gets a stay of its own.
      for (const sha of [...regained, ...kept]) if (seen(sha) === undefined) open(channel, sha);
    }
  }
  return stays;
}

function end(absences: Absence[] = [], { at, ...endedBy }: Arrival): void {
  const last = absences.at(-1);
  if (last === undefined || last.until !== undefined) return;
  absences.splice(-1, 1, { ...last, until: at, endedBy });
}
