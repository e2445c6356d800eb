import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { FLAGS, firstLine } from "../processes/first-line.ts";
import { type ServerProcess, startServerProcess } from "../processes/process.ts";
import { TEST_KEY } from "../world/key.ts";
import type { Standing } from "./github.ts";

/** With which GitHub signs. */
export const SECRET = "a secret of more than sixteen letters";

const CLOCK = pathToFileURL(join(import.meta.dirname, "../processes/shifted-clock.ts"));
const WAITING = "Another server works on this store";

/** Real servers on one store, one after another, and their GitHub: all of them processes of their own. */
export class Servers {
  readonly folder: string = mkdtempSync(join(tmpdir(), "plimsoll-hostile-"));
  readonly file: string = join(this.folder, "plimsoll.db");
  /** How often a message was logged, of those that tell of something wrong. */
  readonly warnings = new Map<string, number>();
  readonly #offset: number;
  readonly #github: ChildProcess;
  readonly #all = new Set<ChildProcess>();
  #githubUrl = "";
  #current: ServerProcess | undefined;

  private constructor(offset: number) {
    this.#offset = offset;
    this.setClock(0);
    this.#github = fork(join(import.meta.dirname, "github.ts"), {
      env: { ...process.env, CLOCK_OFFSET: String(offset) },
      stdio: ["ignore", "pipe", "inherit", "ipc"],
    });
    this.#all.add(this.#github);
  }

  /** Starts a GitHub; `offset` is how many milliseconds later it is there than here. */
  static async open(offset = 0): Promise<Servers> {
    const servers = new Servers(offset);
    servers.#githubUrl = await firstLine(servers.#github);
    return servers;
  }

  /** What time it is on GitHub. */
  readonly now = (): Date => new Date(Date.now() + this.#offset);

  /** The server that works. */
  get current(): ServerProcess {
    if (this.#current === undefined) throw new Error("no server runs");
    return this.#current;
  }

  /** Sets the clock of the servers by so many milliseconds wrong. */
  setClock(wrong: number): void {
    writeFileSync(join(this.folder, "clock"), String(this.#offset + wrong));
  }

  /** Starts a server, and returns its address once it listens. */
  async start(onWaiting: () => void = () => {}): Promise<string> {
    const { promise, reject } = Promise.withResolvers<never>();
    const starting = startServerProcess(this.#environment(), {
      onMessage: (message, level) => {
        if (message.startsWith(WAITING)) onWaiting();
        if (level >= 40) this.warnings.set(message, (this.warnings.get(message) ?? 0) + 1);
      },
      onStarted: (child) => {
        this.#all.add(child);
        child.once("exit", (code) => {
          this.#all.delete(child);
          reject(new Error(`a server ended with ${code}`));
        });
      },
    });
    promise.catch(() => {});
    this.#current = await Promise.race([starting, promise]);
    return this.current.url;
  }

  /** Kills the server as a power cut would. */
  async kill(): Promise<void> {
    const { child } = this.current;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }

  /** Starts a second server, and kills the first one once that waits for it; returns the address of the second. */
  async overlap(): Promise<string> {
    const waiting = Promise.withResolvers<void>();
    const first = this.current;
    const second = this.start(waiting.resolve);
    const early = await Promise.race([waiting.promise.then(() => "waits"), second.then(() => "works")]);
    if (early === "works") throw new Error("a second server works on the store while the first one does");
    first.child.kill("SIGKILL");
    return second;
  }

  /** What stands on GitHub. */
  async standing(): Promise<Standing> {
    const answered = once(this.#github, "message");
    this.#github.send("standing");
    return (await answered)[0] as Standing;
  }

  /** Ends all processes, and removes what they wrote. */
  close(): void {
    for (const child of this.#all) child.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  #environment(): Record<string, string> {
    return {
      ...{ APP_ID: "1", PRIVATE_KEY: TEST_KEY, WEBHOOK_SECRET: SECRET },
      ...{ DATABASE_URL: `file:${this.file}`, GITHUB_API_URL: this.#githubUrl },
      // As in production, or V8 keeps 130 MB for what lives for a moment.
      NODE_OPTIONS: [`--import=${CLOCK}`, ...FLAGS].join(" "),
      ...{ CLOCK_FILE: join(this.folder, "clock") },
      NODE_COMPILE_CACHE: join(this.folder, "compiled"),
    };
  }
}
