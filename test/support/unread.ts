import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { CLI, COMPILED } from "../../dev/simulation/processes/cli.ts";

/** Runs the command line with a standard output that nobody reads, as in `plimsoll … | true`. */
export async function runUnread(
  env: Readonly<Record<string, string | undefined>>,
  ...args: readonly string[]
) {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: { ...COMPILED, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.destroy();
  const [stderr, [status]] = await Promise.all([text(child.stderr), once(child, "close")]);
  return { status, stderr };
}
