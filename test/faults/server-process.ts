import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { CLI } from "../../dev/simulation/processes/cli.ts";
import { type AppGitHub, environmentOf, type Place } from "./environment.ts";

/** Many starts share what is compiled. */
const COMPILED = join(tmpdir(), "plimsoll-faults-compiled");
/** `test/faults/server.ts`, as `test/support/build.ts` builds it. */
const ENTRY = join(dirname(CLI), "hasty-server.js");

/** The server in a process of its own, on such a GitHub. */
export interface ServerProcess {
  readonly url: string;
  /** Ends it at once, as a power cut would, and resolves when it is gone. */
  kill(): Promise<void>;
}

/** Starts the server as if it were `now`, and has GitHub send it what it sends. */
export async function startServer(
  { github }: { readonly github: AppGitHub },
  { now, ...place }: Place & { readonly now: Date },
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [ENTRY], {
    env: { ...environmentOf({ github }, place), NOW: now.toISOString(), NODE_COMPILE_CACHE: COMPILED },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await urlOf(child);
  await github.setWebhookUrl(`${url}/api/github/webhooks`);
  return {
    url,
    async kill() {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}

async function urlOf(child: ChildProcess & { stdout: NonNullable<ChildProcess["stdout"]> }): Promise<string> {
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error("The server did not start");
}
