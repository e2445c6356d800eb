import { defineConfig } from "vitest/config";

/** Whoever has each property run 10,000 times waits for longer. */
const limit = process.env.PLIMSOLL_RUNS === undefined ? 1_800_000 : 24 * 3_600_000;

const PURE = ["config", "docs", "domain", "gallery", "git", "pages", "render", "storage"];
const WITH_GITHUB = ["github", "handlers", "jobs", "sync"];

const testsIn = (folders: readonly string[]) => folders.map((folder) => `test/${folder}/**/*.test.ts`);

/** The tests that change nothing which others see, so that they share what they import. */
export const together = testsIn(PURE);
/** Those that allow no network but what they answer themselves share it among each other. */
const withGitHub = testsIn(WITH_GITHUB);

export default defineConfig({
  test: {
    globalSetup: "test/support/temporary-folder.ts",
    setupFiles: "test/support/seed.ts",
    restoreMocks: true,
    // Node reads its package.json, which is large, for each import of each of its files.
    server: { deps: { inline: ["drizzle-orm"] } },
    // Vitest leaves one core idle; CI has two.
    maxWorkers: "100%",
    // Against hanging only: no test depends on how busy the machine is.
    testTimeout: limit,
    hookTimeout: limit,
    projects: [
      { extends: true, test: { name: "together", include: together, isolate: false } },
      { extends: true, test: { name: "with GitHub", include: withGitHub, isolate: false } },
      {
        extends: true,
        test: { name: "alone", include: ["test/**/*.test.ts"], exclude: [...together, ...withGitHub] },
      },
    ],
  },
});
