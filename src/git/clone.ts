import { readFile, realpath } from "node:fs/promises";
import { join, resolve } from "node:path";
import { buffer } from "node:stream/consumers";
import { GitError } from "./git-error.ts";
import { gitOutput } from "./git-output.ts";
import { readRecords } from "./records.ts";

/** A commit of the line of first parents, and when it was committed. */
export interface LineCommit {
  readonly sha: string;
  readonly at: Date;
  /** The next commit of the line; `undefined` at its end. */
  readonly parent: string | undefined;
}

/** The commits of a line that are wanted: those committed before a time, and the newest of these. */
interface LinePart {
  readonly before?: Date;
  readonly most?: number;
}

/**
 * Reads the line of first parents from a commit or ref, or a part of it, newest first. Throws a `GitError` when git
 * cannot.
 */
export async function* readLine(path: string, from: string, part: LinePart = {}): AsyncGenerator<LineCommit> {
  const format = ["--first-parent", "--format=%H %ct %P", "--no-show-signature", "--no-color"];
  const args = ["log", ...format, ...partArguments(part), from, "--"];
  for await (const lines of readRecords(gitOutput(path, args), "\n")) {
    for (const line of lines) {
      const [sha = "", at, parent] = line.split(" ");
      yield { sha, at: new Date(Number(at) * 1000), parent: parent || undefined };
    }
  }
}

/** Git leaves these out itself, which is much faster than to print and read them. */
function partArguments({ before, most }: LinePart): string[] {
  // Git takes a whole second with it.
  const last = before && Math.max(0, Math.ceil(before.getTime() / 1000) - 1);
  return [
    ...(last === undefined ? [] : [`--until=@${last} +0000`]),
    ...(most === undefined ? [] : [`--max-count=${most}`]),
  ];
}

/** Reads the text of a file at a commit; `undefined` without such a file. Throws a `GitError` when git cannot. */
export async function readText(path: string, sha: string, file: string): Promise<string | undefined> {
  return (await readTextsAt(path, sha, [file])).get(file);
}

/** Reads the texts of files at a commit, by their names, without those that do not exist. Throws a `GitError` when git cannot. */
export async function readTextsAt(
  path: string,
  sha: string,
  files: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const listed = (await textOf(path, ["ls-tree", "-z", "--full-tree", sha, "--", ...files])).split("\0");
  const texts = new Map<string, string>();
  for (const entry of listed) {
    const [, blob, file] = /^\d+ blob ([0-9a-f]+)\t(.+)$/s.exec(entry) ?? [];
    if (blob !== undefined && file !== undefined)
      texts.set(file, await textOf(path, ["cat-file", "blob", blob]));
  }
  return texts;
}

/** The folders of a clone that git uses. */
interface Folders {
  /** The one with its objects. A clone and its other work trees have the same one. */
  readonly store: string;
  /** The one with the HEAD of this work tree: that of the main work tree is also the one with the objects. */
  readonly headFolder: string;
}

/** Finds the folders of a clone. Throws a `GitError` when git cannot. */
export async function readFolders(path: string): Promise<Folders> {
  const both = await foldersOf(path, ["--git-common-dir", "--absolute-git-dir"]);
  const [store = "", headFolder = "", ...others] = both.split("\n");
  if (others.length === 0) return realFolders(path, { store, headFolder });
  // A name may hold a line break.
  return realFolders(path, {
    store: await foldersOf(path, ["--git-common-dir"]),
    headFolder: await foldersOf(path, ["--absolute-git-dir"]),
  });
}

/**
 * Finds the root of the files that are checked out: the path itself where it is that, else an absolute one.
 *
 * `undefined` in a bare clone, and in the folder of git. Throws a `GitError` when git cannot.
 */
export async function readWorkTree(path: string): Promise<string | undefined> {
  if (!(await foldersOf(path, ["--is-inside-work-tree"])).startsWith("true")) return undefined;
  const isRoot = (await foldersOf(path, ["--show-cdup"])) === "";
  return isRoot ? path : foldersOf(path, ["--show-toplevel"]);
}

async function foldersOf(path: string, asked: readonly string[]): Promise<string> {
  return (await textOf(path, ["rev-parse", ...asked])).replace(/\n$/, "");
}

async function realFolders(path: string, { store, headFolder }: Folders): Promise<Folders> {
  return { store: await realpath(resolve(path, store)), headFolder: await realpath(headFolder) };
}

/** Whether a clone has a commit. */
export async function hasCommit(path: string, sha: string): Promise<boolean> {
  try {
    await textOf(path, ["cat-file", "-e", `${sha}^{commit}`]);
    return true;
  } catch (error) {
    if (error instanceof GitError) return false;
    throw error;
  }
}

/**
 * Reads the commits at which a shallow clone ends, from the folder with its objects: nobody can tell what they
 * changed.
 */
export async function readShallow(store: string): Promise<ReadonlySet<string>> {
  try {
    const text = await readFile(join(store, "shallow"), "utf8");
    return new Set(text.split("\n").filter(Boolean));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return new Set();
    throw error;
  }
}

/** Reads the addresses of a clone's remotes, by their names. `origin` is where it came from. */
export async function readRemotes(path: string): Promise<ReadonlyMap<string, string>> {
  const settings = await textOf(path, ["config", "--list", "-z"]);
  const urls = settings.matchAll(/(?:^|\0)remote\.([^\n\0]+)\.url\n([^\0]+)/g);
  return new Map([...urls].map(([, name = "", url = ""]) => [name, url]));
}

async function textOf(path: string, args: readonly string[]): Promise<string> {
  return (await buffer(gitOutput(path, args))).toString();
}
