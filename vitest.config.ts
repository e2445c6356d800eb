import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    restoreMocks: true,
    // Vitest leaves one core idle; CI has two.
    maxWorkers: "100%",
    testTimeout: 20_000,
  },
});
