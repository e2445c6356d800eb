import { buffer } from "node:stream/consumers";
import type { CloneTag } from "../domain/clone/releases.ts";
import { gitOutput } from "./git-output.ts";

/** A branch, and the ref that says where it ends. */
export interface Branch {
  readonly name: string;
  readonly ref: string;
  /** The commit at its end, and when it was committed; `undefined` for a HEAD on no branch. */
  readonly tip: { readonly sha: string; readonly at: Date } | undefined;
}

/** The refs of a clone that a preview needs. */
interface Refs {
  /** The default branch: by the remote that was cloned, else by HEAD. When it is checked out, it is in its local state. */
  readonly branch: Branch;
  /** The tags that name a commit. */
  readonly tags: readonly CloneTag[];
}

const PARTS = [
  "HEAD",
  "refname",
  "symref",
  "objecttype",
  "objectname",
  "*objecttype",
  "*objectname",
  "creatordate:unix",
];
const PLACES = ["refs/heads", "refs/remotes/origin/HEAD", "refs/tags"];
const [ORIGIN, TAGS] = ["refs/remotes/origin/", "refs/tags/"];

/** A ref as git prints it. */
interface Ref {
  readonly isCurrent: boolean;
  readonly name: string;
  /** The ref that it stands for; empty for most. */
  readonly target: string;
  /** The commit that it names, also by a tag's object. */
  readonly commit: string | undefined;
  readonly at: Date;
}

/** Reads the refs of a clone with one start of git. Throws a `GitError` when git cannot. */
export async function readRefs(path: string): Promise<Refs> {
  const format = PARTS.map((part) => `%(${part})`).join("%00");
  const text = (await buffer(gitOutput(path, ["for-each-ref", `--format=${format}`, ...PLACES]))).toString();
  const refs = text.split("\n").filter(Boolean).map(toRef);
  const tags = refs.flatMap(({ name, commit, at }) =>
    commit !== undefined && name.startsWith(TAGS) ? [{ name: name.slice(TAGS.length), sha: commit, at }] : [],
  );
  return { branch: branchIn(refs.filter(({ name }) => !name.startsWith(TAGS))), tags };
}

function toRef(line: string): Ref {
  const [head, name = "", target = "", type, sha = "", peeledType, peeled = "", at] = line.split("\0");
  const commit = type === "commit" ? sha : peeledType === "commit" ? peeled : undefined;
  return { isCurrent: head === "*", name, target, commit, at: new Date(Number(at) * 1000) };
}

function branchIn(refs: readonly Ref[]): Branch {
  const current = refs.find(({ isCurrent }) => isCurrent);
  const origin = refs.find(({ name }) => name === `${ORIGIN}HEAD`);
  const [own, name] = [current?.name.slice("refs/heads/".length), origin?.target.slice(ORIGIN.length) ?? ""];
  if (name === "" || name === own) return { name: own ?? "HEAD", ref: "HEAD", tip: tipOf(current) };
  return { name, ref: origin?.target ?? "", tip: tipOf(origin) };
}

function tipOf(ref: Ref | undefined): Branch["tip"] {
  return ref?.commit === undefined ? undefined : { sha: ref.commit, at: ref.at };
}
