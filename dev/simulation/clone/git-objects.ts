import { createHash } from "node:crypto";

/** The content of files by path; all lie in one folder. */
export type Content = ReadonlyMap<string, string>;

/** A commit as git writes it; the same names, and so the same shas, as in a real repository. */
export interface DraftCommit {
  readonly parents: readonly string[];
  readonly message: string;
  readonly content: Content;
  readonly author: string;
  readonly committer: string;
  readonly at: Date;
}

/** The name of a commit's content. */
export function treeName(content: Content): string {
  const entries = [...content].sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = entries.map(([path, text]) =>
    Buffer.concat([Buffer.from(`100644 ${path}\0`), Buffer.from(nameOf("blob", Buffer.from(text)), "hex")]),
  );
  return nameOf("tree", Buffer.concat(rows));
}

/** The sha of a commit. */
export function commitName(commit: DraftCommit): string {
  const { parents, message, content, author, committer } = commit;
  const head = [`tree ${treeName(content)}`, ...parents.map((parent) => `parent ${parent}`)];
  const people = [`author ${author} ${timeOf(commit)}`, `committer ${committer} ${timeOf(commit)}`];
  return nameOf("commit", Buffer.from([...head, ...people, "", message].join("\n")));
}

/** A commit as `git fast-import` reads it; its parents must have been imported by the marks given. */
export function importCommand(commit: DraftCommit, marks: ReadonlyMap<string, number>, mark: number): string {
  const { parents, message, content, author, committer } = commit;
  const [first, ...others] = parents.map((parent) => marks.get(parent));
  return [
    `commit refs/heads/work`,
    `mark :${mark}`,
    `author ${author} ${timeOf(commit)}`,
    `committer ${committer} ${timeOf(commit)}`,
    dataOf(message),
    ...(first === undefined ? [] : [`from :${first}`]),
    ...others.map((other) => `merge :${other}`),
    "deleteall",
    ...[...content].map(([path, text]) => `M 100644 inline ${path}\n${dataOf(text)}`),
    "",
  ].join("\n");
}

/** A time as git writes it. */
export function timeOf({ at }: Pick<DraftCommit, "at">): string {
  return `${at.getTime() / 1_000} +0000`;
}

function dataOf(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}

/** The name of an object of some type. */
export function nameOf(kind: string, data: Buffer): string {
  return createHash("sha1").update(`${kind} ${data.length}\0`).update(data).digest("hex");
}
