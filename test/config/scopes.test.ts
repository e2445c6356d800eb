import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/config.ts";
import { ConfigError } from "../../src/config/config-error.ts";

function problemsOf(text: string): readonly string[] {
  try {
    parseConfig(text);
  } catch (error) {
    if (error instanceof ConfigError) return error.lines;
  }
  return [];
}

describe("the scopes in a config", () => {
  it("are names with repositories, which may be in several", () => {
    const { scopes } = parseConfig(
      "scopes: { web: { repositories: [shop] }, pay: { repositories: [shop, .github] } }",
    );

    expect(scopes).toEqual([
      { name: "web", repositories: ["shop"] },
      { name: "pay", repositories: ["shop", ".github"] },
    ]);
    expect(parseConfig("").scopes).toEqual([]);
  });

  it("are refused with the line and the column, and what is allowed", () => {
    const text = `
scopes:
  pay: { repositories: [acme/shop] }
  web: { repositories: [] }
  ${"x".repeat(200)}: { repositories: [a] }
  ops: { repository: [a], repositories: [a] }
`;

    expect(problemsOf(text)).toMatchInlineSnapshot(`
      [
        ".github/plimsoll.yml:3:25: scopes.pay.repositories.0: "acme/shop": not the name of a repository without its owner, such as "shop"",
        ".github/plimsoll.yml:4:24: scopes.web.repositories: a list is too short: expected at least 1 entry",
        ".github/plimsoll.yml:5:205: scopes."xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…" is too long: expected at most 60 characters",
        ".github/plimsoll.yml:6:10: scopes.ops: unknown key "repository": did you mean "digest.repository"?",
      ]
    `);
    expect(
      problemsOf(`scopes: {${Array.from({ length: 101 }, (_, n) => `s${n}: { repositories: [a] }`)}}`),
    ).toEqual([".github/plimsoll.yml:1:9: scopes: more than 100 scopes"]);
  });
});
