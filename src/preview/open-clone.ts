import type { Config } from "../config/config.ts";
import { ConfigError } from "../config/config-error.ts";
import { type Release, releasesOf } from "../domain/clone/releases.ts";
import { readBranch, readFolders, readRemotes, readTags } from "../git/clone.ts";
import { printable } from "../git/git-error.ts";
import { type CloneAddress, nameOf, parseAddress } from "./clone-address.ts";
import { CloneError } from "./clone-error.ts";
import { readConfig } from "./clone-settings.ts";
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
}

/**
 * Opens a clone: finds its origin, its branch, its versions and its config. Everything after `limit` is ignored.
 *
 * Throws a `GitError` when git cannot read it, and a `CloneError` when its config is invalid.
 */
export async function openClone(path: string, limit: Date): Promise<OpenClone> {
  const [{ branch, head, config }, tags, remotes, { store, headFolder }] = await Promise.all([
    openBranch(path, limit),
    readTags(path), // with thousands of tags it takes longer than the rest
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
  };
}

/** The name of the default branch, its tip, and the config there. */
async function openBranch(path: string, limit: Date) {
  const { name, ref } = await readBranch(path);
  const head = await findHead(path, ref, limit);
  return { branch: name, head, config: await readValidConfig(path, head.sha) };
}

async function readValidConfig(path: string, sha: string): Promise<Config | undefined> {
  try {
    return await readConfig(path, sha);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new CloneError(`the config of ${printable(path)} is not right:\n${error.lines.join("\n")}`, {
      cause: error,
    });
  }
}
