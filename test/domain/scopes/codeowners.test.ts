import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileCodeowners, linesAbout, readCodeowners } from "../../../src/domain/scopes/codeowners.ts";
import { runs } from "../../support/limits.ts";

const OURS = "@acme/pay";
const THEIRS = "@acme/web";

/** Whether a team owns a file, by the lines of a `CODEOWNERS`. */
function owns(lines: string | readonly string[], path: string, team = OURS): boolean {
  const text = typeof lines === "string" ? lines : lines.join("\n");
  return compileCodeowners(readCodeowners(text))(path).includes(team);
}

describe("a pattern of CODEOWNERS, by GitHub's examples", () => {
  it.each<[pattern: string, covered: readonly string[], others: readonly string[]]>([
    ["*", ["a", "a/b.js", ".github/x"], []],
    ["*.js", ["a.js", "a/b/c.js"], ["a.jsx", "a/b.ts"]],
    ["*.go docs@example.com", ["main.go", "cmd/x/main.go"], ["go.mod"]],
    ["/build/logs/", ["build/logs/a", "build/logs/b/c"], ["x/build/logs/a", "build/logs"]],
    ["docs/*", ["docs/getting-started.md"], ["docs/build-app/troubleshooting.md", "x/docs/a.md"]],
    ["apps/", ["apps/a", "x/apps/b/c"], ["apps", "myapps/a"]],
    ["/docs/", ["docs/a/b"], ["x/docs/a"]],
    ["/scripts/", ["scripts/run.sh"], ["x/scripts/run.sh"]],
    ["**/logs", ["build/logs/a", "scripts/logs/b", "deeply/nested/logs/c", "logs"], ["log/a"]],
    ["/apps/github", ["apps/github", "apps/github/deep/file"], ["apps/githubs", "x/apps/github"]],
    ["folder\\ name/", ["folder name/a"], ["folder/a"]],
    ["/*", ["README"], ["src/a"]],
    ["src/**/test", ["src/test/a", "src/a/b/test/c"], ["test/a"]],
    ["src/**", ["src/a", "src/a/b"], ["a/src/b"]],
    ["Makefile", ["Makefile", "sub/Makefile"], ["makefile"]],
  ])("%s", (pattern, covered, others) => {
    const line = `${pattern} ${OURS} # a comment`;

    expect(covered.filter((path) => !owns(line.replace(/ docs@\S+/, " docs@example.com"), path))).toEqual([]);
    expect(others.filter((path) => owns(line, path))).toEqual([]);
  });

  it.each([
    `!src/a ${OURS}`,
    `src/[ab] ${OURS}`,
    `\\#a ${OURS}`,
    `# src/a ${OURS}`,
    `src/a not-an-owner ${OURS}`,
    `/ ${OURS}`,
    `src/a # ${OURS}`,
  ])("is no rule where GitHub reads none: %s", (line) => {
    expect(["src/a", "#a", "a"].some((path) => owns(line, path))).toBe(false);
  });
});

describe("the owners of a file", () => {
  it("are those of the last line that covers it, also where that names nobody", () => {
    const lines = [`* ${THEIRS}`, `/apps/ @octocat ${OURS}`, "/apps/github", `/apps/lib ${THEIRS}`];

    expect(["apps/a", "apps/github/a", "apps/lib/a", "b"].map((path) => owns(lines, path))).toEqual([
      ...[true, false, false, false],
    ]);
  });

  it("are read in any case, and are several where a line names several", () => {
    const read = readCodeowners("* @Acme/Pay @ACME/web\r\n");

    expect(compileCodeowners(read)("a")).toEqual([OURS, THEIRS]);
  });

  it("are kept without people and addresses, from the first line on that names a team", () => {
    const text = ["* @octocat", "/a @acme/ops", `/b @octocat ${OURS}`, "/b/c octocat@example.com"].join("\n");
    const read = readCodeowners(text);

    expect(read).toEqual([
      { pattern: "/a", teams: ["@acme/ops"] },
      { pattern: "/b", teams: [OURS] },
      { pattern: "/b/c", teams: [] },
    ]);
    expect(linesAbout(read, new Set([OURS]))).toEqual(read.slice(1));
    expect(readCodeowners("* @octocat")).toEqual([]);
  });

  it("are also those of a pattern as long as a path may be", () => {
    const path = `${"a".repeat(100)}/`.repeat(40);

    expect(owns([`* ${OURS}`, `${path} ${THEIRS}`], `${path}b`)).toBe(false);
  });

  it("do not depend on comments, blank lines, people, or lines before", () => {
    const name = fc.constantFrom("a", "b", "*", "**", "*.js", "c.js");
    const pattern = fc
      .tuple(fc.boolean(), fc.array(name, { minLength: 1, maxLength: 3 }), fc.boolean())
      .map(([isRooted, names, isFolder]) => `${isRooted ? "/" : ""}${names.join("/")}${isFolder ? "/" : ""}`);
    const owner = fc.constantFrom(OURS, THEIRS, "@octocat", "a@example.com", "");
    const line = fc.tuple(pattern, owner).map((words) => words.join(" "));
    const path = fc
      .array(fc.constantFrom("a", "b", "c.js"), { minLength: 1, maxLength: 4 })
      .map((names) => names.join("/"));
    const property = fc.property(fc.array(line, { maxLength: 6 }), line, path, (before, last, file) => {
      const covers = owns(`${last.split(" ")[0]} ${OURS}`, file);
      const noise = [...before, "", "# comment", `  ${last}  # ${THEIRS}`];
      expect(owns(noise, file)).toBe(covers ? last.includes(OURS) : owns(before, file));
    });

    fc.assert(property, { numRuns: runs(2000, 500) });
  });
});
