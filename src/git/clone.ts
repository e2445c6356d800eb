import { readFile, realpath } from "node:fs/promises";
import { join, resolve } from "node:path";
import { buffer } from "node:stream/consumers";
import type { CloneTag } from "../domain/clone/releases.ts";
import { GitError } from "./git-error.ts";
import { gitOutput } from "./git-output.ts";
import { readRecords } from "./records.ts";

/** A commit of the line of first parents, and when it was committed. */
export interface LineCommit {
  readonly sha: string;
  readonly at: Date;
}

const TAG_PARTS = [
  "refname:strip=2",
  "objecttype",
  "objectname",
  "*objecttype",
  "*objectname",
  "creatordate:unix",
];

/** Reads the tags of a clone that name a commit. Throws a `GitError` when git cannot. */
export async function readTags(path: string): Promise<CloneTag[]> {
  const format = TAG_PARTS.map((part) => `%(${part})`).join("%00");
  const lines = (await textOf(path, ["for-each-ref", `--format=${format}`, "refs/tags"])).split("\n");
  return lines.flatMap((line) => {
    const [name = "", type, sha = "", peeledType, peeled = "", at] = line.split("\0");
    const commit = type === "commit" ? sha : peeledType === "commit" ? peeled : undefined;
    return commit === undefined ? [] : [{ name, sha: commit, at: new Date(Number(at) * 1000) }];
  });
}

/** A branch, and the ref that says where it ends. */
interface Branch {
  readonly name: string;
  readonly ref: string;
}

/**
 * Finds the default branch: by the remote that was cloned, else by HEAD.
 *
 * When it is checked out, the local state is read. Throws a `GitError` when git cannot.
 */
export async function readBranch(path: string): Promise<Branch> {
  const format = "--format=%(HEAD)%(refname) %(symref)";
  const refs = await textOf(path, ["for-each-ref", format, "refs/heads", "refs/remotes/origin/HEAD"]);
  const [, current] = /^\*refs\/heads\/(\S+)/m.exec(refs) ?? [];
  const [, origin = ""] = /^ refs\/remotes\/origin\/HEAD (\S+)$/m.exec(refs) ?? [];
  const name = origin.slice("refs/remotes/origin/".length);
  if (name === "" || name === current) return { name: current ?? "HEAD", ref: "HEAD" };
  return { name, ref: origin };
}

/** Reads the line of first parents from a commit or ref, newest first. Throws a `GitError` when git cannot. */
export async function* readLine(path: string, from: string): AsyncGenerator<LineCommit> {
  const args = ["log", "--first-parent", "--format=%H %ct", "--no-show-signature", "--no-color", from, "--"];
  for await (const lines of readRecords(gitOutput(path, args), "\n")) {
    for (const line of lines) {
      const [sha = "", at] = line.split(" ");
      yield { sha, at: new Date(Number(at) * 1000) };
    }
  }
}

/** Reads the text of a file at a commit; `undefined` without such a file. Throws a `GitError` when git cannot. */
export async function readText(path: string, sha: string, file: string): Promise<string | undefined> {
  const listed = await textOf(path, ["ls-tree", "-z", "--full-tree", sha, "--", file]);
  const [, type, blob] = /^\d+ (\w+) ([0-9a-f]+)\t/.exec(listed) ?? [];
  return type === "blob" && blob ? textOf(path, ["cat-file", "blob", blob]) : undefined;
}

/** The folder with the objects of a clone. A clone and its other work trees have the same one. */
export async function readStore(path: string): Promise<string> {
  const folder = (await textOf(path, ["rev-parse", "--git-common-dir"])).replace(/\n$/, "");
  return realpath(resolve(path, folder));
}

/** The folder with the HEAD of a work tree: that of the main work tree is also the one with the objects. */
export async function readHeadFolder(path: string): Promise<string> {
  return realpath((await textOf(path, ["rev-parse", "--absolute-git-dir"])).replace(/\n$/, ""));
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

/** Reads the commits at which a shallow clone ends: nobody can tell what they changed. */
export async function readShallow(path: string): Promise<ReadonlySet<string>> {
  try {
    const text = await readFile(join(await readStore(path), "shallow"), "utf8");
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
