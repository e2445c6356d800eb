import { type CountedChange, countedPart } from "../domain/metric/counted-part.ts";
import type { Measured } from "../domain/metric/measured.ts";
import { judgeChanges } from "../domain/shipping/judgement.ts";
import { ledgerOf } from "../domain/shipping/ledger.ts";
import { OUTCOMES } from "../domain/shipping/outcome.ts";
import { rulesAt } from "../domain/shipping/rules.ts";
import { switchesOf } from "../domain/shipping/ship-choice.ts";
import { shipModeOf } from "../domain/shipping/ship-mode.ts";
import type { Window } from "../storage/histories.ts";
import type { RepositoryState } from "../storage/repository-state.ts";
import { endsOf, type Span } from "./load.ts";

/** The judged history of a repository, of which the input of each week's digest is a part. */
export interface JudgedHistory
  extends Pick<Measured, "repository" | "ledger" | "lines" | "lastCounted" | "unmerged"> {
  readonly changes: readonly CountedChange[];
  readonly rules: Window["rules"];
  readonly choices: Window["choices"];
}

/** Derives the outcome of each change from stored facts. */
export function judgeHistory(repository: string, window: Window, now: Date): JudgedHistory {
  const changes = judgeChanges(window.changes, { ...window, now });
  return {
    repository,
    ledger: ledgerOf(window.effects, changes),
    changes: changes.map(countedPart),
    unmerged: window.unmerged,
    lastCounted: lastCounted(changes),
    lines: linesOf(window),
    rules: window.rules,
    choices: window.choices,
  };
}

/** The state of a repository at the end of a week, and the tools of the week's changes. */
export interface WeekFacts {
  readonly state: RepositoryState;
  readonly tools: Measured["tools"];
}

/** Makes the input of a week's digest from a judged history. */
export function measuredIn(
  { choices: _, rules, ...history }: JudgedHistory,
  { state, tools }: WeekFacts,
  span: Span,
): Measured {
  const [, end] = endsOf(span);
  return {
    ...history,
    lastSealed: state.lastSealed,
    mergedOnlyBefore: state.mergedOnlyBefore,
    tools,
    isProductionNamed: rulesAt(rules, end)?.production !== undefined,
    ...measurementOf(state, rules, new Date(end.getTime() - 1)),
  };
}

/** The times at which the rules changed that decide what counts. */
function linesOf({ rules, choices, definitions, keyChanges }: Window): Date[] {
  const [, ...later] = rules;
  return [...[...later, ...switchesOf(choices), ...definitions].map(({ since }) => since), ...keyChanges];
}

/** The ship mode of a repository at an instant, and the time since which it is measured. */
function measurementOf(
  { newest, firstEffectAt, firstMerge }: RepositoryState,
  rules: Window["rules"],
  at: Date,
): Pick<Measured, "ship" | "measuredSince"> {
  const ship = shipModeOf(newest, rulesAt(rules, at));
  return { ship, measuredSince: ship === "merges" ? firstMerge : firstEffectAt };
}

/** The success of the newest counted deployment: one that was the first to carry an effective change. */
export function lastCounted(changes: readonly CountedChange[]): Date | undefined {
  const arrivals = changes
    .filter(({ outcome }) => OUTCOMES[outcome].isOutput)
    .map(({ arrival }) => arrival?.at.getTime() ?? 0);
  return arrivals.length === 0 ? undefined : new Date(arrivals.reduce((latest, at) => Math.max(latest, at)));
}
