import { describe, expect, it } from "vitest";
import type { Agent } from "../../../src/domain/attribution/agent.ts";
import { AGENTS } from "../../../src/domain/attribution/agents.ts";
import { attributeCommit } from "../../../src/domain/attribution/attribution.ts";
import { toolOfBranch } from "../../../src/domain/attribution/branches.ts";
import type { AttributedCommit } from "../../../src/domain/attribution/change-attribution.ts";
import { type Discloser, disclosureOf } from "../../../src/domain/attribution/disclosure.ts";
import { exampleTrailer } from "../../../src/domain/attribution/disclosure-example.ts";
import type { AcceptedTrailer } from "../../../src/domain/policy.ts";

const PERSON = { name: "Ada Example", email: "ada@acme.example" };

function commit(message: string): AttributedCommit {
  return { sha: "a", ...attributeCommit({ message, author: PERSON, committer: PERSON }) };
}

const PLAIN = commit("Add the cart");
const ASSISTED = commit("Add the cart\n\nAssisted-by: Codex");
const COAUTHORED = commit("Add the cart\n\nCo-authored-by: Claude <noreply@anthropic.com>");

const BY_AUTHOR: Omit<Discloser, "commits"> = {
  account: { attribution: "declared", tools: ["codex"] },
  branchTool: undefined,
  labels: [],
};
const BY_BRANCH: Omit<Discloser, "commits"> = {
  account: { attribution: "undeclared", tools: [] },
  branchTool: "codex",
  labels: [],
};
const BY_A_PERSON: Omit<Discloser, "commits"> = { ...BY_BRANCH, branchTool: undefined };

describe("what a pull request discloses", () => {
  it.each<[string, Discloser, readonly AcceptedTrailer[] | undefined, string]>([
    ["an agent's without a declaration", { ...BY_AUTHOR, commits: [PLAIN] }, undefined, "missing"],
    ["one on an agent's branch without any", { ...BY_BRANCH, commits: [PLAIN] }, undefined, "missing"],
    ["an agent's with one", { ...BY_AUTHOR, commits: [PLAIN, ASSISTED] }, undefined, "declared"],
    ["a person's without any", { ...BY_A_PERSON, commits: [PLAIN] }, undefined, "not-asked"],
    ["one of which nothing was read", { ...BY_AUTHOR, commits: [] }, undefined, "not-asked"],
    [
      "one with a commit that cannot be read",
      { ...BY_AUTHOR, commits: [commit("\0 \0a")] },
      undefined,
      "not-asked",
    ],
    [
      "an agent's with a trailer that is not accepted",
      { ...BY_AUTHOR, commits: [COAUTHORED] },
      ["assisted-by"],
      "missing",
    ],
    [
      "an agent's with one that is",
      { ...BY_AUTHOR, commits: [COAUTHORED] },
      ["generated-by", "co-authored-by"],
      "declared",
    ],
  ])("of %s", (_, pull, trailers, disclosure) => {
    expect(disclosureOf(pull, trailers)).toBe(disclosure);
  });
});

describe("the branch of an agent", () => {
  it.each([
    ["codex/add-cart", "codex"],
    ["Copilot/fix-1", "github-copilot-coding-agent"],
    ["ada/claude/x", "claude-code"],
    ["cursor-scroll", undefined],
    ["codex", undefined],
    ["feature/codex", undefined],
  ])("%s is one of %s", (branch, tool) => {
    expect(toolOfBranch(branch)).toBe(tool);
  });
});

describe("the trailer that is proposed", () => {
  const known = AGENTS.filter(({ accounts = [] }) => accounts.length > 0);
  const keys: readonly AcceptedTrailer[] = ["assisted-by", "generated-by", "co-authored-by"];

  it.each(keys)(
    "is accepted as a declaration where only %s is, for every agent that has an account",
    (key) => {
      const refused = known.filter((agent: Agent) => {
        const commits = [
          commit(`Add the cart\n\n${exampleTrailer(agent, { trailers: [key], inHouse: [] })}`),
        ];
        return disclosureOf({ ...BY_AUTHOR, commits }, [key]) !== "declared";
      });

      expect(refused.map(({ id, name }) => [id, name])).toEqual([]);
    },
  );
});
