import type { AttributedCommit, ChangeAttribution } from "../domain/attribution/change-attribution.ts";
import type { ToolLabel } from "../domain/attribution/labels.ts";
import type { SettingsShown } from "../domain/settings-shown.ts";
import type { JudgedChange } from "../domain/shipping/judgement.ts";
import type { Waiting } from "../domain/shipping/standstill.ts";
import type { DisclosureShown } from "./disclosure.ts";
import type { ToolNames } from "./tool-names.ts";

/** A pull request, as its check run shows it. */
export interface CheckRunSubject {
  readonly state: "open" | "closed" | "merged";
  readonly commits: readonly AttributedCommit[];
  readonly attribution: ChangeAttribution;
  /** The labels of tools that it bears. */
  readonly labels?: readonly ToolLabel[];
  readonly isEffective: boolean;
  /** Whether GitHub calls it closed, and a push landed its content. */
  readonly isLandedByPush?: boolean;
  /** The part that GitHub did not provide, to be requested again; `undefined` when everything is known. */
  readonly missing?: "everything" | "files" | "content" | "claims" | undefined;
  /** Its outcome, once merged. */
  readonly shipped: JudgedChange | undefined;
  /** The reason for waiting, once merged and while it waits. */
  readonly waiting?: Waiting | undefined;
  /** The production environments of which one will bring it, once merged and while it waits. */
  readonly awaits?: readonly string[] | undefined;
  /** Whether its outcome can no longer change. */
  readonly isFinal: boolean;
  /** The week that it belongs to, once merged. */
  readonly week: string | undefined;
  readonly disclosure: DisclosureShown;
  /** Why the config cannot be used; `undefined` when it can. */
  readonly configProblem: string | undefined;
  /** Settings that are valid, and that nobody means; one a line. */
  readonly configWarnings?: readonly string[];
  readonly settings: SettingsShown;
  readonly toolNames: ToolNames;
  /** The page with the definition; `undefined` when that is not known. */
  readonly definitionUrl: string | undefined;
}
