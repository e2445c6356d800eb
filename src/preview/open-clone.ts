import type { Config } from "../config/config.ts";
import { ConfigError } from "../config/config-error.ts";
import { type Release, releasesOf } from "../domain/clone/releases.ts";
import { readFolders, readRemotes } from "../git/clone.ts";
import { printable } from "../git/git-error.ts";
import { type Branch, readRefs } from "../git/refs.ts";
import { type CloneAddress, nameOf, parseAddress } from "./clone-address.ts";
import { CloneError } from "./clone-error.ts";
import { listSettings, readConfig, type SettingsFiles } from "./clone-settings.ts";
import { findHead } from "./span.ts";

/** A clone whose history is not read yet. */
export interface OpenClone {
  readonly path: string;
  /** The folder with its objects, which tells it from all other clones. */
  readonly store: string;
  /** The folder with its HEAD, which tells work trees of one clone from one another. */
  readonly headFolder: string;
  readonly address: CloneAddress;
  /** The names of all its remotes: its origin may be a fork or a mirror. */
  readonly remotes: readonly string[];
  /** The branch to read, and its tip. */
  readonly branch: { readonly name: string; readonly sha: string };
  /** Its versions, oldest first. */
  readonly releases: readonly Release[];
  /** The time of its newest commit or version. */
  readonly newest: Date;
  /** Its config; `undefined` when it has none. */
  readonly config: Config | undefined;
  /** The files at the tip that hold its settings. */
  readonly settings: SettingsFiles;
}

/**
 * Opens a clone: finds its origin, its branch, its versions and its config. Everything after `limit` is ignored.
 *
 * Throws a `GitError` when git cannot read it, and a `CloneError` when its config is invalid.
 */
export async function openClone(path: string, limit: Date): Promise<OpenClone> {
  const [{ branch, tags, head, settings, config }, remotes, { store, headFolder }] = await Promise.all([
    openRefs(path, limit),
    readRemotes(path),
    readFolders(path),
  ]);
  const releases = releasesOf(tags).filter(({ at }) => at <= limit);
  return {
    path,
    store,
    headFolder,
    address: parseAddress(remotes.get("origin"), store),
    remotes: [...remotes.values()].map((remote) => nameOf(parseAddress(remote, store))),
    branch: { name: branch, sha: head.sha },
    releases,
    newest: new Date(Math.max(head.at.getTime(), releases.at(-1)?.at.getTime() ?? 0)),
    config,
    settings,
  };
}

/** The tags, the name of the default branch, its tip, and the settings there. */
async function openRefs(path: string, limit: Date) {
  const { branch, tags } = await readRefs(path);
  const head = await headOf(path, branch, limit);
  const settings = await listSettings(path, head.sha);
  const config = await readValidConfig(path, head.sha, settings);
  return { branch: branch.name, tags, head, settings, config };
}

/** The newest commit of a branch up to a time: mostly its tip, which git need not be asked for again. */
async function headOf(path: string, { ref, tip }: Branch, limit: Date): Promise<NonNullable<Branch["tip"]>> {
  return tip !== undefined && tip.at <= limit ? tip : findHead(path, ref, limit);
}

async function readValidConfig(
  path: string,
  sha: string,
  settings: SettingsFiles,
): Promise<Config | undefined> {
  try {
    return await readConfig(path, sha, settings);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new CloneError(`the config of ${printable(path)} is not right:\n${error.lines.join("\n")}`, {
      cause: error,
    });
  }
}
