import { copyText } from "../domain/copy-text.ts";
import { type FileRules, isEffectiveFile } from "../domain/shipping/effective.ts";

/** The most paths to remember. */
const MOST_PATHS = 20_000;

/** Makes a test of whether a file counts, which judges each path once: commits change the same files again and again. */
export function createFileTest(files: FileRules): (path: string) => boolean {
  const known = new Map<string, boolean>();
  return (path) => {
    const found = known.get(path);
    if (found !== undefined) return found;
    if (known.size >= MOST_PATHS) known.clear();
    const isEffective = isEffectiveFile(path, files);
    known.set(copyText(path), isEffective);
    return isEffective;
  };
}
