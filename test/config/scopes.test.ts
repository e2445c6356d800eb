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

  it("may have a part of repositories, or of all: by paths, services, and teams in any case", () => {
    const part = "{ paths: ['pay/**'], services: [pay], codeowners: ['@Acme/Pay'] }";

    expect(
      parseConfig(`scopes: { pay: ${part}, api: { repositories: [api], services: [a] } }`).scopes,
    ).toEqual([
      { name: "pay", repositories: [], paths: ["pay/**"], services: ["pay"], codeowners: ["@acme/pay"] },
      { name: "api", repositories: ["api"], services: ["a"] },
    ]);
  });

  it.each([
    ["{}", "scopes.pay: says nothing: it needs `repositories`, `paths`, `services` or `codeowners`"],
    [
      "{ codeowners: ['@octocat'] }",
      'scopes.pay.codeowners.0: "@octocat": not a team, such as "@acme/payments": a scope cannot be what one person owns',
    ],
    [
      "{ codeowners: ['acme/pay'] }",
      'scopes.pay.codeowners.0: "acme/pay": not a team, such as "@acme/payments"',
    ],
    ["{ paths: [] }", "scopes.pay.paths: a list is too short: expected at least 1 entry"],
    ["{ paths: ['!a'] }", 'scopes.pay.paths.0: "!a": a glob cannot exclude with !'],
  ])("are refused where they have nothing, or a person: %s", (text, problem) => {
    expect(problemsOf(`scopes: { pay: ${text} }`)).toEqual([expect.stringContaining(problem)]);
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
        ".github/plimsoll.yml:5:3: scopes."xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…" is too long: expected at most 60 characters",
        ".github/plimsoll.yml:6:10: scopes.ops: unknown key "repository": did you mean "repositories"?",
      ]
    `);
    expect(
      problemsOf(`scopes: {${Array.from({ length: 101 }, (_, n) => `s${n}: { repositories: [a] }`)}}`),
    ).toEqual([".github/plimsoll.yml:1:9: scopes: more than 100 scopes"]);
  });

  it.each([
    [
      "scopes: { __proto__: { repositories: [a] } }",
      '11: the key "__proto__" cannot be used: write another name',
    ],
    [
      String.raw`scopes: { "a\u202eb": { repositories: [a] } }`,
      String.raw`11: scopes."a\u{202e}b": "a\u{202e}b": has a control character, a line end or a direction mark: leave it out`,
    ],
    [
      String.raw`scopes: { "a\nb": { repositories: [a] } }`,
      String.raw`11: scopes."a\nb": "a\nb": has a control character, a line end or a direction mark: leave it out`,
    ],
  ])("have no name that would be lost or disturb other text: %s", (text, problem) => {
    expect(problemsOf(text)).toEqual([`.github/plimsoll.yml:1:${problem}`]);
  });

  it("may be a hundred with six repositories each, or nine as lists in brackets", () => {
    const file = (count: number, list: (names: readonly string[]) => string) => {
      const names = Array.from({ length: count }, (_, n) => `shop-${n}`);
      const all = Array.from({ length: 100 }, (_, n) => `  team ${n}:\n    repositories:${list(names)}\n`);
      return `scopes:\n${all.join("")}`;
    };
    const inLines = (names: readonly string[]) => names.map((name) => `\n      - ${name}`).join("");
    const inBrackets = (names: readonly string[]) => ` [${names.join(", ")}]`;

    expect(parseConfig(file(6, inLines)).scopes).toHaveLength(100);
    expect(parseConfig(file(9, inBrackets)).scopes).toHaveLength(100);
    expect(problemsOf(file(7, inLines))).toEqual([
      ".github/plimsoll.yml: more than 5000 words, signs and line ends: leave out what no key needs, and write long lists as [a, b]",
    ]);
  });

  it("may have names in any script, and emoji", () => {
    expect(parseConfig("scopes: { 'команда 👩‍💻': { repositories: [a] } }").scopes[0]?.name).toBe(
      "команда 👩‍💻",
    );
  });
});
