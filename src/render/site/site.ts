import type { Digest } from "../../domain/metric/digest.ts";
import type { GapsShown } from "../digest/gaps/gaps-shown.ts";
import type { RuleChange } from "../digest/warnings/rule-changes.ts";
import type { ToolNames } from "../tool-names.ts";

/** The content of a site: an organization with its repositories, or one repository. */
export interface Site {
  readonly main: SiteScope;
  /** The repositories of an organization, by name and never by rank; none for a repository. */
  readonly repositories: readonly SiteScope[];
  /** The scopes of an organization's config, as `owner: scope`, by name and never by rank. */
  readonly scopes?: readonly SiteScope[];
}

/** One scope of a site over many weeks. */
export interface SiteScope {
  /** `owner/name` of a repository, or the name of an organization. */
  readonly name: string;
  /** The digest that the page is about: the last week. */
  readonly digest: Digest;
  /** The digests of the measured weeks, the oldest first, with the page's own last. */
  readonly weeks: readonly Digest[];
  /** The time zone of its days and weeks. */
  readonly zone: string;
  /** The changes of rules in these weeks, the oldest first. */
  readonly ruleChanges: readonly RuleChange[];
  readonly names: ToolNames;
  /** The address of GitHub; absent where the source is a clone. */
  readonly github?: string | undefined;
  /** The number of earlier weeks that the page leaves out, so that the site stays small. */
  readonly leftOut?: number | undefined;
  /** The gaps in an organization's digest. */
  readonly gaps?: GapsShown | undefined;
  /** The paths of the pages of an organization's scopes, by their names. */
  readonly scopePages?: ReadonlyMap<string, string> | undefined;
  /** What is missing: a sentence each. */
  readonly notes: readonly string[];
  /** The source of the facts, and what it cannot know. */
  readonly source?: string | undefined;
}
