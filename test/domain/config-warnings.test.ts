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
    [
      "agents: { claw: { name: Claw, trailers: [{ key: Signed-off-by }] } }",
      /^agents\.claw: people write "signed-off-by" trailers too, so what they sign would declare it: give it/,
    ],
    [
      "agents: { claw: { name: Claw, logins: [web-flow] } }",
      /^agents\.claw: GitHub itself signs as "web-flow"/,
    ],
    [
      "agents: { claw: { name: Claw, emails: [noreply@github.com] } }",
      /^agents\.claw: GitHub itself signs as "noreply@github\.com"/,
    ],
    [
      "services:\n  a: { environments: [prod], paths: [a/] }\n  b: { environments: [Prod], paths: [b/] }",
      /^services\.b: nothing is deployed to it, since services before it take all its environments: /,
    ],
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
    'exclude: ["*", "**/*.*"]',
    'exclude: ["*", "*/*/*"]',
    'exclude: ["[a-z]*", "[a-z]*/**"]',
    "agents: { claw: { name: Claw, trailers: [{ key: Co-authored-by, values: [claw] }] } }",
    "services:\n  a: { environments: [prod], paths: [a/] }\n  b: { environments: [prod, eu], paths: [b/] }",
    "services:\n  a: { environments: [p-?], paths: [a/] }\n  b: { environments: ['p-*'], paths: [b/] }",
    "check: { show: off }",
    "check: { show: declared }\ndisclosure: require",
  ])("leave alone what somebody may mean: %j", (text) => {
    expect(configWarnings(parseConfig(text))).toEqual([]);
  });

  it("are right that a trailer of people declares what people sign", () => {
    const trailers = "trailers: [{ key: Signed-off-by }]";
    const attribute = createAttributor(parseConfig(`agents: { claw: { name: Claw, ${trailers} } }`));
    const ada = { name: "Ada", email: "ada@acme.example" };
    const message = "a\n\nSigned-off-by: Ada <ada@acme.example>";

    expect(attribute({ message, author: ada, committer: ada }).tools).toEqual(["claw"]);
  });

  it("are right that a name alone identifies nobody", () => {
    const attribute = createAttributor(parseConfig("agents: { claw: { name: Clawdia } }"));
    const ada = { name: "Ada", email: "ada@acme.example" };

    const { tools } = attribute({ message: "a\n\nAssisted-by: Clawdia", author: ada, committer: ada });
    expect(tools).not.toContain("claw");
  });
});
