import type { Attribution } from "../attribution/attribution.ts";
import type { AccountAttribution, AttributedCommit } from "../attribution/change-attribution.ts";
import type { ToolLabel } from "../attribution/labels.ts";
import type { SettledClaims } from "../shipping/claims.ts";
import type { LandingClaim } from "../shipping/landed-pulls.ts";

/** A pull request as GitHub last described it. */
export interface PullRequest {
  readonly repositoryId: number;
  readonly number: number;
  readonly state: "open" | "closed" | "merged";
  readonly updatedAt: Date;
  readonly baseSha: string;
  readonly headSha: string;
  readonly mergeSha: string | undefined;
  readonly mergedAt: Date | undefined;
  /** The known times at which it was closed without a merge. */
  readonly closings: readonly Date[];
  /** Keyed hashes of its author and its merger, where they are people. */
  readonly author: string | undefined;
  readonly merger: string | undefined;
  readonly account: AccountAttribution;
  /** The tool whose folder contains its branch. */
  readonly branchTool: string | undefined;
  /**
   * The changes of the same repository that its title and description claim to revert, and to repeat: `#12`, or a
   * commit.
   */
  readonly claimedReverts: readonly string[];
  readonly claimedRepeats: readonly string[];
}

/** A pull request, with the facts about its own commits. */
export interface StoredPullRequest extends Omit<PullRequest, "closings"> {
  readonly id: string;
  /** The person who asked for it, if an agent opened it. */
  readonly asker: string | undefined;
  /** The source from which its commits were read. */
  readonly readFrom: string | undefined;
  readonly isEffective: boolean;
  /** Whether a push landed it, and GitHub calls it closed. */
  readonly isLandedByPush: boolean;
  readonly commits: readonly OwnCommit[];
  readonly labels: readonly ToolLabel[];
}

/** An own commit, with the version of the table of agents with which it was attributed. */
export interface OwnCommit extends AttributedCommit {
  readonly agentsVersion: string;
}

/** A pull request that was closed without a merge, and not opened again. */
export interface UnmergedPull {
  /** The time at which it was closed last. */
  readonly closedAt: Date;
  readonly attribution: Attribution;
}

/** The facts about a change from its commits and files. */
export interface ReadChange extends SettledClaims {
  readonly readFrom: string;
  readonly own: readonly string[];
  readonly merges: readonly string[];
  readonly isEffective: boolean;
  /** Lines added and deleted in effective files; `undefined` when GitHub did not list them all. */
  readonly lines: number | undefined;
  readonly services: readonly string[];
  /** The partial scopes of the organization that have it; see `scopesOfChange`. */
  readonly scopes?: readonly string[];
  readonly patchId: string | undefined;
  /** A hash of its changed files, with their numbers of changed lines. */
  readonly contentId: string | undefined;
  /** The landing claims of a push's commits. */
  readonly landing: readonly LandingClaim[];
  /** The version of the table of agents with which they were attributed. */
  readonly agentsVersion: string;
}

/** The key of a change. */
export interface ChangeKey {
  readonly repositoryId: number;
  readonly id: string;
}
