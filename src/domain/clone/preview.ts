import type { Digest } from "../metric/digest.ts";
import type { ToolTotal } from "../metric/tool-totals.ts";
import type { LineRead } from "./lines-read.ts";

/** The digest of a clone's history, with the digests of the weeks before it. */
export interface Preview extends PreviewWeek {
  /** The shown weeks, with the digest's own last. */
  readonly weeks: readonly PreviewWeek[];
  readonly source: PreviewSource;
}

/** A week of a preview. */
export interface PreviewWeek {
  readonly digest: Digest;
  readonly tools: readonly ToolTotal[];
}

/** A clone of a preview. */
export interface CloneSource {
  /** `owner/name`. */
  readonly repository: string;
  readonly branch: string;
  readonly commits: number;
  readonly changes: number;
  /** The lines of history with these changes, the branch first. */
  readonly lines: readonly LineRead[];
  readonly releases: number;
  readonly isShallow: boolean;
  /** Whether the user or the config gave the way of shipping; else it follows from the clone. */
  readonly isShipTold: boolean;
  /** Whether its config names deployments, which a clone does not hold. */
  readonly saysDeployments: boolean;
}

/** The source of a preview: one clone, or the sums and any of several. */
interface PreviewSource
  extends Omit<CloneSource, "repository" | "branch" | "lines">,
    Partial<Pick<CloneSource, "branch" | "lines">> {
  /** The time of the preview, in ISO 8601: it ignores everything later. */
  readonly asOf: string;
  /** The number of whole weeks without an event at that time; 0 for an earlier time on request. */
  readonly weeksSilent: number;
  /** The clones, by name; absent for a single one. */
  readonly clones?: readonly CloneSource[];
  /** The repositories of which nothing but merges is known, if others ship, by name. */
  readonly leftOut: readonly string[];
  /** The repositories whose configs opt out of digests, by name. */
  readonly optedOut: readonly string[];
  /** Whether the owner's config names scopes, which a preview does not show. */
  readonly saysScopes: boolean;
}
