import { setTimeout as sleep } from "node:timers/promises";
import { type Charge, type Day, type SpendFact, shiftDay, utcDay } from "../domain/spend/fact.ts";
import { sumOfMicros } from "../domain/spend/money.ts";
import type { SpendReading, SpendSource } from "../domain/spend/source.ts";
import { SteadyLimiter } from "../github/steady-limiter.ts";
import { errorText } from "../operations/error-text.ts";
import type { SpendOwner } from "../storage/spend.ts";
import { throwIfLost } from "../storage/sql/lost-database.ts";
import type { Stores } from "../storage/stores.ts";
import { nativeScopes } from "./read/native-scopes.ts";
import type { Access, FoundSpend, ReadingRequest } from "./read/reader.ts";
import { ReadingError } from "./read/reading-error.ts";
import { DAYS_READ, type SpendVariables, type VendorSource, wantedSources } from "./sources.ts";

/** The stores of the readers. */
type PullStores = Pick<Stores, "spend" | "spendDeclarations">;

/** Whose spend is read, and how. */
export interface PullOptions {
  readonly stores: PullStores;
  readonly variables: SpendVariables;
  readonly owner: SpendOwner;
  /** The login of the organization on GitHub. */
  readonly organization: string | undefined;
  readonly clock: () => Date;
  /** Sources that were tried since this time are left out. */
  readonly unlessTriedSince?: Date;
  /** Waits before another try; tests do not wait. Pacing ends with it. */
  readonly wait?: Access["wait"];
}

/** What a source said: the days that were read, and what changed. */
export interface PulledDays {
  readonly days: number;
  /** The days whose total an earlier reading had otherwise. */
  readonly restated: number;
  readonly totals: readonly Pick<SpendFact, "charge" | "currency" | "amount">[];
  readonly readThrough: Day;
  readonly notes: readonly string[];
}

/** The result for a source: its days, or the reason why it was not read. */
export interface PulledSource {
  readonly source: SpendSource;
  readonly result: PulledDays | { readonly error: string };
}

const MINUTE_MS = 60_000;

/**
 * Reads the last complete UTC days of all sources that have a credential, and stores them.
 *
 * Each source is stored in whole or not at all. The failure of one is stored with it, and does not stop the others. Throws
 * when the database is lost, once all others are read: that is no failure of a source.
 */
export async function pullSources(options: PullOptions): Promise<readonly PulledSource[]> {
  const { stores, owner, variables, unlessTriedSince: since } = options;
  const known = new Map((await stores.spend.list(owner)).map((each) => [each.name, each]));
  const isDue = ({ name }: VendorSource) => {
    const { readAt, failedAt } = known.get(name) ?? {};
    return since === undefined || ![readAt, failedAt].some((at) => at !== undefined && at >= since);
  };
  const pulled = await Promise.allSettled(
    wantedSources(variables)
      .filter(isDue)
      .map(async (source) => {
        const kind = known.get(source.name)?.kind;
        if (kind === undefined || kind === source.kind) return pullSource(source, options);
        const error = `${source.name} is a source that was imported: import it with another name, and run plimsoll spend forget --source ${source.name}`;
        return { source: plain(source), result: { error } };
      }),
  );
  return pulled.map((each) => {
    if (each.status === "rejected") throw each.reason;
    return each.value;
  });
}

async function pullSource(source: VendorSource, options: PullOptions): Promise<PulledSource> {
  const { stores, owner, organization, clock } = options;
  const readAt = clock();
  const until = utcDay(readAt);
  const declarations = owner === undefined ? [] : await stores.spendDeclarations.list(owner);
  const scopes = nativeScopes(declarations, source.name);
  const request: ReadingRequest = { from: shiftDay(until, -DAYS_READ), until, organization, scopes };
  try {
    const found = await source.read(request, accessTo(source, options));
    const reading = readingOf(request, found, readAt);
    return { source: plain(source), result: await keep(source, { found, reading }, options) };
  } catch (error) {
    throwIfLost(error);
    const text = error instanceof ReadingError ? error.message : `not read: ${errorText(error)}`;
    await stores.spend.saveFailure(owner, plain(source), text, clock());
    return { source: plain(source), result: { error: text } };
  }
}

function accessTo(
  { vendor, urlOf, requestsAMinute }: VendorSource,
  { variables, wait }: PullOptions,
): Access {
  const limiter = new SteadyLimiter({
    maxConcurrent: 1,
    minTime: requestsAMinute === undefined || wait ? 0 : MINUTE_MS / requestsAMinute,
  });
  return {
    vendor,
    url: urlOf(variables),
    credential: variables[vendor.variable] ?? "",
    wait: wait ?? ((milliseconds) => sleep(milliseconds)),
    pace: (send) => limiter.schedule(send),
  };
}

/** The complete days of what was found. A day that ends after the vendor's own time is not complete. */
function readingOf({ from, until }: ReadingRequest, found: FoundSpend, readAt: Date): SpendReading {
  const known = found.refreshedAt === undefined ? until : utcDay(found.refreshedAt);
  const end = [until, known].toSorted()[0] ?? until;
  if (end <= from)
    throw new ReadingError("the vendor has no complete day of the last 35: it is read again at the next run");
  const { refreshedAt } = found;
  return { readAt, days: found.sums.until(end), readThrough: shiftDay(end, -1), refreshedAt };
}

async function keep(
  source: VendorSource,
  { found, reading }: { readonly found: FoundSpend; readonly reading: SpendReading },
  { stores, owner }: PullOptions,
): Promise<PulledDays> {
  const { days, readThrough, readAt } = reading;
  await stores.spend.save(owner, { source: plain(source), reading, provider: found.provider });
  const id = (await stores.spend.list(owner)).find(({ name }) => name === source.name)?.id ?? 0;
  const span = { sources: [id], from: [...days.keys()][0] ?? readThrough, until: shiftDay(readThrough, 1) };
  const changed = (await stores.spend.listRestated(span)).filter(
    ({ at }) => at.getTime() === readAt.getTime(),
  );
  return {
    days: days.size,
    restated: new Set(changed.map(({ day }) => day)).size,
    totals: totalsOf([...days.values()].flat()),
    readThrough,
    notes: found.notes,
  };
}

function totalsOf(facts: readonly SpendFact[]): PulledDays["totals"] {
  const sums = Map.groupBy(facts, ({ charge, currency }) => `${charge} ${currency}`);
  return [...sums.values()].map((of) => {
    const [{ charge, currency } = { charge: "usage" as Charge, currency: "" }] = of;
    return { charge, currency, amount: sumOfMicros(of.map(({ amount: each }) => each)) };
  });
}

/** A source as the store knows it. */
function plain({ name, kind, basis, settlesAfterDays }: SpendSource): SpendSource {
  return { name, kind, basis, settlesAfterDays };
}
