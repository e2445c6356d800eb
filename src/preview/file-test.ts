import { createMemory } from "../domain/memory.ts";
import { type FileRules, isEffectiveFile } from "../domain/shipping/effective.ts";

/** The most paths to remember. */
const MOST_PATHS = 20_000;

/** Makes a test of whether a file counts, which judges each path once: commits change the same files again and again. */
export function createFileTest(files: FileRules): (path: string) => boolean {
  const recall = createMemory<boolean>(MOST_PATHS);
  return (path) => recall(path, () => isEffectiveFile(path, files));
}
