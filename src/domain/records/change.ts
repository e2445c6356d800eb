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
  /** When it was closed without a merge, as far as is told. */
  readonly closings: readonly Date[];
  /** Keyed hashes of its author and its merger, where they are people. */
  readonly author: string | undefined;
  readonly merger: string | undefined;
  readonly account: AccountAttribution;
  /** The tool whose folder its branch lies in. */
  readonly branchTool: string | undefined;
  /** What of the same repository its title and description say it reverts, and repeats: `#12`, or a commit. */
  readonly claimedReverts: readonly string[];
  readonly claimedRepeats: readonly string[];
}

/** A pull request with what was read of its own commits. */
export interface StoredPullRequest extends Omit<PullRequest, "closings"> {
  readonly id: string;
  /** Who asked for it, if an agent opened it. */
  readonly asker: string | undefined;
  /** From what its commits were read. */
  readonly readFrom: string | undefined;
  readonly isEffective: boolean;
  /** Whether a push landed it, and GitHub calls it closed. */
  readonly isLandedByPush: boolean;
  readonly commits: readonly OwnCommit[];
  readonly labels: readonly ToolLabel[];
}

/** An own commit, with the version of the table of agents that it was attributed with. */
export interface OwnCommit extends AttributedCommit {
  readonly agentsVersion: string;
}

/** What was read of a change: its commits, and what its files say. */
export interface ReadChange extends SettledClaims {
  readonly readFrom: string;
  readonly own: readonly string[];
  readonly merges: readonly string[];
  readonly isEffective: boolean;
  /** Lines added and deleted in effective files; `undefined` when GitHub did not list them all. */
  readonly lines: number | undefined;
  readonly services: readonly string[];
  readonly patchId: string | undefined;
  /** A hash of which files it changes, and by how many lines. */
  readonly contentId: string | undefined;
  /** What the commits of a push say they land. */
  readonly landing: readonly LandingClaim[];
  /** The version of the table of agents that they were attributed with. */
  readonly agentsVersion: string;
}

/** Which change of which repository. */
export interface ChangeKey {
  readonly repositoryId: number;
  readonly id: string;
}
