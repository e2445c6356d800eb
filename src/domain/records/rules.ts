import type { AttributionRules } from "../attribution/attribution-rules.ts";
import type { AttributeFile } from "../shipping/gitattributes.ts";
import type { Rules } from "../shipping/rules.ts";

/** Stored rules about deployments and about changes. */
export interface StoredRules extends Rules, AttributionRules {
  /** Globs of files that do not count. */
  readonly exclude: readonly string[];
  /** The lines of the `.gitattributes` in its folders. */
  readonly gitattributes: readonly AttributeFile[];
  /** Keyed hashes of accounts that are not people. */
  readonly bots: readonly string[];
  /** The zone of the repository's days and weeks. */
  readonly timezone: string;
}
