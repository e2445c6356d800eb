import type { Digest } from "../metric/digest.ts";
import type { ToolTotal } from "../metric/tool-totals.ts";
import type { LineRead } from "./lines-read.ts";

/** The digest that a clone's history makes, with those of the weeks before it. */
export interface Preview extends PreviewWeek {
  /** One for each week shown, the digest's own last. */
  readonly weeks: readonly PreviewWeek[];
  readonly source: PreviewSource;
}

/** A week of a preview. */
export interface PreviewWeek {
  readonly digest: Digest;
  readonly tools: readonly ToolTotal[];
}

/** What a preview was made from. */
interface PreviewSource {
  readonly branch: string;
  /** As of when, in ISO 8601: nothing later is in it. */
  readonly asOf: string;
  /** How many whole weeks nothing had happened when it was made; 0 where an earlier time was asked for. */
  readonly weeksSilent: number;
  readonly commits: number;
  readonly changes: number;
  /** The lines of history that these were found on, the branch first. */
  readonly lines: readonly LineRead[];
  readonly releases: number;
  readonly isShallow: boolean;
  /** Whether the way of shipping was told, or taken from what the clone shows. */
  readonly isShipTold: boolean;
  /** Whether its config says that deployments ship, of which a clone knows nothing. */
  readonly saysDeployments: boolean;
}
