/** The traits of an outcome. */
interface OutcomeTraits {
  /** Whether it is in any count. */
  readonly isMeasured: boolean;
  readonly hasArrived: boolean;
  /** Whether it arrived as output of its own: such changes are called effective. */
  readonly isOutput: boolean;
  /** Whether it was output in production for any time. */
  readonly wasLive: boolean;
}

/** The outcomes of a merged change, with the traits that each one decides. */
export const OUTCOMES = {
  /** Not in production yet. */
  pending: { isMeasured: true, hasArrived: false, isOutput: false, wasLive: false },
  /** First carried by a deployment that links nothing. */
  outside: { isMeasured: false, hasArrived: false, isOutput: false, wasLive: false },
  /** Made by a dependency or release robot. */
  automation: { isMeasured: true, hasArrived: true, isOutput: false, wasLive: false },
  /** It reverts, repeats, or only contains other changes. */
  rework: { isMeasured: true, hasArrived: true, isOutput: false, wasLive: false },
  /** It changes no effective file, or its content never came. */
  ineffective: { isMeasured: true, hasArrived: true, isOutput: false, wasLive: false },
  /** Reverted by a change that shipped no later than it did. */
  withdrawn: { isMeasured: true, hasArrived: true, isOutput: true, wasLive: false },
  /** Reverted or rolled back after it shipped. */
  undone: { isMeasured: true, hasArrived: true, isOutput: true, wasLive: true },
  /** It shipped, and it stayed. */
  net: { isMeasured: true, hasArrived: true, isOutput: true, wasLive: true },
} as const satisfies Readonly<Record<string, OutcomeTraits>>;

/** The outcome of a merged change. */
export type Outcome = keyof typeof OUTCOMES;
