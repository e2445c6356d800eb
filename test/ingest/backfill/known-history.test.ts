import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reachableFrom } from "../../../dev/simulation/world/reachable.ts";
import { createKnownHistory } from "../../../src/ingest/backfill/known-history.ts";
import { runs } from "../../support/limits.ts";

const STRETCH = { branch: "main", isComplete: true };

/** Any graph: the parents of each commit are among the earlier ones. */
const graphs = fc
  .array(fc.tuple(fc.nat(3), fc.option(fc.nat(6))), { minLength: 4, maxLength: 30 })
  .map((all) => {
    const parents = all.map(([first, second], index) =>
      [first, second].flatMap((back) => (back === null || back >= index ? [] : [`c${index - 1 - back}`])),
    );
    return new Map(parents.map((each, index) => [`c${index}`, { parents: [...new Set(each)] }]));
  });

describe("what is known of a history", () => {
  it("is exactly what lies between two commits, for any history that is cut off behind a base", async () => {
    const at = fc.double({ min: 0, max: 0.999, noNaN: true });
    await fc.assert(
      fc.asyncProperty(graphs, at, at, at, async (graph, cut, one, other) => {
        const shas = [...graph.keys()];
        const [base = "", from = "", head = ""] = [cut, one, other].map(
          (part) => shas[Math.floor(part * shas.length)],
        );
        const tip = shas.at(-1) ?? "";
        const stored = reachableFrom(graph, tip, reachableFrom(graph, base));
        const kept = new Map([...stored].map((sha) => [sha, graph.get(sha)?.parents ?? []]));
        const known = await createKnownHistory(kept, { ...STRETCH, base, head: tip });
        const between = reachableFrom(graph, head, reachableFrom(graph, from));
        if (!known.isKnown({ base: from, head })) return;

        expect([...between].filter((sha) => !kept.has(sha))).toEqual([]);
        expect(new Set(known.commitsOf({ base: from, head }))).toEqual(between);
      }),
      { numRuns: runs(2_000) },
    );
  });

  it("holds every stretch of a straight line", async () => {
    const graph = new Map([1, 2, 3, 4].map((number) => [`m${number}`, [`m${number - 1}`]]));
    const known = await createKnownHistory(graph, { ...STRETCH, base: "m0", head: "m4" });

    expect(known.isKnown({ base: "m0", head: "m4" })).toBe(true);
    expect(known.commitsOf({ base: "m1", head: "m4" })).toEqual(["m2", "m3", "m4"]);
    expect(known.commitsOf({ base: "m3", head: "m1" })).toEqual([]);
  });

  it("is nothing beyond the base, of another branch, or while the stretch is not read whole", async () => {
    const graph = new Map([1, 2].map((number) => [`m${number}`, [`m${number - 1}`]]));
    const known = await createKnownHistory(graph, { ...STRETCH, base: "m0", head: "m2" });
    const open = await createKnownHistory(graph, { ...STRETCH, base: "m0", head: "m2", isComplete: false });

    expect(known.isKnown({ base: "earlier", head: "m2" })).toBe(false);
    expect(known.isKnown({ base: "m0", head: "elsewhere" })).toBe(false);
    expect(open.isKnown({ base: "m0", head: "m2" })).toBe(false);
    expect(open.commitsOf({ base: "m1", head: "m2" })).toEqual(["m2"]);
  });
});
