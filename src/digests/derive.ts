import { countedPart } from "../domain/metric/counted-part.ts";
import type { Measured } from "../domain/metric/measured.ts";
import { judge, type ShippedChange } from "../domain/shipping/judgement.ts";
import { ledgerOf } from "../domain/shipping/ledger.ts";
import { OUTCOMES } from "../domain/shipping/outcome.ts";
import { rulesAt } from "../domain/shipping/rules.ts";
import { switchesOf } from "../domain/shipping/ship-choice.ts";
import { shipModeOf } from "../domain/shipping/ship-mode.ts";
import type { Window } from "../storage/histories.ts";
import { endsOf, type LoadedRepository, type Span } from "./load.ts";

/** Derives the outcome of each change, and all other input of a digest, from stored facts. */
export function deriveMeasured(
  repository: string,
  { window, tools }: LoadedRepository,
  span: Span,
): Measured {
  const [, end] = endsOf(span);
  const changes = judge(window.changes, { ...window, now: span.now });
  return {
    repository,
    ledger: ledgerOf(window.effects, changes),
    changes: changes.map(countedPart),
    lastCounted: lastCounted(changes),
    lastSealed: window.lastSealed,
    tools,
    isProductionNamed: rulesAt(window.rules, end)?.production !== undefined,
    lines: linesOf(window),
    ...measurementOf(window, new Date(end.getTime() - 1)),
  };
}

/** The times at which the rules changed that decide what counts. */
function linesOf({ rules, choices, definitions, keyChanges }: Window): Date[] {
  const [, ...later] = rules;
  return [...[...later, ...switchesOf(choices), ...definitions].map(({ since }) => since), ...keyChanges];
}

/** The ship mode of a repository at an instant, and the time since which it is measured. */
function measurementOf(
  { newest, rules, firstEffectAt, firstMerge }: Window,
  at: Date,
): Pick<Measured, "ship" | "measuredSince"> {
  const ship = shipModeOf(newest, rulesAt(rules, at));
  return { ship, measuredSince: ship === "merges" ? firstMerge : firstEffectAt };
}

/** The success of the newest counted deployment: one that was the first to carry an effective change. */
function lastCounted(changes: readonly ShippedChange[]): Date | undefined {
  const arrivals = changes
    .filter(({ outcome }) => OUTCOMES[outcome].isOutput)
    .map(({ arrival }) => arrival?.at.getTime() ?? 0);
  return arrivals.length === 0 ? undefined : new Date(arrivals.reduce((latest, at) => Math.max(latest, at)));
}
