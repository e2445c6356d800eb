import type { CheckPolicy, DigestPolicy, DisclosurePolicy, PrivacyPolicy } from "./policy.ts";
import type { ShipMode } from "./shipping/rules.ts";
import type { ShipChoice } from "./shipping/ship-choice.ts";

/** The settings in force for a repository, or for all repositories of an owner. */
export interface SettingsShown {
  /** The source of the config: the repository, or its owner. */
  readonly source: "repository" | "owner" | "none";
  readonly ship: ShipMode | "auto";
  /** The choice of `auto`; absent where there is none. */
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
  /** The number of unread `.gitattributes` files, and whether GitHub listed all files; absent where that is unknown. */
  readonly unreadAttributes?: { readonly count: number; readonly isListed: boolean } | undefined;
  readonly timezone: string;
  readonly check: CheckPolicy;
  readonly digest: DigestPolicy;
  /** What named the place of an organization's digest, if that was no config. */
  readonly placedBy?: "environment" | "choice" | undefined;
  readonly privacy: PrivacyPolicy;
  readonly disclosure: DisclosurePolicy;
}
