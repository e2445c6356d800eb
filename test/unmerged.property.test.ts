import fc from "fast-check";
import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Past, servePast } from "../dev/simulation/past/github-past.ts";
import type { Delivery } from "../dev/simulation/story/story.ts";
import { at } from "../dev/simulation/world/history.ts";
import { account, pullRequestPayload } from "../dev/simulation/world/payloads.ts";
import type { WorldCommit } from "../dev/simulation/world/world.ts";
import type { Digest } from "../src/domain/metric/digest.ts";
import type { Stores } from "../src/storage/stores.ts";
import { backfill, request } from "./support/backfill.ts";
import { deliver } from "./support/deliver.ts";
import { assertOfMuch, runs } from "./support/limits.ts";
import { openTestStores, settingsWith, wholeDigest } from "./support/stores.ts";

const WEEKS = ["2026-W45", "2026-W46", "2026-W47", "2026-W48"];
const END = at(30);
const MINUTE = 60_000;
const CLAUDE = "Work\n\nCo-Authored-By: Claude <noreply@anthropic.com>";
const KINDS = ["declared", "undeclared", "automation"] as const;

/** A pull request: what it is, and when it is closed, opened again, and so on. */
interface Life {
  readonly kind: (typeof KINDS)[number];
  readonly isMergedAtLast: boolean;
  /** The minutes before each of its ends; none between some closings and openings. */
  readonly gaps: readonly number[];
}

const life: fc.Arbitrary<Life> = fc.record({
  kind: fc.constantFrom(...KINDS),
  isMergedAtLast: fc.boolean(),
  gaps: fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 6 * 24 * 60 })), { maxLength: 4 }),
});

interface Told {
  readonly payload: ReturnType<typeof pullRequestPayload>;
  readonly does: "open" | "close" | "merge";
  readonly at: Date;
}

/** Tells the life of a pull request: opened, closed, opened again, closed again or merged. */
function tell({ kind, isMergedAtLast, gaps }: Life, index: number): readonly Told[] {
  const number = index + 1;
  const author =
    kind === "automation"
      ? { id: 49_699_333, login: "dependabot[bot]", type: "Bot" as const }
      : account(number);
  const openedAt = at(2, 9);
  const of = { number, base: "m0", head: `h${number}`, openedAt, author };
  let now = openedAt.getTime();
  const opened: Told = {
    payload: pullRequestPayload({ ...of, updatedAt: openedAt }),
    does: "open",
    at: openedAt,
  };
  const ends = gaps.map((gap, place): Told => {
    now += gap * MINUTE;
    const time = new Date(now);
    const isLast = place === gaps.length - 1;
    if (isLast && isMergedAtLast) {
      const merge = { sha: `s${number}`, by: account(60) };
      return { payload: pullRequestPayload({ ...of, updatedAt: time, merge }), does: "merge", at: time };
    }
    return place % 2 === 0
      ? { payload: pullRequestPayload({ ...of, updatedAt: time, closedAt: time }), does: "close", at: time }
      : {
          payload: pullRequestPayload({ ...of, updatedAt: time, action: "reopened" }),
          does: "open",
          at: time,
        };
  });
  return [opened, ...ends];
}

/** The last of what is told of a pull request. Of one second, what ends it comes last. */
function lastOf(told: readonly Told[]): Told | undefined {
  const rank = { open: 0, close: 1, merge: 2 };
  return told.toSorted((a, b) => a.at.getTime() - b.at.getTime() || rank[a.does] - rank[b.does]).at(-1);
}

function worldOf(lives: readonly Life[]): Map<string, WorldCommit> {
  const world = new Map<string, WorldCommit>([["m0", { parents: [], message: "Begin" }]]);
  for (const [index, { kind }] of lives.entries()) {
    const number = index + 1;
    const message = kind === "declared" ? CLAUDE : "Work";
    const files = [`src/${number}.ts`];
    world.set(`w${number}`, { parents: ["m0"], message, files });
    // A merge commit is not its own, whatever it declares.
    world.set(`h${number}`, { parents: [`w${number}`, "m0"], message: CLAUDE, files });
    world.set(`s${number}`, { parents: ["m0"], message: "Squash", files });
  }
  return world;
}

function pastOf(world: Past["world"], all: readonly (readonly Told[])[]): Past {
  const last = all.flatMap((told) => lastOf(told) ?? []);
  return {
    ...{ world, head: "m0", reviews: [], pushes: [], statuses: [] },
    pulls: last.flatMap(({ does, payload }) => (does === "merge" ? [payload] : [])),
    unmerged: last.flatMap(({ does, payload, at: closedAt }) =>
      does === "close" ? [{ payload, closings: [closedAt] }] : [],
    ),
  };
}

/** The numbers of closed and merged pull requests of each week, told from the lives alone. */
function expected(lives: readonly Life[], all: readonly (readonly Told[])[]) {
  return WEEKS.map((_, place) => {
    const [from, until] = [at(2 + 7 * place, 0), at(9 + 7 * place, 0)];
    const ended = lives.flatMap(({ kind }, index) => {
      const last = lastOf(all[index] ?? []);
      const isIn = last !== undefined && last.does !== "open" && last.at >= from && last.at < until;
      return isIn && kind !== "automation" ? [{ kind, isMerged: last.does === "merge" }] : [];
    });
    const of = (kind?: Life["kind"]) => {
      const some = ended.filter((each) => kind === undefined || each.kind === kind);
      return { closed: some.length, merged: some.filter(({ isMerged }) => isMerged).length };
    };
    return { ...of(), declared: of("declared"), undeclared: of("undeclared"), unknown: { closed: 0 } };
  });
}

async function digestsOf(stores: Stores): Promise<readonly Digest[]> {
  const digests: Digest[] = [];
  for (const week of WEEKS) digests.push(await wholeDigest(stores, { week, now: END }));
  return digests;
}

function shuffled(all: readonly Delivery[]): fc.Arbitrary<readonly Delivery[]> {
  return fc
    .subarray([...all])
    .chain((again) => fc.shuffledSubarray([...all, ...again], { minLength: all.length + again.length }));
}

beforeEach(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());

describe("pull requests that are closed, opened again and merged", () => {
  it("are counted in the week of their end, in any order of deliveries and doubled, and read later", async () => {
    const seen = { unmerged: 0, reopened: 0, merged: 0, declared: 0 };
    const lives = fc.array(life, { minLength: 1, maxLength: 6 }).chain((some) => {
      const all = some.map(tell);
      const deliveries = all.flat().map(({ payload }) => ({ event: "pull_request", payload }) as Delivery);
      return fc.record({ some: fc.constant(some), all: fc.constant(all), deliveries: shuffled(deliveries) });
    });
    await assertOfMuch(
      fc.asyncProperty(lives, async ({ some, all, deliveries }) => {
        nock.cleanAll();
        const past = pastOf(worldOf(some), all);
        servePast(past);
        const [live, late, byRest] = [await openTestStores(), await openTestStores(), await openTestStores()];
        await deliver(live, deliveries, { end: END, settings: settingsWith() });
        await request(late, END);
        await backfill(late, { now: END });
        nock.cleanAll();
        servePast(past, { refuses: (_, query) => (query.includes("ClosedPulls") ? [502, {}] : undefined) });
        await request(byRest, END);
        await backfill(byRest, { now: END });
        const told = expected(some, all);
        const delivered = await digestsOf(live);

        expect(delivered.map(({ pulls }) => pulls)).toMatchObject(told);
        expect(await digestsOf(late)).toEqual(delivered);
        expect(await digestsOf(byRest)).toEqual(delivered);
        for (const each of told) {
          seen.unmerged += each.closed - each.merged;
          seen.merged += each.merged;
          seen.declared += each.declared.closed;
        }
        seen.reopened += all.filter((each) => each.length > 3).length;
        for (const stores of [live, late, byRest]) stores.close();
      }),
      {
        ...{ numRuns: runs(100, 30), seed: 3 },
        expectMuch: (numRuns) =>
          expect(Object.entries(seen).filter(([, times]) => times < numRuns / 5)).toEqual([]),
      },
    );
  });

  it("are not counted where an earlier version read merged ones only", async () => {
    const lives: readonly Life[] = [{ kind: "declared", isMergedAtLast: false, gaps: [60] }];
    servePast(pastOf(worldOf(lives), lives.map(tell)));
    const stores = await openTestStores();
    await request(stores, END);
    const upgraded = await stores.backfills.findNextDue(END, { repositories: [] });
    if (upgraded === undefined) return expect.fail("no past is read");
    await stores.backfills.save({ ...upgraded, state: "done", mergedOnlyBefore: at(10) });

    expect((await digestsOf(stores)).map(({ pulls }) => pulls?.closed)).toEqual([undefined, undefined, 0, 0]);
    await request(stores, END);
    await backfill(stores, { now: END });
    expect((await digestsOf(stores)).map(({ pulls }) => pulls?.closed)).toEqual([1, 0, 0, 0]);
  });
});
