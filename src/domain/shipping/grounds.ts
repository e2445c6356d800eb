import type { Change } from "./change.ts";

/** The reason for a change's outcome: the one rule that decided, and its facts. */
export type Grounds = Apart | Fate;

/** The reason why a change is no output of its own, or would be none. */
export type Apart =
  | { readonly outcome: "automation"; readonly rule: "robot" }
  | Rework
  | { readonly outcome: "ineffective"; readonly rule: "no-file-counts" | "content-never-came" };

/** The reason why a change is rework: all of its own commits only do this. */
export type Rework =
  | {
      readonly outcome: "rework";
      readonly rule: "takes-back" | "repeats" | "only-contains";
      /** The ids of the other changes. */
      readonly changes: readonly string[];
    }
  | { readonly outcome: "rework"; readonly rule: "only-merges" };

type Fate =
  | { readonly outcome: "pending"; readonly rule: "not-carried" }
  /** The deployment that first carried it; absent where shipping means merging. */
  | { readonly outcome: "outside"; readonly rule: "not-linked"; readonly deploymentId: number | undefined }
  | { readonly outcome: "withdrawn"; readonly rule: "never-live"; readonly by: Taker }
  | { readonly outcome: "undone"; readonly rule: "reverted"; readonly by: Taker; readonly isLate: boolean }
  | {
      readonly outcome: "undone";
      readonly rule: "rolled-back";
      readonly deploymentId: number;
      readonly isLate: boolean;
    }
  | { readonly outcome: "net"; readonly rule: "stayed" };

/** The change whose merge took another one out. */
export interface Taker {
  readonly id: string;
  /** Whether it reverts that change itself. Otherwise it reverts the change that had restored it. */
  readonly isDirect: boolean;
}

/** The reason why a change is no output of its own, whether it has shipped or not; `undefined` when it is output. */
export function whyApart(
  { attribution, isEffective }: Pick<Change, "attribution" | "isEffective">,
  rework?: Rework,
): Apart | undefined {
  if (attribution === "automation") return { outcome: "automation", rule: "robot" };
  if (rework !== undefined) return rework;
  return isEffective ? undefined : { outcome: "ineffective", rule: "no-file-counts" };
}
