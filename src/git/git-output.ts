import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { statSync } from "node:fs";
import { devNull } from "node:os";
import { resolve } from "node:path";
import type { Readable, Writable } from "node:stream";
import { GitError } from "./git-error.ts";

type Git = ChildProcessByStdio<Writable, Readable, Readable>;

const MOST_COMPLAINT = 4096;

// Hooks and some tools set these: they would make git read another repository.
const ELSEWHERE = [
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_COMMON_DIR",
  "GIT_INDEX_FILE",
  "GIT_OBJECT_DIRECTORY",
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_NAMESPACE",
  "GIT_PREFIX",
  "GIT_SHALLOW_FILE",
];

const QUIET = {
  LC_ALL: "C", // git's messages tell failures apart
  GIT_GRAFT_FILE: devNull,
  GIT_FLUSH: "0", // it would write each commit by itself, which costs half again its time
  GIT_OPTIONAL_LOCKS: "0",
  GIT_TERMINAL_PROMPT: "0",
  // Git would fetch the missing objects of a partial clone: reading a clone uses no network.
  GIT_ALLOW_PROTOCOL: "none",
};

/**
 * Runs a git command and yields its output, no faster than the caller reads; `input` goes to its standard input. Throws
 * a `GitError` when git fails.
 *
 * Replace refs and grafts are ignored: they rewrite history on one machine only, and GitHub does not know them.
 */
export async function* gitOutput(path: string, args: readonly string[], input = ""): AsyncGenerator<Buffer> {
  checkFolder(path);
  const git = spawn("git", ["--no-pager", "--no-replace-objects", "-C", path, ...args], {
    env: environment(),
    stdio: ["pipe", "pipe", "pipe"],
  });
  git.stdin.on("error", () => {}); // it ended before it read all, and says why
  git.stdin.end(input);
  const ended = endOf(git, path);
  ended.catch(() => {}); // until it is awaited below
  try {
    yield* git.stdout;
    await ended;
  } finally {
    git.kill(); // a reader that stopped early needs no more
  }
}

function checkFolder(path: string): void {
  const found = statOf(path);
  if (found === "ENOENT" || found === "ENOTDIR" || path === "")
    throw new GitError(`${path || "the empty path"} does not exist: give the path of a clone`);
  if (typeof found === "object" && !found.isDirectory())
    throw new GitError(`${path} is not a folder: give the path of a clone`);
}

function statOf(path: string) {
  try {
    return statSync(path);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
}

function environment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !ELSEWHERE.includes(name));
  return { ...Object.fromEntries(inherited), ...QUIET };
}

/** Resolves when git ends well. */
async function endOf(git: Git, path: string): Promise<void> {
  let complaint = "";
  git.stderr.on("data", (chunk: Buffer) => {
    complaint = (complaint + chunk).slice(0, MOST_COMPLAINT);
  });
  try {
    const [code, signal] = await once(git, "close");
    if (code !== 0) throw failure(path, complaint, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    throw new GitError("git was not found: install it, and put it on the PATH");
  }
}

function failure(path: string, complaint: string, signal: string | null): GitError {
  if (complaint.includes("not a git repository"))
    return new GitError(`${path} is not a git repository: give the path of a clone`);
  if (complaint.includes("bad revision 'HEAD'"))
    return new GitError(`${path} has no commit at its HEAD: make one, or check out a branch that has some`);
  if (complaint.includes("dubious ownership")) {
    // Git names the folder that it checks, and quotes it for a shell.
    const folder = /--add safe\.directory (.+)$/m.exec(complaint)?.[1] ?? resolve(path);
    return new GitError(
      `${path} belongs to another user: allow it with git config --global --add safe.directory ${folder}`,
    );
  }
  if (complaint.includes("promisor remote"))
    return new GitError(
      `${path} is a partial clone and lacks what is asked of it: run git fetch --refetch --no-filter in it`,
    );
  const lines = complaint.split("\n");
  const reason = lines.find((line) => line.startsWith("fatal: ") || line.startsWith("error: ")) ?? lines[0];
  return new GitError(`git cannot read ${path}: ${reason || `it was ended by ${signal}`}`);
}
