import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { build } from "./build.ts";

/**
 * Gives all tests, and the processes that they start, one folder for what they write, and removes it after the last of
 * them. Builds the program that these processes run.
 */
export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-tests-"));
  process.env.TMPDIR = folder;
  // What many processes load is compiled once.
  process.env.NODE_COMPILE_CACHE = join(folder, "compiled");
  process.env.PLIMSOLL_BUILT = await build(join(folder, "program"));
  project.onTestsRerun(async () => {
    await build(join(folder, "program"));
  });
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
