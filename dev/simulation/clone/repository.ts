import { execFileSync } from "node:child_process";
import { hash } from "node:crypto";
import { appendFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
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

/** Writes a stream of commits and tags, without the files that are checked out. */
export const IMPORT: readonly string[] = ["fast-import", "--quiet", "--force"];

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

/** What a repository is created with. */
export interface RepositoryOptions {
  /** The folder's name. */
  readonly name?: string;
  /** Options of `git init`. */
  readonly options?: readonly string[];
  /** What `git fast-import` writes to it; nothing is checked out. */
  readonly stream?: string;
  /** The addresses of where it was cloned from, by the names of remotes. */
  readonly remotes?: Readonly<Record<string, string>>;
}

const templates = new Map<string, string>();

/** A repository to copy, which costs less than another process. It lacks git's samples of hooks. */
function templateOf(options: readonly string[], stream: string): string {
  const key = hash("sha1", [...options, stream].join("\0"));
  const known = templates.get(key);
  if (known !== undefined) return known;
  const path = mkdtempSync(join(tmpdir(), "plimsoll-template-"));
  if (stream === "") {
    run(["init", "--quiet", "--initial-branch=main", ...options, path]);
    rmSync(join(path, ".git", "hooks"), { recursive: true, force: true });
  } else {
    cpSync(templateOf(options, ""), path, { recursive: true });
    run(["-C", path, ...IMPORT], stream);
  }
  templates.set(key, path);
  return path;
}

/** Creates a repository, empty unless told. The same one is made once in a process, and then copied. */
export function createRepository({
  name = "repository",
  options = [],
  stream = "",
  remotes = {},
}: RepositoryOptions = {}): TestRepository {
  const path = join(mkdtempSync(join(tmpdir(), "plimsoll-git-")), name);
  cpSync(templateOf(options, stream), path, { recursive: true });
  for (const each of Object.entries(remotes)) addRemote(path, each);
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

/** Does what `git remote add` does, which would take a process. */
function addRemote(path: string, [name, url]: readonly [string, string]): void {
  const quoted = `"${url.replaceAll(/["\\]/g, "\\$&")}"`;
  const fetch = `+refs/heads/*:refs/remotes/${name}/*`;
  const text = `[remote "${name}"]\n\turl = ${quoted}\n\tfetch = ${fetch}\n`;
  appendFileSync(join(path, ".git", "config"), text);
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
  git(IMPORT, commits.join(""));
}
