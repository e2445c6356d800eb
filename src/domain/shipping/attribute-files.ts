import { type AttributeFile, type AttributeText, linguistLines } from "./gitattributes.ts";

/** A file in a repository's listing: its path from the root, and the id and the size in bytes of its content. */
export interface ListedFile {
  readonly path: string;
  readonly sha: string;
  readonly size: number;
}

/** The settings of linguist's attributes in the `.gitattributes` files of a repository. */
export interface Attributes {
  readonly files: readonly AttributeFile[];
  /** The number of files that were not read, because they are too many or too large. */
  readonly unread: number;
}

const NAME = ".gitattributes";
/** A repository with more generated folders than that can declare them in a folder above. */
const MOST_FILES = 1_000;
/** Each text is a request. Copies of one text are read once. */
const MOST_TEXTS = 100;
const MOST_BYTES = 100_000;
const MOST_LINES = 2_000;

/** Whether a file sets attributes of the files beside and below it. */
export function isAttributesFile(path: string): boolean {
  return path === NAME || path.endsWith(`/${NAME}`);
}

/** The folder whose attributes a file holds. */
export function folderOf({ path }: Pick<ListedFile, "path">): string {
  return path.slice(0, -NAME.length - 1);
}

/** Chooses the files to read: the nearest to the root, up to 1,000 files, 100 texts, and 100,000 bytes each. */
export function chooseAttributes(listed: readonly ListedFile[]): {
  readonly chosen: readonly ListedFile[];
  readonly unread: number;
} {
  const depth = ({ path }: ListedFile) => path.split("/").length;
  const all = listed
    .filter(({ path }) => isAttributesFile(path))
    .sort((a, b) => depth(a) - depth(b) || (a.path < b.path ? -1 : 1));
  const texts = new Set<string>();
  const chosen: ListedFile[] = [];
  for (const file of all) {
    const isOver = chosen.length >= MOST_FILES || (texts.size >= MOST_TEXTS && !texts.has(file.sha));
    if (isOver || file.size > MOST_BYTES) continue;
    texts.add(file.sha);
    chosen.push(file);
  }
  return { chosen, unread: all.length - chosen.length };
}

/**
 * Keeps linguist's attributes from the texts, up to 2,000 lines. `unread` is the number of files that were left out
 * before.
 */
export function keepAttributes(texts: readonly AttributeText[], unread: number): Attributes {
  const files: AttributeFile[] = [];
  let lines = 0;
  let left = unread;
  for (const file of linguistLines(texts)) {
    lines += file.lines.length;
    if (lines <= MOST_LINES) files.push(file);
    else left += 1;
  }
  return { files, unread: left };
}
