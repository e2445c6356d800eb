import type { CheckPolicy, DigestPolicy, DisclosurePolicy, PrivacyPolicy } from "./policy.ts";
import type { ShipMode } from "./shipping/rules.ts";
import type { ShipChoice } from "./shipping/ship-choice.ts";

/** What holds for a repository, or for all of an owner's. */
export interface SettingsShown {
  /** Whose config it is. */
  readonly source: "repository" | "owner" | "none";
  readonly ship: ShipMode | "auto";
  /** What `auto` took; absent where there is no choice. */
  readonly choice?: ShipChoice | undefined;
  /** Globs of production environments; `undefined` for the usual names. */
  readonly production: readonly string[] | undefined;
  readonly services: readonly string[];
  readonly exclude: readonly string[];
  /** The names of in-house agents. */
  readonly agents: readonly string[];
  /** Whether sentences declare tools. */
  readonly prose: boolean;
  readonly bots: number;
  readonly hasCreators: boolean;
  /** How many `.gitattributes` are not read, and whether GitHub lists all that there are; absent where that is not known. */
  readonly unreadAttributes?: { readonly count: number; readonly isListed: boolean } | undefined;
  readonly timezone: string;
  readonly check: CheckPolicy;
  readonly digest: DigestPolicy;
  readonly privacy: PrivacyPolicy;
  readonly disclosure: DisclosurePolicy;
}
