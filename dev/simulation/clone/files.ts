import { createHash } from "node:crypto";

/** The content of files by path; a path that is left out does not exist. */
export type Files = Readonly<Record<string, string>>;

/** What some files become; `undefined` for one that is deleted. */
export type Edits = Readonly<Record<string, string | undefined>>;

/** The files after some edits. */
export function edited(files: Files, edits: Edits): Files {
  const entries = Object.entries({ ...files, ...edits });
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** What must be edited to come from some files to others. */
export function difference(before: Files, after: Files): Edits {
  const paths = new Set([...Object.keys(before), ...Object.keys(after)]);
  return Object.fromEntries(
    [...paths].filter((path) => before[path] !== after[path]).map((path) => [path, after[path]]),
  );
}

/** Equal for equal files. */
export function treeOf(files: Files): string {
  return hash(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A short name for a value. */
export function hash(value: unknown): string {
  return createHash("sha1").update(JSON.stringify(value)).digest("hex");
}
