import type { GitHubClient } from "../github/octokit.ts";
import { createFileReader } from "../github/repository-files.ts";
import type { ScopedClients } from "../github/scoped-auth.ts";
import type { Repository } from "../storage/repositories.ts";
import type { ConfigSource } from "../storage/settings.ts";

/** The files that say how a repository is measured, as they were read. */
export interface ConfigFiles {
  /** The text of the config that holds; `undefined` when there is none. */
  readonly config: string | undefined;
  readonly source: ConfigSource;
  readonly gitattributes: string | undefined;
}

/** Whose `.github` repository it is, and who may look into it. */
export type Owner = Pick<Repository, "installationId" | "owner">;

/** Reads the files of repositories and of their owners. */
export interface ConfigFileReader {
  /** Reads them from the default branch, or as of a commit; the config else from the owner's `.github` repository. */
  read(octokit: GitHubClient, repository: Repository, ref?: string): Promise<ConfigFiles>;
  /**
   * The config of an owner's `.github` repository, read again after ten minutes.
   *
   * An installation that may not see that repository is told that there is none.
   */
  readOwners(owner: Owner): Promise<string | undefined>;
  /** Has the owner's config read again when it is asked for next. */
  forgetOwners(owner: Owner): void;
}

/** What reading them needs. */
export interface ConfigFileReaderOptions extends Pick<ScopedClients, "authenticateOwner"> {
  readonly clock: () => Date;
}

const CONFIG = ".github/plimsoll.yml";
const ATTRIBUTES = ".gitattributes";
/** The repository whose config holds for all of its owner's that have none of their own. */
export const OWNERS_REPOSITORY = ".github";

/** How long what was read holds, in milliseconds. */
export const FRESH_MS = 600_000;

/** Creates a reader; `clock` tells how old what it knows is. */
export function createConfigFileReader({
  clock,
  authenticateOwner,
}: ConfigFileReaderOptions): ConfigFileReader {
  const readFile = createFileReader();
  const owners = new Map<number, { readonly readAt: number; readonly text: string | undefined }>();
  const reader: ConfigFileReader = {
    async read(octokit, repository, ref) {
      const own = await readFile(octokit, repository, { path: CONFIG, ref });
      const gitattributes = await readFile(octokit, repository, { path: ATTRIBUTES, ref });
      if (own !== undefined) return { config: own, source: "repository", gitattributes };
      const isOwners = repository.name === OWNERS_REPOSITORY;
      const config = isOwners ? undefined : await reader.readOwners(repository);
      return { config, source: config === undefined ? "none" : "owner", gitattributes };
    },
    async readOwners({ installationId, owner }) {
      const before = owners.get(installationId);
      const readAt = clock().getTime();
      if (before !== undefined && readAt - before.readAt < FRESH_MS) return before.text;
      const octokit = await authenticateOwner(installationId);
      const text = await readFile(octokit, { owner, name: OWNERS_REPOSITORY }, { path: CONFIG });
      owners.set(installationId, { readAt, text });
      return text;
    },
    forgetOwners({ installationId }) {
      owners.delete(installationId);
    },
  };
  return reader;
}
