import type { FactOfSource, KnownSpend } from "../../../src/domain/spend/combination.ts";
import {
  type DatedDeclaration,
  NOTHING_DECLARED,
  type SpendDeclaration,
} from "../../../src/domain/spend/declared.ts";
import { type Day, WHOLE } from "../../../src/domain/spend/fact.ts";
import { parseDecimal, toMicros } from "../../../src/domain/spend/money.ts";
import type { KnownSource } from "../../../src/domain/spend/source.ts";

/** An amount in millionths. */
export function micros(text: string): bigint {
  return toMicros(parseDecimal(text));
}

/** A source that was read completely through November 20. */
export function sourceOf(id: number, said: Partial<KnownSource> = {}): KnownSource {
  return {
    id,
    name: `source ${id}`,
    kind: "csv",
    basis: "estimate",
    settlesAfterDays: 0,
    readThrough: "2026-11-20",
    refreshedAt: undefined,
    readAt: new Date("2026-11-21T06:00:00Z"),
    error: undefined,
    failedAt: undefined,
    ...said,
  };
}

/** Usage of Claude Code in dollars. */
export function factOf(day: Day, amount: string, said: Partial<FactOfSource> = {}): FactOfSource {
  return {
    source: 1,
    day,
    tool: "claude-code",
    charge: "usage",
    scope: WHOLE,
    currency: "USD",
    amount: micros(amount),
    ...said,
  };
}

/** A declaration that is valid for all time. */
export function declared(said: Partial<SpendDeclaration>, since = new Date(0)): DatedDeclaration {
  return { ...NOTHING_DECLARED, ...said, since };
}

/** All that is known: one source without facts, if nothing else is said. */
export function knownOf(said: Partial<KnownSpend> = {}): KnownSpend {
  return { facts: [], sources: [sourceOf(1)], declarations: [], ...said };
}
