import { z } from "zod";
import { countChanges, countDeployments } from "../../../src/domain/metric/counts.ts";
import { toMeasured } from "../../../src/domain/metric/measured.ts";
import { distinctBuilders, shareOf } from "../../../src/domain/metric/normalized-deployments.ts";
import { scopeOf } from "../../../src/domain/metric/scope.ts";
import { type ScopeWeek, weeksOf } from "../../../src/domain/metric/scope-weeks.ts";
import { shiftWeek, weekOf } from "../../../src/domain/metric/week.ts";
import type { ShippedChange } from "../../../src/domain/shipping/judgement.ts";
import type { LedgerRow } from "../../../src/domain/shipping/ledger.ts";
import { deriveShipping, type History } from "../../../src/domain/shipping/shipping.ts";
import { REASONS } from "../../../src/domain/shipping/timeline.ts";
import type { Asked } from "./spec.ts";

const instant = z.iso.datetime();

const became = z.strictObject({
  outcome: z.enum([
    ...(["outside", "pending", "automation", "ineffective", "rework", "withdrawn", "undone", "net"] as const),
  ]),
  arrivedAt: instant.nullable(),
  undone: z.strictObject({ by: z.string(), at: instant, late: z.boolean() }).nullable(),
});

const event = z.strictObject({
  id: z.int().positive(),
  kind: z.enum(["deployment", "release"]),
  environment: z.string(),
  at: instant,
  place: z.enum(["counted", ...REASONS]),
});

const week = z.strictObject({
  week: z.string(),
  state: z.enum(["open", "complete", "settled", "final"]),
  completedAt: instant.nullable(),
  total: z.int().nonnegative(),
  aiAssisted: z.number().nonnegative(),
  unknown: z.number().nonnegative(),
  builders: z.int().nonnegative(),
  merged: z.int().nonnegative(),
  seen: z.int().nonnegative(),
  counted: z.int().nonnegative(),
});

/** What a history comes to, as `spec/README.md` describes it. */
export const specResult = z.strictObject({
  changes: z.record(z.string(), became),
  deployments: z.array(event),
  weeks: z.array(week),
});

/** What a history comes to, as JSON. */
export type SpecResult = z.infer<typeof specResult>;

/** Derives what a history comes to. */
export function resultOf({ zone, now, ...history }: History & Asked): SpecResult {
  const shipping = deriveShipping(history, now);
  const changes = [...shipping.changes.values()];
  const { ledger } = shipping;
  return {
    changes: Object.fromEntries(changes.map((each) => [each.change.id, becameOf(each)])),
    deployments: ledger.map((row) => ({
      ...{ id: Math.abs(row.deploymentId), kind: row.kind, environment: row.environment },
      ...{ at: row.at.toISOString(), place: row.reason ?? "counted" },
    })),
    weeks: weeksIn(changes, { zone, now }).map((each) => {
      const scope = scopeOf([toMeasured("acme/shop", shipping)], "acme/shop");
      return writeWeek(weeksOf(scope, { week: each, zone, now }).current, ledger);
    }),
  };
}

function becameOf({ outcome, arrival, undoing }: ShippedChange): SpecResult["changes"][string] {
  return {
    outcome,
    arrivedAt: arrival?.at.toISOString() ?? null,
    undone: undoing === undefined ? null : writeUndoing(undoing),
  };
}

function writeUndoing({ by, at, isLate }: NonNullable<ShippedChange["undoing"]>) {
  const name = by.kind === "revert" ? by.changeId : "rollback";
  return { by: name, at: at.toISOString(), late: isLate };
}

/** Each week from that of the first merge to that of the question. */
function weeksIn(changes: readonly ShippedChange[], { zone, now }: Asked): string[] {
  const [first] = changes.map(({ change }) => weekOf(change.mergedAt, zone)).sort();
  const weeks: string[] = [];
  if (first === undefined) return weeks;
  for (let each = first; each <= weekOf(now, zone); each = shiftWeek(each, 1)) weeks.push(each);
  return weeks;
}

function writeWeek(of: ScopeWeek, ledger: readonly LedgerRow[]): SpecResult["weeks"][number] {
  const isInWeek = ({ at }: LedgerRow) => at.getTime() >= of.start && at.getTime() < of.end;
  const { seen, counted } = countDeployments(ledger.filter(isInWeek));
  return {
    ...{ week: of.week, state: of.state },
    completedAt: of.state === "open" ? null : new Date(of.completedAt).toISOString(),
    ...{ total: of.days.length, builders: distinctBuilders(of.days) },
    ...{ aiAssisted: shareOf(of.days, "declared"), unknown: shareOf(of.days, "unknown") },
    ...{ merged: countChanges(of.changes).merged, seen, counted },
  };
}
