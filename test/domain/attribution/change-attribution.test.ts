import { describe, expect, it } from "vitest";
import type { Attribution } from "../../../src/domain/attribution/attribution.ts";
import {
  type AttributedCommit,
  attributeChange,
} from "../../../src/domain/attribution/change-attribution.ts";

const PERSON = { attribution: "undeclared", tools: [] } as const;
const ROBOT = { attribution: "automation", tools: [] } as const;
const DEVIN = { attribution: "declared", tools: ["devin"] } as const;

function commit(attribution: Attribution, ...tools: readonly string[]): AttributedCommit {
  return { sha: "a", attribution, tools, evidence: [], hints: [] };
}

describe("a change", () => {
  it.each([
    [
      "declared by one of its commits",
      PERSON,
      [commit("undeclared"), commit("declared", "cursor")],
      "declared",
    ],
    ["declared by its author alone", DEVIN, [commit("undeclared")], "declared"],
    ["declared when a person adds AI work to a robot's", ROBOT, [commit("declared", "cursor")], "declared"],
    ["automation by its author", ROBOT, [commit("undeclared")], "automation"],
    [
      "automation when all its commits are",
      PERSON,
      [commit("automation"), commit("automation")],
      "automation",
    ],
    [
      "undeclared when a person adds to a robot's commits",
      PERSON,
      [commit("automation"), commit("undeclared")],
      "undeclared",
    ],
    ["unknown when a commit could not be read", PERSON, [commit("undeclared"), commit("unknown")], "unknown"],
    ["unknown when it has no commit", PERSON, [], "unknown"],
    ["undeclared otherwise", PERSON, [commit("undeclared")], "undeclared"],
  ] as const)("is %s", (_, author, commits, attribution) => {
    expect(attributeChange(author, commits).attribution).toBe(attribution);
  });

  it("names each tool once, the most used first", () => {
    const commits = [
      commit("declared", "cursor", "aider"),
      commit("declared", "cursor"),
      commit("undeclared"),
    ];

    expect(attributeChange(DEVIN, commits)).toEqual({
      attribution: "declared",
      tools: ["cursor", "aider", "devin"],
      declaredCommits: 2,
      totalCommits: 3,
    });
  });
});
