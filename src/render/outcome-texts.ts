import { deploymentInWords } from "../domain/receipts/names.ts";
import { type Apart, whyApart } from "../domain/shipping/grounds.ts";
import {
  FINAL_AFTER,
  type JudgedChange,
  type ShippedChange,
  type Undoing,
} from "../domain/shipping/judgement.ts";
import type { Outcome } from "../domain/shipping/outcome.ts";
import type { Waiting } from "../domain/shipping/standstill.ts";
import type { CheckRunSubject } from "./check-run-subject.ts";
import { code, day, duration, instant } from "./text.ts";
import { explainWaiting } from "./zero.ts";

/** A merged change, as its check run shows it. */
interface MergedSubject extends CheckRunSubject {
  readonly shipped: JudgedChange;
}

/** The texts of a check run for one outcome. */
interface OutcomeTexts {
  title(of: MergedSubject): string;
  /** Where the change stands, what it counts as, and until when that can change; a sentence each. */
  description(of: MergedSubject): string[];
}

/** The texts of a check run for each outcome. */
export const OUTCOME_TEXTS: Readonly<Record<Outcome, OutcomeTexts>> = {
  pending: {
    title: () => "Merged · waiting for production",
    description: (of) => [
      "**Where:** merged; no successful production deployment contains it yet.",
      ...waitsFor(of.waiting),
      prospectOf(of),
    ],
  },
  outside: {
    title: () => "Merged · outside the measurement",
    description: () => [
      "**Counts:** as nothing. The deployment that was the first to contain it links nothing: it was the first one seen, or its history is not related to the one before.",
    ],
  },
  automation: {
    title: ({ shipped }) => `${shippedAfter(shipped)} · automation`,
    description: ({ shipped }) => notCounted(shipped, APART.automation),
  },
  rework: {
    title: ({ shipped }) => `${shippedAfter(shipped)} · rework, not counted`,
    description: ({ shipped }) => notCounted(shipped, APART.rework),
  },
  ineffective: {
    title: ({ shipped }) =>
      `${shippedAfter(shipped)} · ${hasNeverCome(shipped) ? "changed nothing" : "no code"}, not counted`,
    description: ({ shipped }) => notCounted(shipped, hasNeverCome(shipped) ? NEVER_CAME : APART.ineffective),
  },
  withdrawn: {
    title: () => "Withdrawn · reverted before it could stay",
    description: ({ shipped }) =>
      notCounted(
        shipped,
        "Its revert shipped no later, so it was never really live, and is neither shipped nor undone.",
      ),
  },
  undone: {
    title: ({ shipped }) => `Undone ${byOf(shipped.undoing)} · ${undoneAfter(shipped)} after it shipped`,
    description: ({ shipped, week }) => [
      arrivalOf(shipped),
      `**Undone:** ${undone(shipped)} It does not count in ${week}.`,
    ],
  },
  net: {
    title: ({ shipped, week, isFinal }) =>
      `${shippedAfter(shipped)} · ${isFinal ? "counted" : "counts"} in ${week}`,
    description: ({ shipped, week, isFinal }) => [
      stayOf(shipped),
      `**Counts:** towards one normalized deployment in ${week}: the day of its merge, for whoever is accountable for it.`,
      isFinal ? "**Final:** nothing changes this any more." : `**Provisional:** ${provisional(shipped)}`,
    ],
  },
};

/** The reason why a change that is no output of its own does not count. */
const APART: Readonly<Record<Apart["outcome"], string>> = {
  automation:
    "Dependency and release robots ship too, but are neither AI nor human work and are counted apart.",
  rework: "It reverts, brings back or repeats another change, which is no new output.",
  ineffective:
    "It is empty, or changes only files that do not count: documentation, binaries, generated, vendored, lock or version files, and what the config excludes.",
};

const NEVER_CAME =
  "Production is as it was without it: the branch that it was merged into had that content already, or a merge left it out.";

function hasNeverCome({ grounds }: JudgedChange): boolean {
  return grounds.rule === "content-never-came";
}

function notCounted(shipped: ShippedChange, because: string): string[] {
  return [arrivalOf(shipped), `**Does not count.** ${because}`];
}

/** The expected outcome of a change that has not shipped. */
export function prospectOf({ isEffective, attribution: { attribution }, shipped }: CheckRunSubject): string {
  const apart = shipped?.willBe ?? whyApart({ attribution, isEffective })?.outcome;
  if (apart !== undefined) return `**Will not count.** ${APART[apart]}`;
  return "**Will count:** when it ships, towards one normalized deployment: the day of its merge, for whoever is accountable for it; unless it is reverted or rolled back within 28 days of reaching production.";
}

/** Why it waits, and what would end that. */
function waitsFor(waiting: Waiting | undefined): string[] {
  // That it was not deployed since is said already.
  if (waiting === undefined || (waiting.cause === "waiting" && waiting.number === 0)) return [];
  const { cause, action } = explainWaiting(waiting, "around its merge, ");
  return [`**Waits because:** ${cause}`, `**What to do:** ${action}`];
}

/** Production holds it still. */
function stayOf({ arrival, change }: ShippedChange): string {
  return whereabouts(arrival, change, (environment, at) => `in ${environment} since ${at}`);
}

/** Production was deployed with it; that says nothing of now. */
function arrivalOf({ arrival, change }: ShippedChange): string {
  return whereabouts(arrival, change, (environment, at) => `reached ${environment} on ${at}`);
}

function whereabouts(
  arrival: ShippedChange["arrival"],
  { mergedAt }: Pick<ShippedChange["change"], "mergedAt">,
  place: (environment: string, at: string) => string,
): string {
  if (arrival === undefined) return "**Where:** its way to production is not known.";
  const lead = duration(arrival.at.getTime() - mergedAt.getTime());
  return `**Where:** ${place(code(arrival.environment), instant(arrival.at))}, ${lead} after its merge, by ${deploymentInWords(arrival.deploymentId ?? 0)}.`;
}

function shippedAfter({ arrival, change }: ShippedChange): string {
  return `Shipped ${duration((arrival?.at.getTime() ?? 0) - change.mergedAt.getTime())} after merge`;
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
  return `${what} ${byOf(undoing)}, ${undoneAfter(shipped)} after it shipped.`;
}

function provisional({ arrival }: ShippedChange): string {
  const until = day(new Date((arrival?.at.getTime() ?? 0) + FINAL_AFTER));
  return `a revert or a lasting rollback can still take it out until ${until}.`;
}
