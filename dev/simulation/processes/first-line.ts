import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import manifest from "../../../package.json" with { type: "json" };

/** What `npm start` gives Node. */
export const FLAGS: readonly string[] = manifest.scripts.start.match(/--max\S+/g) ?? [];

/** The first line that a process prints: where it listens. Rejects when it ends before. */
export async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error("the process has no output");
  const ended = once(child, "exit").then(() => Promise.reject(new Error("the process ended at once")));
  const [line] = await Promise.race([once(createInterface(child.stdout), "line"), ended]);
  return line;
}
