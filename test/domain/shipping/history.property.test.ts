import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Workshop } from "../../../dev/simulation/clone/workshop.ts";
import { reachableFrom } from "../../../dev/simulation/world/reachable.ts";
import type { Change } from "../../../src/domain/shipping/change.ts";
import type { JudgedEvent, ShippingRecord } from "../../../src/domain/shipping/deployment.ts";
import { judgeEvents } from "../../../src/domain/shipping/event-judgement.ts";
import type { ShippedChange } from "../../../src/domain/shipping/judgement.ts";
import { relateChanges } from "../../../src/domain/shipping/relations.ts";
import { deriveShipping, type History, type Shipping } from "../../../src/domain/shipping/shipping.ts";
import { runs } from "../../support/limits.ts";
import { type Played, play } from "../../support/play.ts";
import { nothing, type Script, type Step, scripts } from "../../support/script.ts";

const numRuns = runs(200, 40);
/** Some of what is rare is in no fewer. */
const COUNTED = runs(200, 200);
const DAY = 86_400_000;

/** Long after the last step, so that all that may still happen by waiting has happened. */
function later(shop: Workshop): Date {
  return new Date(shop.now.getTime() + 40 * DAY);
}

/** What became of all changes of a script. */
function shippingOf({ shop }: Played, read: (history: History) => History = (history) => history): Shipping {
  return deriveShipping(read(shop.history()), later(shop));
}

/** What became of those that the steps made, in their order. */
function judged(played: Played, read?: (history: History) => History): ShippedChange[] {
  const { changes } = shippingOf(played, read);
  return played.made.map(({ id }) => changes.get(id)).filter((each) => each !== undefined);
}

/** What became of the changes that were put in between the steps. */
function othersOf(played: Played, read?: (history: History) => History): ShippedChange[] {
  const own = new Set(played.made.map(({ id }) => id));
  return [...shippingOf(played, read).changes.values()].filter(({ change }) => !own.has(change.id));
}

function outcomesOf(played: Played, read?: (history: History) => History): string[] {
  return judged(played, read).map(({ outcome }) => outcome);
}

/** A history in which reverts are known by their names alone. */
function withoutTrees(history: History): History {
  const graph = new Map([...history.graph].map(([sha, { parents }]) => [sha, { parents }]));
  return { ...history, graph };
}

/** A history in which nothing but what a change says of itself tells that it reverts or repeats another one. */
function byNameAlone(history: History): History {
  return withoutTrees({
    ...history,
    changes: history.changes.map((each) => ({ ...each, patchId: undefined })),
  });
}

/** A script with steps put in between, and those alone. */
function inserted(script: Script, between: readonly { readonly at: number; readonly step: Step }[]): Script {
  const steps = script.steps.flatMap((step, index) => [
    ...between.filter(({ at }) => at % script.steps.length === index).map(({ step: extra }) => extra),
    step,
  ]);
  return { ...script, steps };
}

function named({ steps, ...script }: Script): Script {
  return { ...script, steps: steps.map((step) => ("isNamed" in step ? { ...step, isNamed: true } : step)) };
}

function count<Item>(items: Iterable<Item>, into: Map<Item, number>): void {
  for (const item of items) into.set(item, (into.get(item) ?? 0) + 1);
}

describe("generated histories", () => {
  it("hold all that can become of a change and of a deployment, and most of them much of it", () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(scripts, (script) => {
        const played = play(script);
        const { ledger } = shippingOf(played);
        const all = judged(played);
        const kinds = all.map(
          ({ undoing }) => undoing && `${undoing.isLate ? "late" : "soon"} ${undoing.by.kind}`,
        );
        const outcomes = all.map(({ outcome }) => outcome);
        const reasons = ledger.map(({ reason }) => reason ?? "counted");
        count(new Set([...outcomes, ...reasons, ...kinds, ...againOf(played)]), seen);
      }),
      { numRuns: COUNTED },
    );

    const rare = Object.keys(EXPECTED).filter(
      (kind) => (seen.get(kind) ?? 0) < (EXPECTED[kind] ?? 1) * COUNTED,
    );
    expect(rare, JSON.stringify([...seen])).toEqual([]);
  });

  it("(a) give the same whatever the order of the facts, and however often each is told", () => {
    const cases = scripts.chain((script) => {
      const played = play(script);
      const history = played.shop.history();
      return fc.record({
        played: fc.constant(played),
        changes: shuffledTwice(history.changes),
        deployments: shuffledTwice(history.deployments.map(reversed)),
        rules: shuffledTwice(history.rules),
        graph: shuffledTwice([...history.graph]).map((entries) => new Map(entries)),
      });
    });
    fc.assert(
      fc.property(cases, ({ played, ...facts }) => {
        expect(told(shippingOf(played, (history) => ({ ...history, ...facts })))).toBe(
          told(shippingOf(played)),
        );
      }),
      { numRuns },
    );
  });

  it("(b) stay as they are when what an environment holds is deployed to it again", () => {
    let redeployed = 0;
    fc.assert(
      fc.property(scripts, fc.nat(), fc.nat(), (script, step, environment) => {
        const held = (shop: Workshop) => {
          const heads = headsOf(shop);
          redeployed++;
          return heads[environment % Math.max(1, heads.length)];
        };

        const again = play(script, { redeployAfter: { step: step % script.steps.length, held } });
        const once = play(script);
        // Between a failure and the retry of a deployment, it makes the retry a deployment of its own.
        fc.pre(failuresOf(again) === failuresOf(once));
        expect(outcomesOf(again)).toEqual(outcomesOf(once));
      }),
      { numRuns },
    );
    expect(redeployed).toBeGreaterThanOrEqual(numRuns);
  });

  // What documentation lies between a change and its revert hides that the revert restores earlier content.
  it.each([
    ["empty", [], scripts, undefined],
    ["of documentation", ["README.md", "docs/guide.txt"], scripts.map(named), withoutTrees],
  ])("(c) stay as they are when changes put in are %s, and these are never net", (_, paths, all, read) => {
    const steps = fc.array(fc.record({ at: fc.nat(), step: nothing(paths) }), { minLength: 1, maxLength: 4 });
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(all, steps, (script, between) => {
        const played = play(inserted(script, between));
        const others = othersOf(played, read).map(({ outcome }) => outcome);
        count(others, seen);

        expect(outcomesOf(played, read)).toEqual(outcomesOf(play(script), read));
        expect(others).not.toContain("net");
      }),
      { numRuns },
    );
    expect(seen.get("ineffective")).toBeGreaterThan(numRuns / 2);
  });

  it("(d) stay as they are when all is deployed to a second region, too", () => {
    fc.assert(
      fc.property(scripts, (script) => {
        expect(outcomesOf(play(script, { isFannedOut: true }))).toEqual(outcomesOf(play(script)));
      }),
      { numRuns },
    );
  });

  it("(e) stay as they are whatever the trailers say", () => {
    const attribution = fc.constantFrom("declared" as const, "undeclared" as const, "unknown" as const);
    fc.assert(
      fc.property(scripts, fc.infiniteStream(attribution), (script, attributions) => {
        const steps = script.steps.map((step) => {
          return "attribution" in step ? { ...step, attribution: attributions.next().value } : step;
        });

        expect(outcomesOf(play({ ...script, steps }))).toEqual(outcomesOf(play(script)));
      }),
      { numRuns },
    );
  });

  it("(f) count nothing of a change and its revert that ship together or within a week", () => {
    const seen = { withdrawn: 0, undone: 0 };
    fc.assert(
      fc.property(scripts.map(named), (script) => {
        const played = play(script);
        const { changes } = shippingOf(played, byNameAlone);
        for (const { of, made } of lastReverts(played)) {
          const [change, revert] = [changes.get(of.id), changes.get(made.id)];
          if (change?.arrival === undefined || revert?.arrival === undefined) continue;
          if (made.mergedAt.getTime() - change.arrival.at.getTime() > 7 * DAY) continue;
          seen.withdrawn += Number(change.outcome === "withdrawn");
          seen.undone += Number(change.outcome === "undone");
          expect([change.outcome, revert.outcome]).not.toContain("net");
        }
      }),
      { numRuns },
    );
    expect(Math.min(seen.withdrawn, seen.undone)).toBeGreaterThan(numRuns / 20);
  });

  it("(g) count a builder for no more than the days on which they merged what is no rework", () => {
    fc.assert(
      fc.property(scripts.map(named), (script) => {
        const { shop, made, deeds } = play(script);
        const rework = new Set(deeds.map((deed) => deed.made));
        const output = new Set(made.filter((change) => !rework.has(change)).map(pairOf));
        const net = judged({ shop, made, deeds }).filter(({ outcome }) => outcome === "net");
        const pairs = new Set(net.map(({ change }) => pairOf(change)));
        const [builders, days] = [new Set(made.map(({ builder }) => builder)), new Set(made.map(dayOf))];

        expect([...pairs].filter((pair) => !output.has(pair))).toEqual([]);
        expect(pairs.size).toBeLessThanOrEqual(builders.size * days.size);
      }),
      { numRuns },
    );
  });

  it("(h) tell as the arrival of a change the first deployment from which it is reachable", () => {
    const seen = { first: 0, byBranch: 0, pending: 0 };
    fc.assert(
      fc.property(scripts, (script) => {
        const played = play(script);
        const reachedBy = deploymentsReaching(played.shop.history());
        for (const { change, arrival, outcome } of shippingOf(played).changes.values()) {
          const reaching = reachedBy(change);
          // A branch that was deployed before its merge may have been gone again by then.
          const isByBranch = reaching.some(({ at }) => at < change.mergedAt);
          const [first] = reaching.map(({ deployment: { id } }) => id);
          if (outcome === "pending" && !isByBranch) expect(first).toBeUndefined();
          // What is reached without its content has arrived, and counts for nothing.
          if (first === undefined && arrival !== undefined)
            expect(["outside", "automation", "rework", "ineffective"]).toContain(outcome);
          if (first === undefined) continue;
          if (arrival !== undefined && !isByBranch) expect(arrival.deploymentId).toBe(first);
          if (arrival === undefined) continue;
          expect(reaching.map(({ deployment }) => deployment.id)).toContain(arrival.deploymentId);
          expect(arrival.at.getTime()).toBeGreaterThanOrEqual(change.mergedAt.getTime());
          seen[isByBranch ? "byBranch" : "first"]++;
        }
      }),
      { numRuns },
    );
    expect(Math.min(seen.first, seen.byBranch * 10)).toBeGreaterThan(numRuns);
  });
});

/** Of a change that ends with commits that change nothing, the one before; else its end. */
function lastChanging(graph: History["graph"], { commits }: Change, end: string): string {
  let last = end;
  while (commits.includes(last) && isEmptyIn(graph, last)) last = graph.get(last)?.parents[0] ?? "";
  return commits.includes(last) ? last : end;
}

/** In what share of the histories something is seen at least. */
const EXPECTED: Readonly<Record<string, number>> = {
  ...{ net: 0.8, rework: 0.8, undone: 0.5, outside: 0.9, pending: 0.5, withdrawn: 0.3, ineffective: 0.3 },
  ...{ "soon revert": 0.25, "late revert": 0.05, "soon rollback": 0.05, "late rollback": 0.005 },
  ...{ counted: 0.8, baseline: 0.9, "same-commit": 0.5, rollback: 0.5, "no-effective-change": 0.8 },
  ...{ reused: 0.25, promoted: 0.1 },
  ...{ failed: 0.3, "untrusted-creator": 0.1, "not-production": 0.2 },
};

function shuffledTwice<Item>(items: readonly Item[]): fc.Arbitrary<Item[]> {
  return fc.shuffledSubarray([...items, ...items], { minLength: items.length * 2 });
}

/** Whether one record shipped more than once, or was promoted to production. */
function againOf({ shop }: Played): string[] {
  const { deployments, rules } = shop.history();
  const events = judgeEvents(deployments, rules);
  const shipped = events
    .filter(({ ending }) => ending === "production")
    .map(({ deployment }) => deployment.id);
  const staged = events.filter(({ ending }) => ending === "not-production");
  const isPromoted = staged.some(({ deployment: { id } }) => shipped.includes(id));
  const isReused = new Set(shipped).size < shipped.length;
  return [...(isReused ? ["reused"] : []), ...(isPromoted ? ["promoted"] : [])];
}

function dayOf({ mergedAt }: Change): string {
  return mergedAt.toISOString().slice(0, 10);
}

function pairOf(change: Change): string {
  return `${change.builder} ${dayOf(change)}`;
}

function reversed(record: ShippingRecord): ShippingRecord {
  return record.kind === "release"
    ? { ...record, releaseStates: record.releaseStates.toReversed(), tags: record.tags.toReversed() }
    : { ...record, statuses: record.statuses.toReversed() };
}

/** What became of a history as JSON, in an order of its own. */
function told({ ledger, changes }: Shipping): string {
  const sorted = [...changes.values()].sort((a, b) => a.change.id.localeCompare(b.change.id));
  return JSON.stringify({ ledger, sorted });
}

/** What each environment of production holds. */
function headsOf(shop: Workshop): JudgedEvent[] {
  return [...new Map(productionsOf(shop.history()).map((each) => [each.target, each])).values()];
}

function productionsOf({ deployments, rules }: History): JudgedEvent[] {
  return judgeEvents(deployments, rules).filter(({ ending }) => ending === "production");
}

function failuresOf({ shop }: Played): number {
  const { deployments, rules } = shop.history();
  return judgeEvents(deployments, rules).filter(({ ending }) => ending === "failed").length;
}

/** The reverts of a script after which nothing touches what they revert, nor them. */
function lastReverts({ deeds }: Played): readonly { readonly of: Change; readonly made: Change }[] {
  const touches = ({ carriers }: Change) =>
    deeds.filter(({ of }) => carriers.some((sha) => of.carriers.includes(sha) || of.commits.includes(sha)));
  return deeds.filter(
    ({ kind, of, made }) => kind === "revert" && touches(of).length === 1 && touches(made).length === 0,
  );
}

/** Whether a commit has the content of its first parent. */
function isEmptyIn(graph: History["graph"], sha: string): boolean {
  const { tree, parents: [first = ""] = [] } = graph.get(sha) ?? {};
  return tree !== undefined && graph.get(first)?.tree === tree;
}

/** A history in which a merge with the content of its first parent leads to nothing else. */
function withoutEmptyMerges(graph: History["graph"]): History["graph"] {
  return new Map(
    [...graph].map(([sha, { parents, tree }]) => [
      sha,
      { parents: isEmptyIn(graph, sha) ? parents.slice(0, 1) : parents, tree },
    ]),
  );
}

function firstParents(graph: History["graph"]): History["graph"] {
  return new Map([...graph].map(([sha, { parents }]) => [sha, { parents: parents.slice(0, 1) }]));
}

/**
 * Finds the deployments to production that bring a change, by walking the graph from each of them.
 *
 * What one reached through an empty merge, it left out; so does all that descends from it, but by its own line.
 */
function deploymentsReaching(history: History) {
  const { graph } = history;
  const content = withoutEmptyMerges(graph);
  const reached = productionsOf(history).map((event) => ({
    event,
    shas: reachableFrom(graph, event.sha),
    brought: new Set([...reachableFrom(content, event.sha)].filter((sha) => !isEmptyIn(graph, sha))),
    line: reachableFrom(firstParents(graph), event.sha),
  }));
  const { carriersOf } = relateChanges(history.changes, { returns: [], sides: [], stays: new Map() });
  return (change: Change): JudgedEvent[] => {
    const isMine = ({ channel }: JudgedEvent) =>
      channel === "" || change.services.length === 0 || change.services.includes(channel);
    const mine = reached.filter(({ event }) => isMine(event));
    const bringing = carriersOf(change).flatMap((carrier) => {
      const reaching = mine.filter(({ shas }) => shas.has(carrier));
      const last = lastChanging(graph, change, carrier);
      const first = reaching.findIndex(({ brought }) => brought.has(last));
      const left = first < 0 ? reaching : reaching.slice(0, first);
      // What a merge left out comes by its own line, or with what does not go on from there.
      return reaching.filter(
        ({ shas, brought, line }) =>
          brought.has(last) && (line.has(last) || !left.some(({ event: { sha } }) => shas.has(sha))),
      );
    });
    return reached.filter((each) => bringing.includes(each)).map(({ event }) => event);
  };
}
