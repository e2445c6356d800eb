import type { SettingsShown } from "../../domain/settings-shown.ts";
import type { ToolNames } from "../tool-names.ts";
import type { GapsShown } from "./gaps/gaps-shown.ts";
import type { RuleChange } from "./warnings/rule-changes.ts";

/** The content of an issue beside the numbers, where it is known. */
export interface DigestOptions {
  /** The repositories that every reader of the issue may know of; none if absent. */
  readonly visible?: ReadonlySet<string> | undefined;
  /** The gaps in an organization's digest. */
  readonly gaps?: GapsShown | undefined;
  /** The names of tools; those of in-house agents are only known from a config. */
  readonly names?: ToolNames | undefined;
  /** The titles of pull requests by number. */
  readonly titles?: ReadonlyMap<number, string> | undefined;
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
