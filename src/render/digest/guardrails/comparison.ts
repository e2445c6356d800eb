import type { Compared, WhyNot } from "../../../domain/metric/comparison.ts";
import type { Digest } from "../../../domain/metric/digest.ts";
import { timesBetween } from "../../figures.ts";
import { count } from "../../text.ts";
import { hasReverted } from "./reverted-rows.ts";

/**
 * Whether declared changes were reverted more or less often, in a sentence; empty where the groups are not compared at
 * all, and where there is nothing to compare, since nothing was reverted.
 */
export function comparisonSentence({ comparison, beside }: Pick<Digest, "comparison" | "beside">): string {
  if (comparison === undefined || beside.isWithheld) return "";
  if ("cannotTell" in comparison) {
    if (!hasReverted(beside.undone)) return "";
    return `Cannot tell whether declared changes are reverted more or less often: ${WHY_NOT[comparison.cannotTell]}.`;
  }
  return `${found(comparison)} ${basis(comparison)}`;
}

const WHY_NOT: Readonly<Record<WhyNot, string>> = {
  weeks: "no week is settled in which changes of one builder can be held together",
  coverage: "attribution is known for too few of the changes",
  privacy: "figures about builders are withheld",
  builders: "too few builders have both declared and undeclared changes of one size",
  concentrated: "the changes of too few builders would decide",
  undone: "too few of them were reverted",
};

function found({ finding, interval: [low, high] }: Compared): string {
  const odds = `among changes of the same people and sizes, the odds that a declared one is reverted are ${timesBetween(low, high)} those of an undeclared one.`;
  if (finding === "none") {
    const isOneSided = low > 1 || (high !== null && high < 1);
    const what = isOneSided
      ? "No difference found that kinds of work could not make by themselves"
      : "No difference found";
    return `${what}: ${odds}`;
  }
  return `Declared changes were reverted ${finding} often: ${odds} Kinds of work may differ, so this does not show an effect of AI.`;
}

function basis({ changes, builders, weeks: [from, to] }: Compared): string {
  const span = from === to ? from : `${from} to ${to}`;
  return `Compared: ${count(changes, "change")} of ${count(builders, "builder")} with both kinds in one size, ${span}.`;
}
