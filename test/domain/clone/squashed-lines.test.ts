import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CloneChange } from "../../../src/domain/clone/clone-change.ts";
import { workOf } from "../../../src/domain/clone/clone-changes.ts";
import { runs } from "../../support/limits.ts";
import { ADA, BO, changes, type Draft, GITHUB, graphOf, told } from "./graphs.ts";

const CY = { name: "Cy Example", email: "cy@mail.example" };

/** A commit as the author pushed it, and as GitHub squashed a pull request. */
const pushed = (by: typeof ADA, parent: string, rest: Draft = {}): Draft => ({
  ...{ by, committer: by, parents: [parent] },
  ...rest,
});
const squashed = (by: typeof ADA, parent: string, rest: Draft = {}): Draft => ({
  ...pushed(by, parent, rest),
  committer: GITHUB,
});
const merged = (...parents: string[]): Draft => ({
  ...{ parents, by: CY, committer: CY, message: "Merge branch v3.7 into master" },
});

describe("a line that is merged without a number", () => {
  it("is one change for each pull request that GitHub squashed to it, of its author and on its day", () => {
    const drafts = {
      root: squashed(ADA, ""),
      main: squashed(CY, "root"),
      a: squashed(ADA, "root", { minute: 10 }),
      b: squashed(BO, "a", { minute: 3_000 }),
      release: pushed(CY, "b", { minute: 3_001 }),
      merge: { ...merged("main", "release"), minute: 9_000 },
    };

    expect(told(drafts)).toEqual(["root: root", "main: main", "a: a", "b: b", "merge: release merge a b"]);
    const days = changes(drafts)
      .slice(2)
      .map(({ builder, mergedAt }) => [builder, mergedAt.getUTCDate()]);
    expect(days).toEqual([
      [ADA.email, 1],
      [BO.email, 3],
      [CY.email, 7],
    ]);
  });

  it("is taken apart with the lines that were merged into it", () => {
    const drafts = {
      root: squashed(ADA, ""),
      a: squashed(ADA, "root"),
      forward: merged("root", "a"),
      b: squashed(BO, "forward"),
      merge: merged("root", "b"),
    };

    expect(told(drafts)).toEqual(["root: root", "a: a", "b: b"]);
  });

  it.each<[string, Readonly<Record<string, Draft>>]>([
    ["one author's, made in the browser", { x: squashed(ADA, "root"), y: squashed(ADA, "x") }],
    ["one author's, with another one's suggestion", { x: pushed(ADA, "root"), y: squashed(BO, "x") }],
    [
      "two authors', with a suggestion of each",
      {
        w: pushed(ADA, "root"),
        x: pushed(BO, "w"),
        y: squashed(ADA, "x"),
        z: squashed(BO, "y"),
      },
    ],
    ["two authors', pushed", { x: pushed(ADA, "root"), y: pushed(BO, "x") }],
  ])("stays one change where it is a topic: %s", (_, topic) => {
    const tip = Object.keys(topic).at(-1) ?? "";
    const drafts = { root: pushed(CY, ""), main: pushed(CY, "root"), ...topic, merge: merged("main", tip) };

    expect(changes(drafts).at(-1)?.commits).toHaveLength(Object.keys(topic).length + 1);
  });

  it("stays one change where a pull request merged it", () => {
    const drafts = {
      root: squashed(ADA, ""),
      a: squashed(ADA, "root"),
      b: squashed(BO, "a"),
      merge: { ...merged("root", "b"), message: "Merge pull request #3 from acme/topic" },
    };

    expect(told(drafts)).toEqual(["root: root", "#3: a b"]);
  });

  it("leaves a topic within it whole", () => {
    const drafts = {
      root: squashed(ADA, ""),
      a: squashed(ADA, "root"),
      x: pushed(BO, "a"),
      y: pushed(BO, "x"),
      suggestion: squashed(CY, "y"),
      topic: { ...merged("a", "suggestion"), message: "Merge branch 'topic' into v3.7" },
      b: squashed(BO, "topic"),
      merge: merged("root", "b"),
    };

    expect(told(drafts)).toEqual(["root: root", "a: a", "b: b", "merge: x y suggestion merge topic a b"]);
  });

  it("gives each commit to one change, and each squashed pull request to its author, however lines are nested", () => {
    const step = fc.record({
      line: fc.nat(2),
      kind: fc.constantFrom("squash", "push", "forward"),
      by: fc.constantFrom(ADA, BO, CY),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        // Lines of three versions; what is done on one is merged into the next.
        const tips = ["root", "root", "root"];
        const drafts: Record<string, Draft> = { root: squashed(CY, "") };
        for (const [at, { line, kind, by }] of steps.entries()) {
          const [tip = "", below = ""] = [tips[line], tips[line - 1] ?? tips[line]];
          const isForward = kind === "forward" && below !== tip;
          if (kind === "forward" && !isForward) continue;
          drafts[`${at}`] = isForward
            ? merged(tip, below)
            : { squash: squashed, push: pushed }[kind as "push"](by, tip);
          tips[line] = `${at}`;
        }
        const found = workOf({
          graph: graphOf(drafts),
          head: tips[2] ?? "",
          others: [],
          edge: new Set(),
        }).changes;
        const ownOf = ({ claiming }: CloneChange) => claiming.own.map(({ sha }) => sha);
        const own = found.flatMap(ownOf);

        expect(new Set(own).size).toBe(own.length);
        for (const change of found.filter((each) => ownOf(each).length === 1))
          expect(change.builder).toBe(drafts[ownOf(change)[0] ?? ""]?.by?.email);
      }),
      { numRuns: runs(100) },
    );
  });
});
