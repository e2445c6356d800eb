import type { SettingsShown } from "../../domain/settings-shown.ts";
import type { ToolNames } from "../tool-names.ts";
import type { GapsShown } from "./gaps/gaps-shown.ts";
import type { RuleChange } from "./warnings/rule-changes.ts";

/** What an issue shows beside the numbers, where it is known. */
export interface DigestOptions {
  /** The repositories that everybody who reads the issue may know of; none unless told. */
  readonly visible?: ReadonlySet<string> | undefined;
  /** What an organization's digest lacks. */
  readonly gaps?: GapsShown | undefined;
  /** The names of tools; those of in-house agents are only known from a config. */
  readonly names?: ToolNames | undefined;
  /** The titles of pull requests by number. */
  readonly titles?: ReadonlyMap<number, string> | undefined;
  /** The number of the issue that came after it. */
  readonly next?: number | undefined;
  /** Whether the digest before told of the same week already. */
  readonly isRepeated?: boolean | undefined;
  /** Whether a clone was read, which knows less of people than GitHub does. */
  readonly isClone?: boolean | undefined;
  readonly settings?: SettingsShown | undefined;
  /** What came to count otherwise in the week. */
  readonly ruleChanges?: readonly RuleChange[] | undefined;
  /** Where the definition is explained. */
  readonly definitionUrl?: string | undefined;
}
