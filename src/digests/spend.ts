import { setImmediate as turn } from "node:timers/promises";
import { type Floor, floorOf } from "../domain/metric/builders.ts";
import type { Measured } from "../domain/metric/measured.ts";
import { startOf } from "../domain/metric/week.ts";
import { halfYearBefore, type WorkDone, workUntil } from "../domain/metric/week-units.ts";
import type { SplitRules } from "../domain/metric/withheld.ts";
import type { DatedDeclaration } from "../domain/spend/declared.ts";
import { digestSpend } from "../domain/spend/digest-spend.ts";
import { shiftDay, utcDay } from "../domain/spend/fact.ts";
import { periodOf } from "../domain/spend/seats.ts";
import type { DigestSpend } from "../domain/spend/shown.ts";
import type { KnownSource } from "../domain/spend/source.ts";
import { windowOf } from "../domain/spend/window.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import type { OrganizationSubject } from "./digest-request.ts";
import { endsOf, type Span } from "./load.ts";
import { measureRepository } from "./measure.ts";

/** The stores for the spend in an organization's digest. */
export type SpendStores = Pick<
  Stores,
  "spend" | "spendDeclarations" | "histories" | "backfills" | "installations"
>;

/** The sources and the declarations of an organization, or the reason why its spend is not shown. */
type FoundSpend =
  | { readonly withheld: "public" | "internal" }
  | {
      readonly sources: readonly KnownSource[];
      readonly declarations: readonly DatedDeclaration[];
      readonly budgetsAt: Date | undefined;
    };

/** The work of an organization in the weeks of its digest. */
interface Work {
  readonly name: string;
  readonly repositories: readonly Repository[];
  /** The input of the digest from each of the repositories, in their order. */
  readonly measured: readonly Measured[];
  readonly span: Span;
  readonly readers: Floor & Omit<SplitRules, "floor">;
}

/** Finds the spend of an organization; `undefined` where it has none and declares none. */
export async function findSpend(
  stores: Pick<Stores, "spend" | "spendDeclarations">,
  { repositories: [first], readers = "private", budgetsAt }: OrganizationSubject,
): Promise<FoundSpend | undefined> {
  if (first === undefined) return undefined;
  const sources = await stores.spend.list(first.installationId);
  const declarations = await stores.spendDeclarations.list(first.installationId);
  const isDeclared = declarations.some(({ seats, budgets }) => seats.length + budgets.length > 0);
  if (sources.length === 0 && !isDeclared) return undefined;
  return readers === "private" ? { sources, declarations, budgetsAt } : { withheld: readers };
}

/** Computes the spend that a digest shows, from the found spend. */
export async function computeSpend(stores: SpendStores, found: FoundSpend, work: Work): Promise<DigestSpend> {
  if ("withheld" in found) return found;
  const { now, zone, week } = work.span;
  // A budget is shown as it was when its day began, so that an issue changes once a day at most.
  const budgetsAt = new Date(`${utcDay(found.budgetsAt ?? now)}T00:00:00Z`);
  const tomorrow = shiftDay(utcDay(now), 1);
  const earliest = [
    utcDay(startOf(halfYearBefore(halfYearBefore(week)), zone)),
    periodOf(utcDay(budgetsAt), "year").from,
    shiftDay(utcDay(budgetsAt), -DAYS_OF_FORECAST),
  ];
  const stored = {
    sources: found.sources.map(({ id }) => id),
    from: earliest.toSorted()[0] ?? tomorrow,
    until: tomorrow,
  };
  const done = await yearOfWork(stores, work);
  return digestSpend(
    {
      ...found,
      facts: await stores.spend.listFacts(stored),
      restated: await stores.spend.listRestated(stored),
    },
    { work: done, declared: await toolsOfDeclared(stores, work, done), now, budgetsAt },
  );
}

/** More days than a forecast needs and a source takes to settle, together. */
const DAYS_OF_FORECAST = 120;

/**
 * The work of the digest's week and of a year before it.
 *
 * The digest has read half a year. Older weeks are read apart, so that spend changes nothing else.
 */
async function yearOfWork(
  stores: SpendStores,
  { name: scope, repositories, measured, span, readers }: Work,
): Promise<WorkDone> {
  const rules = { ...readers, floor: floorOf(readers), scope };
  const recent = workUntil(measured, { ...rules, ...span });
  // While the four weeks are open, nothing is shown.
  if (windowOf(recent) === undefined) return recent;
  // Measured for less than half a year, so no older week is.
  if (recent.weeks[0]?.week !== halfYearBefore(span.week)) return recent;
  const older = { ...span, week: halfYearBefore(span.week) };
  const before = await measureUntil(stores, repositories, older);
  const { weeks } = workUntil(withLastCounted(before, measured), { ...rules, ...older });
  const first = recent.weeks[0]?.week ?? span.week;
  return { ...recent, weeks: [...weeks.filter(({ week }) => week < first), ...recent.weeks] };
}

/** When a repository last counted something decides whether older weeks wait for it. */
function withLastCounted(older: readonly Measured[], recent: readonly Measured[]): readonly Measured[] {
  return older.map((each, index) => {
    return { ...each, lastCounted: recent[index]?.lastCounted ?? each.lastCounted };
  });
}

/** The input of a digest from some repositories, without the changes after its week: they would fill the memory. */
async function measureUntil(
  stores: SpendStores,
  repositories: readonly Repository[],
  span: Span,
): Promise<readonly Measured[]> {
  const [, end] = endsOf(span);
  const all: Measured[] = [];
  for (const repository of repositories) {
    // Other work runs between two repositories.
    await turn();
    const { measured } = await measureRepository(stores, repository, { ...span, mergedUntil: end });
    all.push({ ...measured, changes: measured.changes.filter(({ change }) => change.mergedAt < end) });
  }
  return all;
}

/** The tools of each declared change of the last four weeks. */
async function toolsOfDeclared(
  { histories }: Pick<Stores, "histories">,
  { repositories, measured }: Work,
  { declared }: WorkDone,
): Promise<readonly (readonly string[])[]> {
  const all: (readonly string[])[] = [];
  const isDeclared = new Set(declared);
  for (const [index, { id }] of repositories.entries()) {
    const own = measured[index]?.changes.filter((change) => isDeclared.has(change)) ?? [];
    if (own.length === 0) continue;
    const tools = await histories.findTools(
      id,
      own.map(({ change }) => change.id),
    );
    for (const named of tools.values()) all.push(named.map(({ tool }) => tool));
  }
  return all;
}
