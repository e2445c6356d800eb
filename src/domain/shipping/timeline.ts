import { byMerge, type Change } from "./change.ts";
import { type CommitGraph, isAncestor, reachableFrom } from "./commit-graph.ts";
import { type Deployment, type FinishedDeployment, finishAll } from "./deployment.ts";
import { rangeKey } from "./ranges.ts";

/** Everything known of one repository that decides what shipped. */
export interface History {
  readonly changes: readonly Change[];
  readonly deployments: readonly Deployment[];
  readonly graph: CommitGraph;
  /** Ranges (`base...head`) whose ends share no history, or whose base GitHub no longer knows. */
  readonly unrelated: ReadonlySet<string>;
}

/** Why a deployment is not counted; the first that applies. */
export type Reason =
  | "preview"
  | "not-production"
  | "failed"
  | "range-unknown"
  | "baseline"
  | "same-commit"
  | "rollback"
  | "no-effective-change";

/** What one deployment did to production. */
export interface Landing {
  readonly finished: FinishedDeployment;
  readonly reason: Exclude<Reason, "no-effective-change"> | undefined;
  /** The changes that it is the first to carry; those of a baseline were there before. */
  readonly changes: readonly Change[];
  /** Arrived changes that no target holds any more, and changes that are held again. */
  readonly lost: readonly Change[];
  readonly restored: readonly Change[];
}

/**
 * Plays all deployments in order and tells, by ancestry alone, what each brought to production or took from it.
 *
 * A target is an environment. The first deployment of all is the baseline: what it carries was there before.
 */
export function playDeployments(history: History): Landing[] {
  const timeline = new Timeline(history);
  return finishAll(history.deployments).map((finished) => timeline.land(finished));
}

class Timeline {
  readonly #history: History;
  readonly #byCarrier: ReadonlyMap<string, readonly Change[]>;
  /** The commit that each environment holds. */
  readonly #targets = new Map<string, string>();
  readonly #arrivedCommits = new Set<string>();
  readonly #carried = new Set<Change>();
  #lost: ReadonlySet<Change> = new Set();
  #previous: string | undefined;

  constructor(history: History) {
    this.#history = history;
    this.#byCarrier = indexByCarrier(history.changes);
  }

  land(finished: FinishedDeployment): Landing {
    const { ending, deployment } = finished;
    if (ending !== "production") return { finished, reason: ending, changes: [], lost: [], restored: [] };
    const reason = this.#placeOf(finished);
    const isForward = this.#isForward(finished);
    this.#targets.set(finished.environment, deployment.sha);
    this.#previous = deployment.sha;
    const changes = this.#carry(deployment.sha);
    const moved = isForward && this.#lost.size === 0 ? UNMOVED : this.#recheckLiveness();
    return { finished, reason, changes, ...moved };
  }

  #placeOf({ environment, deployment: { sha } }: FinishedDeployment): Landing["reason"] {
    if (this.#previous === undefined) return "baseline";
    const current = this.#targets.get(environment);
    if (current === sha) return "same-commit";
    if (this.#history.unrelated.has(rangeKey({ base: this.#previous, head: sha }))) return "range-unknown";
    if (
      current !== undefined &&
      this.#arrivedCommits.has(sha) &&
      isAncestor(this.#history.graph, sha, current)
    ) {
      return "rollback";
    }
    return [...this.#targets.values()].includes(sha) ? "same-commit" : undefined;
  }

  /** Whether the target loses nothing: it was empty, or the new commit contains what it held. */
  #isForward({ environment, deployment: { sha } }: FinishedDeployment): boolean {
    const current = this.#targets.get(environment);
    return current === undefined || isAncestor(this.#history.graph, current, sha);
  }

  /** Marks the commits that reach production for the first time, and returns the changes that they carry. */
  #carry(sha: string): Change[] {
    const changes = new Set<Change>();
    for (const commit of reachableFrom(this.#history.graph, sha, this.#arrivedCommits)) {
      this.#arrivedCommits.add(commit);
      for (const change of this.#byCarrier.get(commit) ?? [])
        if (!this.#carried.has(change)) changes.add(change);
    }
    for (const change of changes) this.#carried.add(change);
    return [...changes].sort(byMerge);
  }

  #recheckLiveness(): Pick<Landing, "lost" | "restored"> {
    const held = new Set(
      [...this.#targets.values()].flatMap((sha) => [...reachableFrom(this.#history.graph, sha)]),
    );
    const before = this.#lost;
    const after = [...this.#carried].filter(({ carriers }) => !carriers.some((sha) => held.has(sha)));
    this.#lost = new Set(after);
    return {
      lost: after.filter((change) => !before.has(change)),
      restored: [...before].filter((change) => !this.#lost.has(change)),
    };
  }
}

const UNMOVED = { lost: [], restored: [] };

function indexByCarrier(changes: readonly Change[]): Map<string, Change[]> {
  const index = new Map<string, Change[]>();
  for (const change of changes) {
    for (const sha of change.carriers) index.set(sha, [...(index.get(sha) ?? []), change]);
  }
  return index;
}
