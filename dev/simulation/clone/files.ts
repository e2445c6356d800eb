import { hash as digestOf } from "node:crypto";

/** The content of files by path; a path that is left out does not exist. */
export type Files = Readonly<Record<string, string>>;

/** What some files become; `undefined` for one that is deleted. */
export type Edits = Readonly<Record<string, string | undefined>>;

/** The files after some edits. */
export function edited(files: Files, edits: Edits): Files {
  const all: Record<string, string | undefined> = { ...files, ...edits };
  for (const path of Object.keys(edits)) if (edits[path] === undefined) delete all[path];
  return all as Files;
}

/** What must be edited to come from some files to others. */
export function difference(before: Files, after: Files): Edits {
  const edits: Record<string, string | undefined> = {};
  for (const path of Object.keys(before)) if (before[path] !== after[path]) edits[path] = after[path];
  for (const path of Object.keys(after)) if (!Object.hasOwn(before, path)) edits[path] = after[path];
  return edits;
}

/** Equal for equal files. */
export function treeOf(files: Files): string {
  const paths = Object.keys(files).sort();
  return hash([paths, paths.map((path) => files[path])]);
}

/** A short name for a value. */
export function hash(value: unknown): string {
  return digestOf("sha1", JSON.stringify(value));
}
