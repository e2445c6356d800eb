import type { Creator } from "./creator.ts";

/** What GitHub says of a release at one time. */
export interface ReleaseTelling {
  /** Since when it is so, or when it was read. */
  readonly at: Date;
  /**
   * `change` tells when that began. `reading` tells only that it was so then: of the past alone, a release is taken to
   * have been so since it was published.
   */
  readonly kind: "change" | "reading";
  readonly tag: string;
  /** `withdrawn` is a draft again; what is deleted never comes back. */
  readonly state: "released" | "prereleased" | "withdrawn" | "deleted";
  /** Absent while it is a draft. */
  readonly publishedAt: Date | undefined;
}

/** Which commit a tag named at one time. */
export interface TagCommit {
  readonly tag: string;
  readonly sha: string;
  readonly at: Date;
}

/** A GitHub release with all that was ever told of it and of its tags. */
export interface Release {
  readonly kind: "release";
  /** The negative of GitHub's, since the ids of releases and deployments are apart there. */
  readonly id: number;
  /** Absent when the account was deleted. */
  readonly creator: Creator | undefined;
  readonly tellings: readonly ReleaseTelling[];
  readonly tags: readonly TagCommit[];
}
