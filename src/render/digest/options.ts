import type { SettingsShown } from "../../domain/settings-shown.ts";
import type { ToolNames } from "../tool-names.ts";
import type { GapsShown } from "./gaps/gaps-shown.ts";
import type { RuleChange } from "./warnings/rule-changes.ts";

/** A pull request as it is now. */
export interface ShownPull {
  readonly title: string;
  /** The address of its page. */
  readonly url: string;
}

/** The content of an issue beside the numbers, where it is known. */
export interface DigestOptions {
  /** The repositories that every reader of the issue may know of; none if absent. */
  readonly visible?: ReadonlySet<string> | undefined;
  /** The gaps in an organization's digest. */
  readonly gaps?: GapsShown | undefined;
  /** The names of tools; those of in-house agents are only known from a config. */
  readonly names?: ToolNames | undefined;
  /** The pull requests of its lists by number, as they are now. */
  readonly pulls?: ReadonlyMap<number, ShownPull> | undefined;
  /** The number of the issue that came after it. */
  readonly next?: number | undefined;
  /** Whether the digest before was already about the same week. */
  readonly isRepeated?: boolean | undefined;
  /** Whether the source is a clone, which contains less about people than GitHub. */
  readonly isClone?: boolean | undefined;
  readonly settings?: SettingsShown | undefined;
  /** The changes of rules in the week. */
  readonly ruleChanges?: readonly RuleChange[] | undefined;
  /** The page with the definition. */
  readonly definitionUrl?: string | undefined;
}
