import type { AttributedCommit, ChangeAttribution } from "../domain/attribution/change-attribution.ts";
import type { ToolLabel } from "../domain/attribution/labels.ts";
import type { SettingsShown } from "../domain/settings-shown.ts";
import type { JudgedChange } from "../domain/shipping/judgement.ts";
import type { Waiting } from "../domain/shipping/standstill.ts";
import type { DisclosureShown } from "./disclosure.ts";
import type { ToolNames } from "./tool-names.ts";

/** A pull request as its check run tells of it. */
export interface CheckRunSubject {
  readonly state: "open" | "closed" | "merged";
  readonly commits: readonly AttributedCommit[];
  readonly attribution: ChangeAttribution;
  /** The labels of tools that it bears. */
  readonly labels?: readonly ToolLabel[];
  readonly isEffective: boolean;
  /** Whether GitHub calls it closed, and a push landed what it changes. */
  readonly isLandedByPush?: boolean;
  /** What of it GitHub did not tell, and is asked for again; `undefined` when it told all. */
  readonly lacks?: "everything" | "files" | "content" | "claims" | undefined;
  /** What became of it, once merged. */
  readonly shipped: JudgedChange | undefined;
  /** What it waits for, once merged and while it waits. */
  readonly waiting?: Waiting | undefined;
  /** Whether what became of it can change no more. */
  readonly isFinal: boolean;
  /** The week that it belongs to, once merged. */
  readonly week: string | undefined;
  readonly disclosure: DisclosureShown;
  /** Why the config cannot be used; `undefined` when it can. */
  readonly configProblem: string | undefined;
  readonly settings: SettingsShown;
  readonly toolNames: ToolNames;
  /** Where the definition is explained; `undefined` when that is not known. */
  readonly definitionUrl: string | undefined;
}
