import { defineConfig } from "vitest/config";

/** Whoever has each property run 10,000 times waits for longer. */
const limit = process.env.PLIMSOLL_RUNS === undefined ? 1_800_000 : 24 * 3_600_000;

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    restoreMocks: true,
    // Vitest leaves one core idle; CI has two.
    maxWorkers: "100%",
    // Against hanging only: no test depends on how busy the machine is.
    testTimeout: limit,
    hookTimeout: limit,
  },
});
