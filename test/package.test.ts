import { execFileSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** The files outside lib/, by what needs them. */
const BESIDE = [
  /^package\.json$/,
  /^(?:README\.md|LICENSE|CHANGELOG\.md)$/,
  /^app\.yml$/, // the setup
  /^docs\/[\w-]+\.md$/, // the pages of the server
  /^docs\/alerts\/[\w.-]+\.yml$/, // the operator's monitoring
  /^docs\/dashboards\/[\w-]+\.json$/, // the same
  /^schema\/plimsoll\.schema\.json$/, // editors
  /^migrations\/(?:\d{4}_\w+\.sql|meta\/_journal\.json)$/, // the store in SQLite
  /^migrations\/postgres\/(?:\d{4}_\w+\.sql|meta\/_journal\.json)$/, // the store on PostgreSQL
];

interface Packed {
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

function pack(): Packed {
  const args = ["pack", "--dry-run", "--json", "--ignore-scripts"];
  return JSON.parse(execFileSync("npm", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }))[0];
}

describe("the package", () => {
  const { scripts, bin, files } = JSON.parse(readFileSync("package.json", "utf8"));
  const paths = pack().files.map(({ path }) => path);

  it("holds what runs, and nothing else", () => {
    const rest = paths.filter((path) => !path.startsWith("lib/"));

    expect(rest.filter((path) => !BESIDE.some((known) => known.test(path)))).toEqual([]);
    expect(BESIDE.filter((known) => !rest.some((path) => known.test(path)))).toEqual([]);
    expect(paths.filter((path) => path.startsWith("lib/") && !path.endsWith(".js"))).toEqual([]);
  });

  it("holds each migration, and the journal that lists them", () => {
    const migrations = globSync("migrations/{*,postgres/*}.sql").map((file) => file.replaceAll("\\", "/"));

    expect(migrations.length).toBeGreaterThan(10);
    expect(paths).toEqual(expect.arrayContaining(migrations));
  });

  it("is built from an empty folder, so that no file of an earlier build is in it", () => {
    expect(scripts.prepack).toMatch(/rmSync\('lib'.*&& npm run --silent build$/);
    expect(files).toContain("lib");
    expect(bin.plimsoll).toBe("lib/cli.js");
  });

  it("runs no script when it is installed, so it needs no compiler and no permission", () => {
    const atInstall = ["preinstall", "install", "postinstall", "prepublish", "preprepare", "prepare"];

    expect(Object.keys(scripts).filter((name) => atInstall.includes(name))).toEqual([]);
  });
});

describe("the entry of the command line", () => {
  const entry = readFileSync("src/cli.ts", "utf8");

  it("imports nothing before it knows that Node is new enough", () => {
    expect(entry).not.toMatch(/^import |^export .* from/m);
    expect(entry.indexOf("await import(")).toBeGreaterThan(entry.indexOf("process.exitCode = 1"));
  });

  it("asks for the same Node as the package", () => {
    const { engines } = JSON.parse(readFileSync("package.json", "utf8"));
    const [, major, minor] = /OLDEST_NODE = \[(\d+), (\d+)\]/.exec(entry) ?? [];

    expect(engines.node).toBe(`>=${major}.${minor}`);
  });
});
