import { deploymentInWords } from "../domain/receipts/names.ts";
import type { Apart } from "../domain/shipping/grounds.ts";
import type { JudgedChange, RunningRollback, ShippedChange } from "../domain/shipping/judgement.ts";
import type { Outcome } from "../domain/shipping/outcome.ts";
import {
  afterMerge,
  arrivalOf,
  finalAt,
  isShippedByMerge,
  reachedOf,
  undoneBy,
  undoneWhen,
} from "./arrival-texts.ts";
import type { CheckRunSubject } from "./check-run-subject.ts";
import { day, instant } from "./text.ts";
import { waitsFor } from "./waits-for.ts";

/** A merged change, as its check run shows it. */
interface MergedSubject extends CheckRunSubject {
  readonly shipped: JudgedChange;
}

/** The texts of a check run for one outcome: the answer, and one sentence that is true now. */
interface OutcomeTexts {
  title(of: MergedSubject): string;
  sentence(of: MergedSubject): string;
}

/** The texts of a check run for each outcome. */
export const OUTCOME_TEXTS: Readonly<Record<Outcome, OutcomeTexts>> = {
  pending: {
    title: () => "Merged · waiting for production",
    sentence: (of) => `Merged; ${waitsFor(of)}; ${prospectOf(of)}`,
  },
  outside: {
    title: () => "Merged · outside the measurement",
    sentence: () =>
      "It does not count: the deployment that brought it is the first one seen, or its history is not that of the one before, so what was new in it is not known.",
  },
  automation: {
    title: ({ shipped }) => `${reachedOf(shipped)} · not counted: automation${afterMerge(shipped)}`,
    sentence: ({ shipped }) => notCounted(shipped, APART.automation),
  },
  rework: {
    title: ({ shipped }) => `${reachedOf(shipped)} · not counted: rework${afterMerge(shipped)}`,
    sentence: ({ shipped }) => notCounted(shipped, APART.rework),
  },
  ineffective: {
    title: ({ shipped }) =>
      `${reachedOf(shipped)} · not counted: ${hasNeverCome(shipped) ? "changed nothing" : "no code"}${afterMerge(shipped)}`,
    sentence: ({ shipped }) => notCounted(shipped, hasNeverCome(shipped) ? NEVER_CAME : APART.ineffective),
  },
  withdrawn: {
    title: () => "Withdrawn · reverted before it was live",
    sentence: ({ shipped }) =>
      notCounted(
        shipped,
        "its revert shipped no later, so it was never really live, and is neither shipped nor undone",
      ),
  },
  undone: {
    title: ({ shipped }) => `Undone ${undoneBy(shipped.undoing)} · ${undoneWhen(shipped)}`,
    sentence: ({ shipped, week }) =>
      `${arrivalOf(shipped)}; it was ${undone(shipped)}, so it does not count in ${week}.`,
  },
  net: {
    title: ({ shipped, week, isFinal }) =>
      shipped.runningRollback === undefined
        ? `${reachedOf(shipped)} · ${isFinal ? "counted" : "counts"} in ${week}${afterMerge(shipped)}`
        : `Rolled back · counts in ${week} for now`,
    sentence: (of) => `${arrivalOf(of.shipped)}; ${stayOf(of)}.`,
  },
};

/** What a change counts as once it ships; automation has an outcome of its own. */
export const COUNTS_AS: Readonly<Record<CheckRunSubject["attribution"]["attribution"], string>> = {
  declared: " as AI-assisted",
  automation: "",
  undeclared: " as undeclared",
  unknown: " as unknown",
};

/** The reason why a change that is no output of its own does not count: a clause. */
export const APART: Readonly<Record<Apart["outcome"], string>> = {
  automation: "what robots for dependencies and releases make is neither AI nor human work",
  rework: "it reverts, brings back or repeats another change, which is no new output",
  ineffective:
    "it is empty, or changes only files that do not count: documentation, binaries, generated, vendored, lock or version files, and what the config excludes",
};

const NEVER_CAME =
  "production is as it was without it, since the branch that it was merged into had that content already, or a merge left it out";

function hasNeverCome({ grounds }: JudgedChange): boolean {
  return grounds.rule === "content-never-came";
}

function notCounted(shipped: ShippedChange, because: string): string {
  return `${arrivalOf(shipped)}; it does not count: ${because}.`;
}

/** What a merged change that has not shipped will count as: a clause. */
function prospectOf({ attribution: { attribution }, shipped, awaits = [] }: MergedSubject): string {
  const apart = shipped.willBe;
  if (apart !== undefined) return `it will not count: ${APART[apart]}.`;
  return `it will count${COUNTS_AS[attribution]} ${awaits.length > 0 ? "after that" : "once one does"}.`;
}

/** What a change in production counts as, and what can change that: a clause. */
function stayOf({ shipped, week, isFinal, attribution: { attribution } }: MergedSubject): string {
  const { runningRollback: out } = shipped;
  const as = `${COUNTS_AS[attribution]} in ${week}`;
  if (out !== undefined)
    return `${removalOf(out)} on ${instant(out.at)}, so it counts${as} only if it is back by ${instant(out.backBy)}`;
  if (isFinal) return `it counted${as}, and no revert or rollback from now on changes that`;
  const by = isShippedByMerge(shipped) ? "a revert" : "a revert or a lasting rollback";
  return `it counts${as}, unless ${by} takes it out by ${day(finalAt(shipped))}`;
}

function removalOf({ deploymentId }: RunningRollback): string {
  const name = deploymentInWords(deploymentId);
  return deploymentId < 0 ? `${name} was withdrawn` : `${name} took it out`;
}

function undone(shipped: ShippedChange): string {
  const { undoing } = shipped;
  const what = undoing?.by.kind === "revert" ? "reverted" : "taken out of production";
  return `${what} ${undoneBy(undoing)}, ${undoneWhen(shipped)}`;
}
