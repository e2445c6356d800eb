import { describe, expect, it } from "vitest";
import { isAncestor, reachableFrom } from "../../../src/domain/shipping/commit-graph.ts";

// d merges c into b; a is older than anything that was read.
const graph = new Map([
  ["d", ["b", "c"]],
  ["c", ["a"]],
  ["b", ["a"]],
]);

describe("the commit graph", () => {
  it("reaches both sides of a merge and the first commit that was not read", () => {
    expect([...reachableFrom(graph, "d")].sort()).toEqual(["a", "b", "c", "d"]);
  });

  it("does not enter commits that are known already", () => {
    expect([...reachableFrom(graph, "d", new Set(["b"]))].sort()).toEqual(["a", "c", "d"]);
  });

  it.each([
    ["a", "d", true],
    ["c", "d", true],
    ["d", "d", true],
    ["d", "c", false],
    ["b", "c", false],
    ["x", "d", false],
  ])("knows whether %s is an ancestor of %s", (ancestor, sha, expected) => {
    expect(isAncestor(graph, ancestor, sha)).toBe(expected);
  });
});
