import { describe, expect, it } from "vitest";
import { ConfigError, parseConfig } from "../../src/config/config.ts";
import { attributeCommit } from "../../src/domain/attribution/attribution.ts";

const OPENCLAW = `
agents:
  openclaw:
    name: OpenClaw
    emails: [claw@bots.acme.example]
    logins: ["openclaw-acme[bot]"]
    trailers:
      - key: Claw-Run
      - key: Made-By
        values: [openclaw]
    footers: [Clawed together by OpenClaw]
`;

const ada = { name: "Ada", email: "ada@acme.example" };

function problemOf(text: string): string {
  try {
    parseConfig(text);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
  }
  return "none";
}

describe("an in-house agent in the config", () => {
  const { agents } = parseConfig(OPENCLAW);

  it.each([
    ["its author", "Work", { name: "Claw", email: "claw@bots.acme.example" }],
    ["a co-author", "Work\n\nCo-authored-by: Claw <claw@bots.acme.example>", ada],
    ["its own trailer", "Work\n\nClaw-Run: 4711", ada],
    ["a trailer with its value", "Work\n\nMade-By: OpenClaw 2", ada],
    ["its generator line", "Work\n\nClawed together by OpenClaw", ada],
  ])("declares a commit by %s", (_, message, author) => {
    const commit = { message, author, committer: ada };

    expect(attributeCommit(commit, agents)).toMatchObject({ attribution: "declared", tools: ["openclaw"] });
    expect(attributeCommit(commit).attribution).toBe("undeclared");
  });

  it("declares nothing by a trailer with another value", () => {
    const commit = { message: "Work\n\nMade-By: hand", author: ada, committer: ada };

    expect(attributeCommit(commit, agents).attribution).toBe("undeclared");
  });
});

describe("a config", () => {
  it("may be empty", () => {
    expect(parseConfig("")).toEqual({ agents: [] });
    expect(parseConfig("# nothing yet\n")).toEqual({ agents: [] });
  });

  it.each([
    ["agents: [", /^not YAML: /],
    ["agent: {}", /^file: Unrecognized key: "agent"$/],
    ["agents: { Claw: { name: Claw } }", /^agents\.Claw: Invalid key/],
    ["agents: { claw: {} }", /^agents\.claw\.name: /],
    ["agents: { claw: { name: Claw, emails: [nobody] } }", /^agents\.claw\.emails\.0: Invalid email/],
    [
      "agents: { claw: { name: Claw, footers: [by] } }",
      /^agents\.claw\.footers\.0: needs at least five letters$/,
    ],
    ["- agents", /^file: Invalid input: expected object/],
  ])("that is wrong is refused by the name of what is wrong: %s", (text, problem) => {
    expect(problemOf(text)).toMatch(problem);
  });
});
