import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { CLI, COMPILED } from "./cli.ts";

/** A running `plimsoll start`. */
export interface ServerProcess {
  readonly child: ChildProcess;
  readonly url: string;
  /** The messages of its log so far. */
  readonly log: readonly string[];
  /** Settles when the log is read to its end, which may be after the process has ended. */
  readonly logEnded: Promise<unknown>;
}

/** How a server is started. */
interface StartOptions {
  /** What a shell does before it becomes the server, such as `ulimit -f 4096`. */
  readonly limits?: string;
  /** Is given each message of the log, and how grave it is: 40 and more tell of something wrong. */
  readonly onMessage?: (message: string, level: number) => void;
  /** Is given the process before it listens. */
  readonly onStarted?: (child: ChildProcess) => void;
}

/**
 * Starts the server in a process of its own, on a free port, and waits until it listens.
 */
export async function startServerProcess(
  env: Record<string, string>,
  { limits = ":", onMessage = () => {}, onStarted = () => {} }: StartOptions = {},
): Promise<ServerProcess> {
  const child = spawn("sh", ["-c", `${limits}; exec "$0" "$1" start`, process.execPath, CLI], {
    env: { ...COMPILED, PORT: "0", HOST: "127.0.0.1", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  onStarted(child);
  const log: string[] = [];
  const listening = Promise.withResolvers<string>();
  const lines = createInterface({ input: child.stdout });
  lines.on("line", (line) => {
    const { msg, url, level } = JSON.parse(line);
    log.push(msg);
    onMessage(msg, level);
    if (msg === "Plimsoll is listening") listening.resolve(url);
  });
  child.on("exit", (code) => listening.reject(new Error(`the server ended with ${code}`)));
  return { child, url: await listening.promise, log, logEnded: once(lines, "close") };
}

/** Sends a signal and resolves to the exit code and the signal that ended the process. */
export async function end(
  { child, logEnded }: ServerProcess,
  signal: NodeJS.Signals,
): Promise<[number | null, string | null]> {
  const closed = once(child, "close");
  child.kill(signal);
  await logEnded;
  return (await closed) as [number | null, string | null];
}
