import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/config.ts";
import { createAttributor } from "../../src/domain/attribution/attribution.ts";
import { configWarnings } from "../../src/domain/config-warnings.ts";

const ALL_EXCLUDED = /^exclude: covers every file, so nothing counts/;

describe("the warnings about a config", () => {
  it.each([
    ['exclude: ["**"]', ALL_EXCLUDED],
    ['exclude: ["**/*"]', ALL_EXCLUDED],
    ['exclude: ["src/**", "**"]', ALL_EXCLUDED],
    ["agents: { claw: { name: Claw } }", /^agents\.claw: nothing identifies it: give it emails/],
    ["check: { enabled: false }\ndisclosure: require", /^disclosure: has no effect without check runs/],
    ["check: { show: off }\ndisclosure: note", /^disclosure: has no effect without check runs/],
  ])("name what nobody means: %j", (text, warning) => {
    expect(configWarnings(parseConfig(text))).toEqual([expect.stringMatching(warning)]);
  });

  it.each([
    "",
    'exclude: ["src/**", "docs/", "**/*.ts"]',
    'exclude: ["*"]',
    'exclude: ["*/**"]',
    "agents: { claw: { name: Claw, logins: [claw] } }",
    "agents: { claw: { name: Claw, trailers: [{ key: Claw-Session }] } }",
    "check: { show: off }",
    "check: { show: declared }\ndisclosure: require",
  ])("leave alone what somebody may mean: %j", (text) => {
    expect(configWarnings(parseConfig(text))).toEqual([]);
  });

  it("are right that a name alone identifies nobody", () => {
    const attribute = createAttributor(parseConfig("agents: { claw: { name: Clawdia } }"));
    const ada = { name: "Ada", email: "ada@acme.example" };

    const { tools } = attribute({ message: "a\n\nAssisted-by: Clawdia", author: ada, committer: ada });
    expect(tools).not.toContain("claw");
  });
});
