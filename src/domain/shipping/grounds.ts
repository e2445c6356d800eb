import type { Change } from "./change.ts";

/** Why a change has its outcome: the one rule that decided, and the facts that it decided by. */
export type Grounds = Apart | Fate;

/** Why a change is no output of its own, or would be none. */
export type Apart =
  | { readonly outcome: "automation"; readonly rule: "robot" }
  | Rework
  | { readonly outcome: "ineffective"; readonly rule: "no-file-counts" | "content-never-came" };

/** Why a change is rework: what all its commits do that are no merges. */
export type Rework =
  | {
      readonly outcome: "rework";
      readonly rule: "takes-back" | "repeats" | "only-contains";
      /** The ids of those other changes. */
      readonly changes: readonly string[];
    }
  | { readonly outcome: "rework"; readonly rule: "only-merges" };

type Fate =
  | { readonly outcome: "pending"; readonly rule: "not-carried" }
  /** The deployment that first carried it is absent where merging is all that is known. */
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

/** The change by whose merge another one was gone. */
export interface Taker {
  readonly id: string;
  /** Whether it takes that one back itself; else it takes back what had restored it. */
  readonly isDirect: boolean;
}

/** Why a change is no output of its own, whether it has shipped or not; `undefined` when it is. */
export function whyApart(
  { attribution, isEffective }: Pick<Change, "attribution" | "isEffective">,
  rework?: Rework,
): Apart | undefined {
  if (attribution === "automation") return { outcome: "automation", rule: "robot" };
  if (rework !== undefined) return rework;
  return isEffective ? undefined : { outcome: "ineffective", rule: "no-file-counts" };
}
