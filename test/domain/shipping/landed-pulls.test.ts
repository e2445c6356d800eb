import { describe, expect, it } from "vitest";
import { claimsOfPush, landedPulls } from "../../../src/domain/shipping/landed-pulls.ts";
import { landedPull, namedPulls } from "../../../src/domain/shipping/named-pulls.ts";

const ADDRESS = "https://github.com/acme/shop/pull/12";

describe("what a commit says it lands", () => {
  it.each([
    ["Fix (#12)", ["#12"]],
    [`Work (#12)\n\nPull Request resolved: ${ADDRESS}`, ["#12", "acme/shop#12"]],
    [`doc: x\n\nPR-URL: ${ADDRESS}\nReviewed-By: A <a@b.example>`, ["acme/shop#12"]],
    [`x\n\nPull Request: ${ADDRESS}`, ["acme/shop#12"]],
    [`x\n\nReviewed-by: A <a@b.example>\n(Merged from ${ADDRESS})`, ["acme/shop#12"]],
    [
      `x\n\nCOPYBARA_INTEGRATE_REVIEW=${ADDRESS} from me:branch f1216c0\nPiperOrigin-RevId: 1`,
      ["acme/shop#12"],
    ],
    ["x\n\nCloses #12 from me/branch.\n\nAuthored-by: A", ["#12"]],
    ["x\n\nCloses #12 from me/branch and squashes the following commits:", ["#12"]],
    ["x\n\nThis closes #12.", ["#12"]],
    ["x\n\nGitHub-Pull-Request: acme/shop#12", ["acme/shop#12"]],
    [`x\n\nCloses ${ADDRESS}`, ["acme/shop#12"]],
    ["x\r\n\r\nCloses #4.\r\nFixes: acme/shop#5\r\n", ["#4", "acme/shop#5"]],
    ["x\n\nCloses #1\nCloses #2\nCloses #3\nCloses #4\nCloses #5\nCloses #6", ["#1", "#2", "#3", "#4", "#5"]],
    ["x\n\nSee #4, which closes #5 in part\n> Closes #6", []],
    ["Fix (#12) at last", []],
    ['Revert "Fix (#12)"', []],
    [`x\n\nApproved by: ${ADDRESS}`, []],
  ])("R24: is in %j: %j", (message, names) => {
    expect(namedPulls(message)).toEqual(names);
  });

  it.each([
    [`x\n\nPR-URL: ${ADDRESS}\nPull Request resolved: ${ADDRESS}`, "#12"],
    ["x\n\nCloses #12 from me/branch.", "#12"],
    ["x\n\nGitHub-Pull-Request: acme/shop#12", "#12"],
    [`x\n\nCloses ${ADDRESS}`, undefined],
    ["x (#12)\n\nCloses #12", undefined],
    [`x\n\nPR-URL: ${ADDRESS}\nPR-URL: ${ADDRESS}3`, undefined],
  ])("R24: is a pull request beyond doubt in %j: %s", (message, pull) => {
    expect(landedPull(message)).toBe(pull);
  });

  it("R24: is found in no time in a long line", () => {
    const started = performance.now();
    namedPulls(
      `${"closes ".repeat(100_000)}\n${"a/".repeat(100_000)}#1\nCloses #1 from ${" ".repeat(100_000)}x`,
    );
    expect(performance.now() - started).toBeLessThan(60_000);
  });
});

const commit = (sha: string, parent: string, ...numbers: number[]) => ({ sha, parents: [parent], numbers });

describe("what a push says it lands", () => {
  it("R24: is the whole of it where all its commits but merges name the same", () => {
    const merge = { sha: "c", parents: ["b", "x"], numbers: [] };
    expect(claimsOfPush([commit("a", "o", 1), commit("b", "a", 1, 2), merge])).toEqual([
      { number: 1, commits: ["a", "b", "c"], baseSha: undefined },
      { number: 2, commits: ["b"], baseSha: "a" },
    ]);
  });

  it("R24: is each stretch of a stack, and what names nothing ends one", () => {
    const stack = [
      commit("a", "o", 1),
      commit("b", "a", 1),
      commit("c", "b"),
      commit("d", "c", 1),
      commit("e", "d", 2),
    ];
    expect(claimsOfPush(stack)).toEqual([
      { number: 1, commits: ["a", "b"], baseSha: "o" },
      { number: 1, commits: ["d"], baseSha: "c" },
      { number: 2, commits: ["e"], baseSha: "d" },
    ]);
  });

  it("R24: is nothing where it brings the history of another repository", () => {
    const all = Array.from({ length: 2_000 }, (_, index) => commit(`${index + 1}`, `${index}`, index, 7));
    expect(claimsOfPush(all).map(({ number }) => number)).toEqual([7]);
    expect(claimsOfPush([])).toEqual([]);
  });
});

const claim = (number: number, push: string, at: number, ...commits: string[]) => ({
  ...{ number, push, at, commits, sha: commits.at(-1) ?? push },
});

describe("which commits landed a pull request", () => {
  it("R24: are those of its first push, and of one commit the pull request with the lowest number", () => {
    const [late, first, other] = [claim(1, "b", 2, "b"), claim(1, "a", 1, "a"), claim(2, "a", 1, "a")];
    expect([...landedPulls([late, other, first])]).toEqual([[1, first]]);
    expect([...landedPulls([late, other])]).toEqual([
      [2, other],
      [1, late],
    ]);
  });

  it("R24: are the whole of a push before a part of it", () => {
    const [whole, part, rest] = [claim(9, "b", 1, "a", "b"), claim(1, "b", 1, "a"), claim(2, "c", 1, "c")];
    expect([...landedPulls([part, rest, whole]).keys()]).toEqual([9, 2]);
  });
});
