import { deploymentInWords } from "../domain/receipts/names.ts";
import type { Apart } from "../domain/shipping/grounds.ts";
import {
  FINAL_AFTER,
  type JudgedChange,
  type ShippedChange,
  type Undoing,
} from "../domain/shipping/judgement.ts";
import type { Outcome } from "../domain/shipping/outcome.ts";
import type { CheckRunSubject } from "./check-run-subject.ts";
import { code, day, duration, instant } from "./text.ts";
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
    sentence: (of) => `Merged; ${waitsFor(of)}${prospectOf(of)}`,
  },
  outside: {
    title: () => "Merged · outside the measurement",
    sentence: () =>
      "It does not count: the deployment that brought it is the first one seen, or its history is not that of the one before, so what was new in it is not known.",
  },
  automation: {
    title: ({ shipped }) => `Shipped · not counted: automation${afterMerge(shipped)}`,
    sentence: ({ shipped }) => notCounted(shipped, APART.automation),
  },
  rework: {
    title: ({ shipped }) => `Shipped · not counted: rework${afterMerge(shipped)}`,
    sentence: ({ shipped }) => notCounted(shipped, APART.rework),
  },
  ineffective: {
    title: ({ shipped }) =>
      `Shipped · not counted: ${hasNeverCome(shipped) ? "changed nothing" : "no code"}${afterMerge(shipped)}`,
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
    title: ({ shipped }) => `Undone ${byOf(shipped.undoing)} · ${undoneAfter(shipped)} after it shipped`,
    sentence: ({ shipped, week }) =>
      `${arrivalOf(shipped)}; it was ${undone(shipped)}, so it does not count in ${week}.`,
  },
  net: {
    title: ({ shipped, week, isFinal }) =>
      `Shipped · ${isFinal ? "counted" : "counts"} in ${week}${afterMerge(shipped)}`,
    sentence: ({ shipped, week, isFinal, attribution: { attribution } }) => {
      const as = COUNTS_AS[attribution];
      return isFinal
        ? `${stayOf(shipped)}; it counted${as} in ${week}, which nothing changes any more.`
        : `${stayOf(shipped)}; it counts${as} in ${week}, unless a revert or a lasting rollback takes it out until ${day(finalAt(shipped))}.`;
    },
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

/** The end of a sentence about a merged change that has not shipped. */
function prospectOf({ attribution: { attribution }, shipped }: MergedSubject): string {
  const apart = shipped.willBe;
  return apart === undefined
    ? `, and will count${COUNTS_AS[attribution]} then.`
    : `, and will not count: ${APART[apart]}.`;
}

/** Production holds it still. */
function stayOf({ arrival, change }: ShippedChange): string {
  return whereabouts(arrival, change, (environment, at) => `In ${environment} since ${at}`);
}

/** Production was deployed with it; that says nothing of now. */
function arrivalOf({ arrival, change }: ShippedChange): string {
  return whereabouts(arrival, change, (environment, at) => `It reached ${environment} on ${at}`);
}

function whereabouts(
  arrival: ShippedChange["arrival"],
  { mergedAt }: Pick<ShippedChange["change"], "mergedAt">,
  place: (environment: string, at: string) => string,
): string {
  if (arrival === undefined) return "Its way to production is not known";
  const lead = duration(arrival.at.getTime() - mergedAt.getTime());
  const by = deploymentInWords(arrival.deploymentId ?? 0);
  return `${place(code(arrival.environment), instant(arrival.at))} (${by}, ${lead} after its merge)`;
}

function afterMerge({ arrival, change }: ShippedChange): string {
  if (arrival === undefined) return "";
  return ` · ${duration(arrival.at.getTime() - change.mergedAt.getTime())} after merge`;
}

function undoneAfter({ arrival, undoing }: ShippedChange): string {
  return duration((undoing?.at.getTime() ?? 0) - (arrival?.at.getTime() ?? 0));
}

/** `#12` stays unchanged, so that GitHub links it. A push has only its last commit. */
function byOf(undoing: Undoing | undefined): string {
  if (undoing === undefined) return "by a rollback";
  const { by } = undoing;
  // A release takes out what it had brought only when it is withdrawn, or its tag is moved.
  if (by.kind === "rollback") return by.deploymentId < 0 ? "with its release" : "by a rollback";
  const { changeId } = by;
  return `by ${changeId.startsWith("#") ? changeId : changeId.slice(0, 7)}`;
}

function undone(shipped: ShippedChange): string {
  const { undoing } = shipped;
  const what = undoing?.by.kind === "revert" ? "reverted" : "taken out of production";
  return `${what} ${byOf(undoing)}, ${undoneAfter(shipped)} after it shipped`;
}

function finalAt({ arrival }: ShippedChange): Date {
  return new Date((arrival?.at.getTime() ?? 0) + FINAL_AFTER);
}
