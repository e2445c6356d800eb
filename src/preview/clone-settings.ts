import type { Config } from "../config/config.ts";
import { ConfigError } from "../config/config-error.ts";
import { CONFIG_PATHS, TWO_CONFIGS } from "../config/location.ts";
import {
  type Attributes,
  chooseAttributes,
  folderOf,
  isAttributesFile,
  keepAttributes,
} from "../domain/shipping/attribute-files.ts";
import { readText, readTextsAt } from "../git/clone.ts";
import { GitError } from "../git/git-error.ts";
import { listFiles, readTexts } from "../git/tree.ts";

/** The config of a clone at a commit; `undefined` without one. Throws a `ConfigError` when it is invalid. */
export async function readConfig(path: string, sha: string): Promise<Config | undefined> {
  const [found, other] = await readTextsAt(path, sha, CONFIG_PATHS);
  if (other !== undefined) throw new ConfigError([{ text: TWO_CONFIGS }], { file: CONFIG_PATHS[0] });
  if (found === undefined) return undefined;
  const [file, text] = found;
  // Few clones have a config, and its parser takes longer to load than all other modules.
  const { parseConfig } = await import("../config/config.ts");
  return parseConfig(text, file);
}

/** The settings in the `.gitattributes` of a clone at a commit. */
export async function readAttributes(path: string, sha: string): Promise<Attributes> {
  try {
    const { chosen, unread } = chooseAttributes(await listFiles(path, sha, isAttributesFile));
    const texts = await readTexts(path, [...new Set(chosen.map((file) => file.sha))]);
    const read = chosen.map((file) => ({ folder: folderOf(file), text: texts.get(file.sha) ?? "" }));
    return keepAttributes(read, unread);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    // A partial clone may lack files outside the checkout. The root's file is there, or git reports the reason.
    const text = (await readText(path, sha, ".gitattributes")) ?? "";
    return keepAttributes([{ folder: "", text }], 0);
  }
}
