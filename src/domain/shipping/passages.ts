import type { Landing } from "./timeline.ts";

/** The first time that something was in production: which deployment brought it, where, and when. */
export interface Arrival {
  /** Absent where merging is all that is known. */
  readonly deploymentId: number | undefined;
  readonly environment: string;
  /** When the deployment succeeded, or when the change merged if it was deployed before. */
  readonly at: Date;
  /** When the deployment succeeded, where that was before the change merged. */
  readonly deployedAt?: Date;
}

/** A time in which production did not hold a commit that it had held before. */
export interface Absence {
  /** The deployment that took it out. */
  readonly deploymentId: number;
  readonly from: Date;
  /** `undefined` while it lasts. */
  readonly until: Date | undefined;
}

/** How one commit went through production, as one channel saw it. */
export interface Passage {
  readonly channel: string;
  readonly arrival: Arrival;
  /** Whether its arrival can be told; see `Landing`. */
  readonly isLinked: boolean;
  readonly absences: readonly Absence[];
}

/** The passages of commits by their sha. */
export type Passages = ReadonlyMap<string, readonly Passage[]>;

type OpenPassage = Passage & { readonly absences: Absence[] };

/** Collects how each commit went through production. */
export function passagesOf(landings: readonly Landing[]): Passages {
  const passages = new Map<string, OpenPassage[]>();
  for (const { finished, isLinked, fresh, movements } of landings) {
    const { channel, environment, at } = finished;
    const deploymentId = finished.deployment.id;
    for (const sha of fresh) {
      const passage = { channel, arrival: { deploymentId, environment, at }, isLinked, absences: [] };
      passages.set(sha, [...(passages.get(sha) ?? []), passage]);
    }
    for (const { channel: moved, lost, regained } of movements) {
      const seen = (sha: string) => passages.get(sha)?.find((passage) => passage.channel === moved);
      for (const sha of lost) seen(sha)?.absences.push({ deploymentId, from: at, until: undefined });
      for (const sha of regained) end(seen(sha)?.absences, at);
    }
  }
  return passages;
}

function end(absences: Absence[] = [], at: Date): void {
  const last = absences.at(-1);
  if (last?.until === undefined && last !== undefined) absences.splice(-1, 1, { ...last, until: at });
}
