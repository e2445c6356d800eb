import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { openDatabase } from "../../src/storage/database.ts";
import { keepDefinition } from "../../src/storage/definitions.ts";
import { deriveAgain } from "../../src/storage/derivation.ts";
import { build } from "./build.ts";

/**
 * Gives all tests, and the processes that they start, one folder for what they write, and removes it after the last of
 * them. Builds the program that these processes run, and migrates the store that tests copy.
 */
export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-tests-"));
  // A test of root's starts PostgreSQL as another user, who must reach its own folder in this one.
  chmodSync(folder, 0o711);
  process.env.TMPDIR = folder;
  // What many processes load is compiled once.
  process.env.NODE_COMPILE_CACHE = join(folder, "compiled");
  process.env.PLIMSOLL_BUILT = await build(join(folder, "program"));
  process.env.PLIMSOLL_MIGRATED = await migrate(join(folder, "migrated.db"));
  project.onTestsRerun(async () => {
    await build(join(folder, "program"));
  });
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Writes an empty database after the real migrations, which take longer than most tests, and returns the path. */
async function migrate(path: string): Promise<string> {
  const database = openDatabase(":memory:");
  await database.$sql.transaction(async (transaction) => {
    await deriveAgain(transaction);
    await keepDefinition(transaction, new Date());
  });
  writeFileSync(path, database.$client.serialize());
  database.$client.close();
  return path;
}
