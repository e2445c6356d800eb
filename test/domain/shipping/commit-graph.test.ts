import { describe, expect, it } from "vitest";
import { reachableFrom } from "../../../dev/simulation/world/reachable.ts";
import { type CommitGraph, newCommits } from "../../../src/domain/shipping/commit-graph.ts";

// d merges c into b; a is older than anything that was read.
const graph: CommitGraph = new Map([
  ["d", { parents: ["b", "c"] }],
  ["c", { parents: ["a"] }],
  ["b", { parents: ["a"] }],
]);

describe("the commit graph", () => {
  it("reaches both sides of a merge and the first commit that was not read", () => {
    expect([...reachableFrom(graph, "d")].sort()).toEqual(["a", "b", "c", "d"]);
  });

  it("does not enter commits that are known already", () => {
    expect([...reachableFrom(graph, "d", new Set(["b"]))].sort()).toEqual(["a", "c", "d"]);
  });
});

describe("the new commits of a head", () => {
  it("come parents first, and the first parent's before the second's", () => {
    expect(newCommits(graph, "d", () => false)).toEqual(["a", "b", "c", "d"]);
  });

  it("are those that were not known", () => {
    expect(newCommits(graph, "d", (sha) => sha === "b")).toEqual(["a", "c", "d"]);
    expect(newCommits(graph, "d", (sha) => "ab".includes(sha))).toEqual(["c", "d"]);
  });

  it("are none when the head was known", () => {
    expect(newCommits(graph, "d", (sha) => sha === "d")).toEqual([]);
  });
});
