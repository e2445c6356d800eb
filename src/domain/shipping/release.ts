import type { Creator } from "./creator.ts";

/** The state of a release at one time. */
export interface ReleaseState {
  /** The beginning of the state, or the time at which it was read. */
  readonly at: Date;
  /**
   * `change` is the beginning of the state. `reading` is a state that was only seen then. The first reading of a
   * release counts from its publication.
   */
  readonly kind: "change" | "reading";
  readonly tag: string;
  /** `withdrawn` is a draft again. A deleted release never returns. */
  readonly state: "released" | "prereleased" | "withdrawn" | "deleted";
  /** Absent while it is a draft. */
  readonly publishedAt: Date | undefined;
}

/** The commit of a tag at one time. */
export interface TagCommit {
  readonly tag: string;
  readonly sha: string;
  readonly at: Date;
}

/** A GitHub release with all known states of it and of its tags. */
export interface Release {
  readonly kind: "release";
  /** The negative of GitHub's id, since GitHub numbers releases and deployments separately. */
  readonly id: number;
  /** Absent when the account was deleted. */
  readonly creator: Creator | undefined;
  readonly releaseStates: readonly ReleaseState[];
  readonly tags: readonly TagCommit[];
}
