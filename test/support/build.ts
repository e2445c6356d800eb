import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { rolldown } from "rolldown";

/** What the program reads of its package while it runs. */
const READ = ["app.yml", "docs", "migrations", "node_modules", "package.json"];

/** Files that find another file by their own name, and so need theirs. */
const NAMED = ["thread-computer", "store-check"];

/**
 * Builds the program into a folder, and returns the path of its command line.
 *
 * Hundreds of processes are started by tests, and each would load 400 to 700 modules, which takes most of its time. So
 * the modules that are always loaded together become one file, as far below the folder of the package as in `src`.
 */
export async function build(folder: string): Promise<string> {
  const files = join(folder, "package", "built", "program");
  mkdirSync(files, { recursive: true });
  const bundle = await rolldown({
    input: {
      cli: "src/cli.ts",
      "computer-thread": "src/digests/computer-thread.ts",
      // For tests of what the thread computes: it loads as quickly as in the program.
      "start-computer": "src/digests/thread-computer.ts",
      "store-check-process": "src/operations/store-check-process.ts",
      // For tests that kill it again and again.
      "hasty-server": "test/faults/server.ts",
    },
    platform: "node",
    // It brings a binary that it finds by its own place.
    external: ["better-sqlite3"],
    logLevel: "silent",
  });
  await bundle.write({
    dir: files,
    entryFileNames: "[name].js",
    chunkFileNames: ({ name }) => (NAMED.includes(name) ? "[name].js" : "[name]-[hash].js"),
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: NAMED.map((name) => ({ name, test: new RegExp(`/${name}\\.ts$`) })),
    },
  });
  await bundle.close();
  for (const name of READ) linkOnce(resolve(name), join(folder, "package", name));
  return join(files, "cli.js");
}

function linkOnce(target: string, path: string): void {
  if (!existsSync(path)) symlinkSync(target, path);
}
