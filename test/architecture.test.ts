import { globSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { together, withServers } from "../vitest.config.ts";

/** A folder may import itself and the folders listed. */
const MAY_IMPORT = {
  domain: [],
  render: ["domain"],
  storage: ["domain"],
  github: ["domain"],
  git: ["domain"],
  operations: ["domain", "github", "storage"],
  queue: ["github", "operations", "storage"],
  ingest: ["config", "domain", "github", "operations", "queue", "storage"],
  config: ["domain"],
  preview: ["config", "domain", "git"],
  "check-runs": ["domain", "github", "ingest", "operations", "queue", "render", "storage"],
  digests: ["domain", "github", "ingest", "operations", "queue", "render", "storage"],
  report: ["digests", "domain", "github", "ingest", "queue", "render", "storage"],
  explain: ["digests", "domain", "storage"],
  spend: ["config", "domain", "github", "operations", "storage"],
  notify: ["domain", "queue", "render", "storage"],
  pages: ["render"],
  setup: ["github", "operations", "pages", "render"],
} as const satisfies Record<string, readonly string[]>;

/** The domain does no input or output, so it may use only libraries that compute. */
const PURE_LIBRARIES = ["big.js", "luxon", "tinyqueue"];

interface Import {
  readonly file: string;
  /** A path below src/, or the name of a package. */
  readonly target: string;
}

function importsOf(folder: string): Import[] {
  const files = readdirSync(join("src", folder), { recursive: true, encoding: "utf8" });
  return files.filter((file) => file.endsWith(".ts")).flatMap((name) => importsIn(join("src", folder, name)));
}

const importsByFile = new Map<string, Import[]>();

function importsIn(file: string): Import[] {
  const known = importsByFile.get(file) ?? readImports(file);
  importsByFile.set(file, known);
  return known;
}

function readImports(file: string): Import[] {
  const specifiers = [...readFileSync(file, "utf8").matchAll(/(?:\bfrom|\bimport|import\()\s*"([^"]+)"/g)];
  return specifiers.map(([, specifier = ""]) => ({ file, target: resolve(file, specifier) }));
}

/** All that a file imports, and what that imports, and so on. */
function reachedFrom(file: string): Set<string> {
  const reached = new Set([file]);
  for (const each of reached)
    if (each.endsWith(".ts")) for (const { target } of importsIn(each)) reached.add(target);
  return reached;
}

function resolve(file: string, specifier: string): string {
  return specifier.startsWith(".") ? relative(".", join(dirname(file), specifier)) : specifier;
}

function isAllowed(folder: string, allowed: readonly string[], { target }: Import): boolean {
  if (target.startsWith("src/"))
    return [folder, ...allowed].some((name) => target.startsWith(`src/${name}/`));
  return folder !== "domain" || PURE_LIBRARIES.includes(target);
}

/** What serves development, and imports from src/. */
const DEVELOPMENT = ["dev"];

const EXPORT = /^export (?:async )?(?:interface|type|const|function\*?|class) (\w+)/gm;

/** A file and a name of it, for each that a file imports, now or later, or exports further. */
function namesImportedBy(file: string): string[] {
  const text = readFileSync(file, "utf8");
  return [
    ...text.matchAll(/(?:import|export|const) (?:type )?\{([^}]*)\} (?:from|= await import\()\s?"([^"]+)"/g),
  ].flatMap(([, names = "", specifier = ""]) =>
    names
      .split(",")
      .map((name) =>
        name
          .trim()
          .replace(/^type /, "")
          .replace(/ as .*/, ""),
      )
      .map((name) => `${resolve(file, specifier)} ${name}`),
  );
}

describe("the architecture", () => {
  it("has nothing for development import from the tests", () => {
    const files = globSync("dev/**/*.ts");
    const targets = files.flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/(?:from|import\(|URL\()\s*"([^"]+)"/g)].map(
        ([, specifier = ""]) => [file, resolve(file, specifier)],
      ),
    );

    expect(targets.length).toBeGreaterThan(300);
    expect(targets.filter(([, target]) => target?.startsWith("test/"))).toEqual([]);
  });

  it("knows every folder but the server and the commands, which combine them all", () => {
    const folders = readdirSync("src", { withFileTypes: true }).filter((entry) => entry.isDirectory());

    expect(folders.map(({ name }) => name).sort()).toEqual(
      [...Object.keys(MAY_IMPORT), "commands", "server"].sort(),
    );
  });

  it.each(Object.entries(MAY_IMPORT))("src/%s imports only what it may", (folder, allowed) => {
    const imports = importsOf(folder);

    expect(imports.length).toBeGreaterThan(0);
    expect(imports.filter((each) => !isAllowed(folder, allowed, each))).toEqual([]);
  });

  it.each([
    ["probot", ["github", "queue", "server"]],
    ["drizzle-orm", ["storage"]],
    ["better-sqlite3", ["operations", "storage"]],
    ["pg", ["storage", "queue", "server"]],
    ["pg-boss", ["queue", "server"]],
  ])("%s is imported only where it belongs", (library, where) => {
    const folders = [...Object.keys(MAY_IMPORT), "commands", "server"].filter(
      (folder) => !where.includes(folder),
    );
    const imports = folders.flatMap(importsOf);

    expect(imports.filter(({ target }) => target.startsWith(library))).toEqual([]);
  });

  it("has no files that import one another in a circle, not even their types", () => {
    const files = globSync("src/**/*.ts");
    const inCircles = files.filter((file) =>
      importsIn(file).some(({ target }) => target.endsWith(".ts") && reachedFrom(target).has(file)),
    );

    expect(files.length).toBeGreaterThan(400);
    expect(inCircles).toEqual([]);
  });

  it("exports nothing that nobody imports", () => {
    const everywhere = globSync(`{${["src", "test", ...DEVELOPMENT].join(",")}}/**/*.ts`);
    const wanted = new Set(everywhere.flatMap(namesImportedBy));
    // Drizzle reads the schema from its files.
    const files = globSync("src/**/*.ts", { exclude: ["src/storage/schema/**"] });
    const exported = files.flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(EXPORT)].map(([, name]) => `${file} ${name}`),
    );

    expect(exported.length).toBeGreaterThan(700);
    expect(exported.filter((each) => !wanted.has(each))).toEqual([]);
  });

  it("has the server run no program but its own check of the store, and no code that is a text", () => {
    const reached = [...reachedFrom("src/server/server.ts")].filter((file) => file.endsWith(".ts"));
    const starting = reached.filter((file) =>
      importsIn(file).some(({ target }) => target === "node:child_process"),
    );
    const running = globSync("src/**/*.ts").filter((file) =>
      /\b(?:eval|Function)\(|"node:vm"/.test(readFileSync(file, "utf8")),
    );

    expect(reached.length).toBeGreaterThan(100);
    expect(starting).toEqual(["src/operations/store-check.ts"]);
    expect(running).toEqual([]);
  });

  it("replaces the network in no test that shares its imports with others", () => {
    const files = globSync([...together, ...withServers]);

    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => reachedFrom(file).has("nock"))).toEqual([]);
  });

  it("skips what needs a PostgreSQL where there is none: Node and npm are enough for all tests", () => {
    const files = globSync("test/**/*.test.ts");
    const needing = files.filter((file) => /\bnewPostgresUrl\b/.test(readFileSync(file, "utf8")));

    expect(needing.length).toBeGreaterThan(5);
    expect(needing.filter((file) => /^describe\(/m.test(readFileSync(file, "utf8")))).toEqual([]);
  });
});
