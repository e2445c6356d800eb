import { existsSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { PAGE_FOLDER, pageMark } from "../render/site/page-mark.ts";
import { folderError, prepareFolder, writeFolder } from "./write-folder.ts";

const ALWAYS_WRITTEN = ["index.html", "digest.md", "digest.json"];

/** Checks that a site can be written into the folder of `--out`. Throws a `UserError` that names the cause. */
export function prepareSite(folder: string, { hasPages }: { readonly hasPages: boolean }): void {
  prepareFolder(folder, ALWAYS_WRITTEN);
  if (hasPages) prepareFolder(join(folder, PAGE_FOLDER), []);
}

/**
 * Writes the files of a site into the folder of `--out`. First it removes the pages of repositories that an earlier run
 * wrote there and this one does not write: their repositories may be private or withheld since.
 *
 * Throws a `UserError` where it cannot.
 */
export async function writeSite(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  try {
    for (const path of await listPages(folder)) if (!files.has(path)) await rm(join(folder, path));
  } catch (error) {
    throw folderError(folder, error);
  }
  await writeFolder(folder, files);
}

/** Lists the pages of repositories that carry our mark for their place. A copy under another name does not. */
async function listPages(folder: string): Promise<readonly string[]> {
  // The slash at the end: a file of this name holds no pages.
  if (!existsSync(`${folder}/${PAGE_FOLDER}/`)) return [];
  const entries = await readdir(join(folder, PAGE_FOLDER), { withFileTypes: true });
  const pages: string[] = [];
  for (const entry of entries) {
    const path = `${PAGE_FOLDER}/${entry.name}`;
    if (!entry.isFile() || !entry.name.endsWith(".html")) continue;
    if ((await readFile(join(folder, path), "utf8")).includes(pageMark(path).text)) pages.push(path);
  }
  return pages;
}
