import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

/** The command line, as `test/support/build.ts` builds it for all tests. */
export const CLI: string = process.env.PLIMSOLL_BUILT ?? join(process.cwd(), "src/cli.ts");

/** What each process of ours gets besides what a test gives it: code that another has compiled. */
export const COMPILED: Readonly<Record<string, string | undefined>> = {
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
};

/** A path in a new folder. */
export function newPath(name: string): string {
  return join(mkdtempSync(join(tmpdir(), "plimsoll-test-")), name);
}

/** Runs the command line as a user would, in a process and a folder of its own, on the store in a file. */
export function runCli(databaseFile: string, ...args: readonly string[]) {
  return runCliIn({ DATABASE_URL: `file:${databaseFile}` }, ...args);
}

/** The same in an environment. */
export async function runCliIn(env: Record<string, string>, ...args: readonly string[]) {
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: mkdtempSync(join(tmpdir(), "plimsoll-test-")),
    env: { ...COMPILED, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { status: status as number, stdout, stderr };
}
