import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reachableFrom } from "../../../dev/simulation/world/reachable.ts";
import { type CommitGraph, newCommits } from "../../../src/domain/shipping/commit-graph.ts";
import { type CommitOrder, commitsOnlyIn, isAncestor } from "../../../src/domain/shipping/commit-order.ts";
import { NotLoaded } from "../../../src/domain/shipping/loaded-facts.ts";
import { runs } from "../../support/limits.ts";

const numRuns = runs(500);

/** A graph of commits `0`, `1`, …, each with up to three parents among the earlier ones, mostly near ones. */
const graphs: fc.Arbitrary<CommitGraph> = fc
  .array(
    fc.array(fc.oneof({ weight: 4, arbitrary: fc.nat(3) }, fc.nat(30)), { minLength: 1, maxLength: 3 }),
    {
      minLength: 8,
      maxLength: 30,
    },
  )
  .map(
    (all) =>
      new Map(
        all.map((back, number) => {
          const parents = back.map((steps) => number - 1 - steps).filter((parent) => parent >= 0);
          return [`${number}`, { parents: [...new Set(parents)].map(String) }];
        }),
      ),
  );

/** A graph with the heads that production held one after the other, and a few questions about its commits. */
const cases = graphs.chain((graph) => {
  const sha = fc.constantFrom(...graph.keys());
  return fc.record({
    graph: fc.constant(graph),
    landed: fc.array(sha, { minLength: 3, maxLength: 6 }),
    heads: fc.array(sha, { minLength: 1, maxLength: 3 }),
    others: fc.array(sha, { minLength: 1, maxLength: 3 }),
    horizon: fc.nat(6),
  });
});

/** Numbers the commits as production comes to hold them; only those from `horizon` on are loaded. */
function orderOf(graph: CommitGraph, landed: readonly string[], horizon = 0): CommitOrder {
  const positions = new Map<string, number>();
  for (const head of landed) {
    for (const sha of newCommits(graph, head, (each) => positions.has(each)))
      positions.set(sha, positions.size);
  }
  return {
    positionOf: (sha) => {
      const position = positions.get(sha);
      return position === undefined || position < horizon ? undefined : position;
    },
    parentsOf: (sha) => graph.get(sha)?.parents ?? [],
  };
}

function loadedOf(order: CommitOrder, shas: Iterable<string>): string[] {
  return [...shas].filter((sha) => order.positionOf(sha) !== undefined);
}

/** The obvious definition: whatever can be reached from a head, without what can be reached from the others. */
function onlyIn(graph: CommitGraph, heads: readonly string[], others: readonly string[]): string[] {
  const excluded = new Set(others.flatMap((sha) => [...reachableFrom(graph, sha)]));
  const reached = new Set(heads.flatMap((sha) => [...reachableFrom(graph, sha)]));
  return [...reached].filter((sha) => !excluded.has(sha)).sort();
}

function answer<Value>(ask: () => Value): Value | "not loaded" {
  try {
    return ask();
  } catch (error) {
    if (error instanceof NotLoaded) return "not loaded";
    throw error;
  }
}

describe("the order of commits", () => {
  it("numbers parents before children, and every commit once", () => {
    fc.assert(
      fc.property(cases, ({ graph, landed }) => {
        const order = orderOf(graph, landed);
        const held = new Set(landed.flatMap((sha) => [...reachableFrom(graph, sha)]));
        const numbers = [...held].map((sha) => order.positionOf(sha) ?? -1);

        expect(numbers.toSorted((a, b) => a - b)).toEqual([...held].map((_, index) => index));
        for (const sha of held) {
          for (const parent of order.parentsOf(sha)) {
            expect(order.positionOf(parent)).toBeLessThan(order.positionOf(sha) ?? -1);
          }
        }
      }),
      { numRuns },
    );
  });

  it("brings the new commits of a head parents first, all of them, and no known one", () => {
    fc.assert(
      fc.property(cases, ({ graph, landed: [known = "", head = known] }) => {
        const before = reachableFrom(graph, known);
        const fresh = newCommits(graph, head, (sha) => before.has(sha));

        expect(fresh.toSorted()).toEqual(onlyIn(graph, [head], [known]));
        for (const [index, sha] of fresh.entries()) {
          const parents = (graph.get(sha)?.parents ?? []).filter((parent) => !before.has(parent));
          expect(fresh.slice(0, index)).toEqual(expect.arrayContaining(parents));
        }
      }),
      { numRuns },
    );
  });

  it("knows ancestors as the graph does, also when only the newest commits are loaded", () => {
    let ancestors = 0;
    fc.assert(
      fc.property(cases, ({ graph, landed, horizon }) => {
        const order = orderOf(graph, landed, horizon);
        const loaded = loadedOf(order, graph.keys());
        for (const ancestor of loaded) {
          for (const sha of loaded) {
            const expected = reachableFrom(graph, sha).has(ancestor);
            ancestors += Number(expected && ancestor !== sha);
            expect(isAncestor(order, ancestor, sha)).toBe(expected);
          }
        }
      }),
      { numRuns },
    );
    expect(ancestors).toBeGreaterThan(numRuns);
  });

  it("knows what only some heads have as the graph does", () => {
    let found = 0;
    fc.assert(
      fc.property(cases, ({ graph, landed, heads, others }) => {
        const order = orderOf(graph, landed);
        const [ours, theirs] = [loadedOf(order, heads), loadedOf(order, others)];
        const expected = onlyIn(graph, ours, theirs);
        found += Number(expected.length > 0 && theirs.length > 0);

        const only = commitsOnlyIn(order, ours, theirs);
        expect(only.toSorted()).toEqual(expected);
        expect(only).toHaveLength(new Set(only).size);
      }),
      { numRuns },
    );
    expect(found).toBeGreaterThan(numRuns / 5);
  });

  it("gives the same answer when only the newest commits are loaded, or says that it cannot", () => {
    const seen = { agreed: 0, refused: 0 };
    fc.assert(
      fc.property(cases, ({ graph, landed, heads, others, horizon }) => {
        const order = orderOf(graph, landed, horizon);
        const [ours, theirs] = [loadedOf(order, heads), loadedOf(order, others)];

        const only = answer(() => commitsOnlyIn(order, ours, theirs));
        seen[only === "not loaded" ? "refused" : "agreed"]++;
        if (only !== "not loaded") expect(only.toSorted()).toEqual(onlyIn(graph, ours, theirs));
      }),
      { numRuns },
    );
    expect(Math.min(seen.agreed, seen.refused)).toBeGreaterThan(numRuns / 20);
  });
});
