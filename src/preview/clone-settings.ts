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
import { listFiles, readSizes, readTexts, type TreeFile } from "../git/tree.ts";

/** The files at a commit that may hold settings; `undefined` where a partial clone cannot list them. */
export type SettingsFiles = readonly TreeFile[] | undefined;

const isConfigFile = (path: string) => CONFIG_PATHS.some((each) => each === path);

/** Lists the files of a clone at a commit that hold settings: its config, and `.gitattributes` in any folder. */
export async function listSettings(path: string, sha: string): Promise<SettingsFiles> {
  try {
    return await listFiles(path, sha, (file) => isAttributesFile(file) || isConfigFile(file));
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    return undefined;
  }
}

/** The config of a clone at a commit; `undefined` without one. Throws a `ConfigError` when it is invalid. */
export async function readConfig(
  path: string,
  sha: string,
  listed: SettingsFiles,
): Promise<Config | undefined> {
  if (listed !== undefined && !listed.some((file) => isConfigFile(file.path))) return undefined;
  const [found, other] = await readTextsAt(path, sha, CONFIG_PATHS);
  if (other !== undefined) throw new ConfigError([{ text: TWO_CONFIGS }], { file: CONFIG_PATHS[0] });
  if (found === undefined) return undefined;
  const [file, text] = found;
  // Few clones have a config, and its parser takes longer to load than all other modules.
  const { parseConfig } = await import("../config/config.ts");
  return parseConfig(text, file);
}

/** The settings in the `.gitattributes` of a clone at a commit. */
export async function readAttributes(path: string, sha: string, listed: SettingsFiles): Promise<Attributes> {
  try {
    if (listed === undefined) return await rootAttributes(path, sha);
    const files = listed.filter((file) => isAttributesFile(file.path) && !file.isLink);
    const sizes = await readSizes(path, [...new Set(files.map((file) => file.sha))]);
    const { chosen, unread } = chooseAttributes(
      files.map((file) => ({ ...file, size: sizes.get(file.sha) ?? 0 })),
    );
    const texts = await readTexts(path, [...new Set(chosen.map((file) => file.sha))]);
    const read = chosen.map((file) => ({ folder: folderOf(file), text: texts.get(file.sha) ?? "" }));
    return keepAttributes(read, unread);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    return rootAttributes(path, sha);
  }
}

/** A partial clone may lack files outside the checkout. The root's file is there, or git reports the reason. */
async function rootAttributes(path: string, sha: string): Promise<Attributes> {
  const text = (await readText(path, sha, ".gitattributes")) ?? "";
  return keepAttributes([{ folder: "", text }], 0);
}
