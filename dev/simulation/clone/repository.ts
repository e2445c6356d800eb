import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";

/** A git repository in a temporary folder, with the same bytes, and so the same shas, each time. */
export interface TestRepository {
  readonly path: string;
  /** Runs git in it and returns what it prints, without the last line break. */
  git(args: readonly string[], input?: string | Buffer, env?: Readonly<Record<string, string>>): string;
  /** Commits nothing but a message, and returns the sha. */
  commit(message: string, options?: readonly string[]): string;
}

const ENVIRONMENT = {
  PATH: process.env.PATH,
  GIT_CONFIG_GLOBAL: devNull,
  GIT_CONFIG_NOSYSTEM: "1",
  // Git would start another process after each commit, to look whether there is something to tidy up.
  GIT_CONFIG_COUNT: "1",
  GIT_CONFIG_KEY_0: "maintenance.auto",
  GIT_CONFIG_VALUE_0: "false",
  // A long stream of commits otherwise takes memory from the kernel, and returns it, for each of them.
  MALLOC_TOP_PAD_: "8388608",
  MALLOC_TRIM_THRESHOLD_: "536870912",
  GIT_AUTHOR_NAME: "Ada Example",
  GIT_AUTHOR_EMAIL: "ada@mail.example",
  GIT_AUTHOR_DATE: "2026-11-02T09:00:00Z",
  GIT_COMMITTER_NAME: "Grace Example",
  GIT_COMMITTER_EMAIL: "grace@mail.example",
  GIT_COMMITTER_DATE: "2026-11-02T10:00:00Z",
};

/** Git prints the whole name of a commit that it makes, so that it need not be asked for it. */
export const COMMIT: readonly string[] = ["-c", "core.abbrev=no", "commit"];

/** The name of the commit of which git tells. */
export function shaIn(told: string): string {
  return /^\[.*? ([0-9a-f]{40,64})\]/.exec(told)?.[1] ?? "";
}

function run(args: readonly string[], input?: string | Buffer, env = {}): string {
  return execFileSync("git", args, {
    env: { ...ENVIRONMENT, ...env },
    ...{ input, encoding: "utf8" },
  }).trimEnd();
}

const empty = new Map<string, string>();

/** An empty repository to copy, which costs less than another process. It lacks git's samples of hooks. */
function emptyRepository(options: readonly string[]): string {
  const key = options.join(" ");
  const known = empty.get(key);
  if (known !== undefined) return known;
  const path = mkdtempSync(join(tmpdir(), "plimsoll-empty-"));
  run(["init", "--quiet", "--initial-branch=main", ...options, path]);
  rmSync(join(path, ".git", "hooks"), { recursive: true, force: true });
  empty.set(key, path);
  return path;
}

/** Creates an empty repository; the folder's name and options of `git init` can be given. */
export function createRepository({
  name = "repository",
  options = [],
}: {
  readonly name?: string;
  readonly options?: readonly string[];
} = {}): TestRepository {
  const path = join(mkdtempSync(join(tmpdir(), "plimsoll-git-")), name);
  cpSync(emptyRepository(options), path, { recursive: true });
  const git: TestRepository["git"] = (args, input, env) => run(["-C", path, ...args], input, env);
  return {
    path,
    git,
    commit(message, more = []) {
      return shaIn(
        git(
          [...COMMIT, "--allow-empty", "--allow-empty-message", "--cleanup=verbatim", ...more, "-F-"],
          message,
        ),
      );
    },
  };
}

/** Adds many commits quickly; `message` makes the message of each. */
export function addHistory(
  { git }: TestRepository,
  { length, message }: { readonly length: number; readonly message: (at: number) => string },
): void {
  const commits = Array.from({ length }, (_, at) => {
    const text = message(at);
    const committer = `committer Ada Example <ada@mail.example> ${1_790_000_000 + at} +0000`;
    return `commit refs/heads/main\n${committer}\ndata ${Buffer.byteLength(text)}\n${text}\n`;
  });
  git(["fast-import", "--quiet", "--force"], commits.join(""));
}
