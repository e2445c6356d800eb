import { describe, expect, it } from "vitest";
import { workOf } from "../../../src/domain/clone/clone-changes.ts";
import { namedChanges, settleCloneClaims } from "../../../src/domain/clone/confirm-claims.ts";
import { isEffectiveFile } from "../../../src/domain/shipping/effective.ts";
import { ADA, BO, changes, type Draft, graphOf, told } from "./graphs.ts";

describe("the changes of a clone", () => {
  it("are squashed pull requests, and pushes without one", () => {
    expect(told({ a: {}, b: { parents: ["a"], message: "fix: it (#7)" } })).toEqual(["a: a", "#7: b"]);
  });

  it("R24: are pull requests that were landed by pushing, each with all commits that name it", () => {
    const lands = (number: number) => `feat: it\n\nPR-URL: https://github.com/acme/shop/pull/${number}`;
    const drafts = {
      a: { message: lands(3), committer: BO },
      b: { parents: ["a"], message: lands(3), committer: BO, minute: 4 },
      c: { parents: ["b"], message: lands(4), committer: BO, minute: 4, by: BO },
      d: { parents: ["c"], message: "feat: it\n\nCloses #9", committer: BO, minute: 5 },
    };

    expect(told(drafts)).toEqual(["#3: a b", "#4: c", "d: d"]);
    expect(changes(drafts)[0]?.builder).toBe(changes(drafts)[2]?.builder);
  });

  it("come to nothing where the last of several commits restores what was before", () => {
    const pushed = (tree: string) =>
      changes({
        root: {},
        a: { parents: ["root"], committer: BO },
        b: { parents: ["a"], committer: BO, minute: 1, tree },
      }).at(-1);

    expect(pushed("tree root")).toMatchObject({ commits: ["a", "b"], isEffective: false });
    expect(pushed("tree b")).toMatchObject({ commits: ["a", "b"], isEffective: true });
  });

  it("R24: are no copies of them on other branches", () => {
    const message = "feat: it\n\nPR-URL: https://github.com/acme/shop/pull/3";
    const graph = graphOf({
      root: {},
      a: { parents: ["root"], message },
      copy: { parents: ["root"], message },
    });

    const { changes: found } = workOf({ graph, head: "a", others: ["copy"], edge: new Set() });
    expect(found.map(({ id }) => id)).toEqual(["root", "#3"]);
  });

  it("are merged pull requests with the commits of their branches", () => {
    const drafts = {
      root: {},
      x: { parents: ["root"] },
      other: { parents: ["root"] },
      update: { parents: ["x", "other"], message: "Merge branch 'main' into topic" },
      y: { parents: ["update"] },
      merge: { parents: ["other", "y"], message: "Merge pull request #3 from acme/topic" },
    };

    expect(told(drafts)).toEqual(["root: root", "other: other", "#3: x y update"]);
    expect(changes(drafts).at(-1)).toMatchObject({ carriers: ["merge", "y"], merges: ["update"] });
  });

  it("are pull requests that were merged into a branch before that was merged", () => {
    expect(
      told({
        root: {},
        work: { parents: ["root"] },
        inner: { parents: ["root", "work"], message: "Merge pull request #1 from acme/work" },
        squashed: { parents: ["inner"], message: "feat: it (#2)" },
        plain: { parents: ["squashed"] },
        outer: { parents: ["root", "plain"], message: "Merge branch 'develop'" },
      }),
    ).toEqual(["root: root", "#1: work", "#2: squashed", "outer: plain outer work inner squashed"]);
  });

  it("leave out merges that bring nothing of their own", () => {
    expect(
      told({
        root: {},
        squashed: { parents: ["root"], message: "feat: it (#2)" },
        outer: { parents: ["root", "squashed"], message: "Merge pull request #9 from acme/develop" },
      }),
    ).toEqual(["root: root", "#2: squashed"]);
  });

  it("are one push when one person committed them within seconds, as a rebase does", () => {
    const drafts = {
      a: { committer: BO, minute: 0 },
      b: { parents: ["a"], committer: BO, minute: 0.05, by: BO },
      c: { parents: ["b"], committer: BO, minute: 9 },
      d: { parents: ["c"], committer: ADA, minute: 9 },
    };

    expect(told(drafts)).toEqual(["b: a b", "c: c", "d: d"]);
  });

  it("keep the number of a pull request for the first commit that bears it", () => {
    expect(
      told({ a: { message: "feat: it (#7)" }, b: { parents: ["a"], message: "feat: it again (#7)" } }),
    ).toEqual(["#7: a", "b: b"]);
  });

  it("of other branches are only pull requests; what was picked there from somewhere repeats a change", () => {
    const [sha, unknown] = ["e".repeat(40), "f".repeat(40)];
    const drafts = {
      root: {},
      plain: { parents: ["root"] },
      pull: { parents: ["plain"], message: "fix: it (#8)" },
      picked: { parents: ["pull"], message: `fix: it\n\n(cherry picked from commit ${sha})` },
      other: { parents: ["picked"], message: `fix: it\n\n(cherry picked from commit ${unknown})` },
      [sha]: { parents: ["root"] },
      main: { parents: [sha] },
    };
    const { sides } = workOf({ graph: graphOf(drafts), head: "main", others: ["other"], edge: new Set() });

    expect(told(drafts, { others: ["other"] })).toEqual([
      "root: root",
      "#8: pull",
      `${sha}: ${sha}`,
      "main: main",
    ]);
    expect(sides).toEqual([{ sha: "picked", pickedFrom: [sha], patchId: undefined }]);
  });

  it("leave out where a shallow clone ends: nobody knows what that changed", () => {
    expect(told({ edge: {}, next: { parents: ["edge"] } }, { edge: new Set(["edge"]) })).toEqual([
      "next: next",
    ]);
  });

  it("belong to whoever wrote most of them, else to who applied them", () => {
    const claude = { name: "Claude", email: "noreply@anthropic.com" };
    const built = changes({
      root: { by: BO },
      x: { parents: ["root"], by: ADA },
      y: { parents: ["x"], by: ADA },
      z: { parents: ["y"], by: BO },
      merge: { parents: ["root", "z"], by: BO, message: "Merge pull request #1 from acme/topic" },
      agent: { parents: ["merge"], by: claude, message: "feat: it (#2)", committer: BO },
      robot: { parents: ["agent"], by: claude, message: "feat: it (#3)" },
    });

    expect(built.map(({ builder }) => builder)).toEqual([BO.email, ADA.email, BO.email, undefined]);
    expect(built.map(({ attribution }) => attribution)).toEqual([
      ...["undeclared", "undeclared", "declared", "declared"],
    ]);
  });

  it("take 20,000 merges nested into one another", () => {
    const drafts: Record<string, Draft> = { "0": {}, "side 0": {} };
    for (let at = 1; at <= 10_000; at++) {
      drafts[`side ${at}`] = { parents: [`side ${at - 1}`, `${at - 1}`], message: "Merge branch 'main'" };
      drafts[`${at}`] = { parents: [`side ${at}`], message: "work" };
    }

    expect(changes(drafts).length).toBeGreaterThan(10_000);
  });
});

describe("a revert in a clone", () => {
  const A = "a".repeat(40);
  const files = new Map([
    ["a", ["a.ts", "README.md"]],
    ["b", ["b.ts"]],
    ["d", ["d.ts", "e.ts"]],
  ]);

  function reverts(message: string, touched: readonly string[]) {
    const all = changes({
      a: { message: "feat: it (#7)" },
      b: { parents: ["a"], message: "feat: other" },
      d: { parents: ["b"], message: "feat: two files (#8)" },
      c: { parents: ["d"], message },
    });
    const filesOf = (sha: string) => (sha === "c" ? touched : (files.get(sha) ?? []));
    const isEffective = (path: string) => isEffectiveFile(path);
    return settleCloneClaims(all, namedChanges(all, ["acme/shop", "upstream/shop"]), {
      filesOf,
      isEffective,
    }).at(-1)?.reverts;
  }

  it.each([
    ['Revert "feat: it (#7)"', ["#7"]],
    ['Revert "feat: it" (#9)', ["#7"]],
    ["Back out\n\nReverts #7", ["#7"]],
    ["Back out\n\nReverts acme/shop#7", ["#7"]],
    ["Back out\n\nReverts Upstream/shop#7", ["#7"]],
    ["Back out\n\nReverts other/shop#7", []],
    ['Revert "something else"', []],
    ["Revert to the old way", []],
  ])("that says %j reverts %j", (message, named) => {
    expect(reverts(message, ["a.ts"])).toEqual(named);
  });

  it.each([
    ['Revert "feat: it"\n\nReverts old/shop#7', ["#8"]],
    ['Revert "feat: it"\n\nReverts old/shop#8', []],
    ["Back out\n\nReverts old/shop#7", []],
  ])("is of a repository with another name, after %j: %j", (message, named) => {
    const all = changes({
      a: { message: "feat: it (#7)" },
      d: { parents: ["a"], message: "feat: two files (#8)" },
      proof: { parents: ["d"], message },
      c: { parents: ["proof"], message: "Back out\n\nReverts old/shop#8" },
    });
    const filesOf = (sha: string) => (sha === "c" ? ["d.ts", "e.ts"] : (files.get(sha) ?? []));
    const settled = settleCloneClaims(all, namedChanges(all, ["acme/shop"]), {
      filesOf,
      isEffective: isEffectiveFile,
    });

    expect(settled.at(-1)?.reverts).toEqual(named);
  });

  it("reverts nothing when it touches no file of what it names", () => {
    expect(reverts("Back out\n\nReverts #7", ["b.ts"])).toEqual([]);
  });

  it("T3: reverts by its merge a pull request of several commits", () => {
    const merge = "e".repeat(40);
    const made = changes({
      a: { message: "Begin" },
      b: { parents: ["a"], message: "feat: one" },
      d: { parents: ["b"], message: "feat: two" },
      [merge]: { parents: ["a", "d"], message: "Merge pull request #8 from acme/two" },
      c: { parents: [merge], message: `Back out\n\nThis reverts commit ${merge}.` },
    });
    const revert = (paths: readonly string[]) => {
      const all = new Map([["c", paths], ...files, [merge, ["b.ts", "d.ts", "e.ts"]]]);
      const filesOf = (sha: string) => all.get(sha) ?? [];
      const isEffective = (path: string) => isEffectiveFile(path);
      return settleCloneClaims(made, namedChanges(made, ["acme/shop", "upstream/shop"]), {
        filesOf,
        isEffective,
      }).at(-1)?.reverts;
    };

    expect(revert(["b.ts", "d.ts", "e.ts"])).toEqual([merge]);
    expect(revert(["b.ts", "d.ts"])).toEqual([]);
  });

  it.each<[string, string, readonly string[], readonly string[]]>([
    ["by the number behind a type", "revert: feat: it (#7) (#9)", ["a.ts"], ["#7"]],
    ["by the subject behind a type", "revert(shop): feat: it (#9)", ["a.ts"], ["#7"]],
    ["by the subject in another quotation", "Revert 'feat: it' (#9)", ["a.ts"], ["#7"]],
    ["by the subject without its own type", "revert: it (#9)", ["a.ts"], ["#7"]],
    ["by the beginning of a long subject", 'Revert "feat: two files of whic… (#9)', ["d.ts", "e.ts"], ["#8"]],
    ["not by a beginning that is short", 'Revert "feat: two fi… (#9)', ["d.ts", "e.ts"], []],
    ["by the beginning of a commit's id", "Back out\n\nThis reverts commit aaaaaaa.", ["a.ts"], [A]],
    ["not by the beginning of two", "Back out\n\nThis reverts commit ccccccc.", ["d.ts", "e.ts"], []],
    [
      "by the title below a merge",
      'Merge pull request #9 from x/y\n\nRevert "feat: it (#7)"',
      ["a.ts"],
      ["#7"],
    ],
  ])("T5, T6: is recognized %s", (_, message, touched, named) => {
    const [c1, c2] = [`${"c".repeat(39)}1`, `${"c".repeat(39)}2`];
    const isMerge = message.startsWith("Merge");
    const touching = isMerge ? ["own", "last"] : ["last"];
    const all = changes({
      [A]: { message: "feat: it (#7)" },
      d: { parents: [A], message: "feat: two files of which one is e.ts, and the other one is not (#8)" },
      [c1]: { parents: ["d"], message: "feat: other" },
      [c2]: { parents: [c1], message: "feat: another" },
      own: { parents: [c2], message: "Work" },
      last: { parents: isMerge ? [c2, "own"] : [c2], message },
    });
    const paths = new Map([[A, ["a.ts"]], ...files, ...touching.map((sha) => [sha, touched] as const)]);
    const filesOf = (sha: string) => paths.get(sha) ?? [];
    const isEffective = (path: string) => isEffectiveFile(path);
    const settled = settleCloneClaims(all, namedChanges(all, ["acme/shop", "upstream/shop"]), {
      filesOf,
      isEffective,
    });

    expect(settled.at(-1)?.reverts).toEqual(named);
  });

  it.each<[string, string, readonly string[], readonly string[]]>([
    ["by its subject", "[v6.0] feat: it (#9)", ["a.ts"], ["#7"]],
    ["by a number", "feat: its twin (backport #7) (#9)", ["a.ts"], ["#7"]],
    ["by Backport:", "Backport: feat: it (#9)", ["a.ts"], ["#7"]],
    ["by the title in Backport of", "Backport of feat: it into release/6.0.x (#9)", ["a.ts"], ["#7"]],
    ["by the title before a line of versions", "feat: it (v1 backport) (#9)", ["a.ts"], ["#7"]],
    ["by the same title with the number behind", "feat: it (#7) (#9)", ["a.ts"], ["#7"]],
    ["not by another title with that number", "fix: what it broke (#7) (#9)", ["a.ts"], []],
    ["not by the same title with more files", "feat: it (#7) (#9)", ["a.ts", "new.ts"], []],
    ["not where it does more", "[v6.0] feat: it (#9)", ["a.ts", "new.ts"], []],
    ["not where it does something else", "[v6.0] feat: it (#9)", ["new.ts"], []],
    ["not by a subject that nobody had", "[v6.0] feat: that (#9)", ["a.ts"], []],
  ])("T7: a backport is recognized %s", (_, message, touched, named) => {
    const all = changes({
      a: { message: "feat: it (#7)" },
      b: { parents: ["a"], message: "feat: other" },
      c: { parents: ["b"], message },
    });
    const filesOf = (sha: string) => (sha === "c" ? touched : (files.get(sha) ?? []));
    const isEffective = (path: string) => isEffectiveFile(path);
    const settled = settleCloneClaims(all, namedChanges(all, ["acme/shop", "upstream/shop"]), {
      filesOf,
      isEffective,
    }).at(-1);

    expect(settled?.pickedFrom).toEqual(named);
    expect(settled?.restating).toEqual(named.length > 0 ? ["c"] : []);
  });

  it("T3: reverts nothing when it takes back a part of what it names", () => {
    expect(reverts("Back out\n\nReverts #8", ["d.ts"])).toEqual([]);
    expect(reverts("Back out\n\nReverts #8", ["d.ts", "e.ts"])).toEqual(["#8"]);
  });
});
