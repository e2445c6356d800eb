import { CONFIG_PATHS, TWO_CONFIGS } from "../config/location.ts";
import type { ConfigSource } from "../domain/records/settings.ts";
import {
  CODEOWNERS_PATHS,
  LARGEST_CODEOWNERS,
  type OwnedFiles,
  readCodeowners,
} from "../domain/scopes/codeowners.ts";
import {
  type Attributes,
  chooseAttributes,
  folderOf,
  isAttributesFile,
  keepAttributes,
} from "../domain/shipping/attribute-files.ts";
import type { AttributeText } from "../domain/shipping/gitattributes.ts";
import { isWithinLast } from "../domain/waits.ts";
import type { GitHubClient, RepositoryAddress } from "../github/octokit.ts";
import { createTreeReader, type TreeListing, type TreeReader } from "../github/repository-tree.ts";
import type { ScopedClients } from "../github/scoped-auth.ts";
import type { Repository } from "../storage/repositories.ts";

/** The text of a repository's config. */
export interface ConfigText {
  /** `undefined` when there is none. */
  readonly config: string | undefined;
  readonly path?: string;
  /** The reason why no config among several can be used. */
  readonly problem?: string;
}

/** The texts of the files that decide how a repository is measured. */
export interface ConfigFiles extends ConfigText {
  readonly source: ConfigSource;
  readonly attributes: Attributes;
  /** The lines of `CODEOWNERS` about teams. */
  readonly codeowners: readonly OwnedFiles[];
  /** Whether GitHub listed all of them. Of more than 100,000 files it lists only the first ones. */
  readonly isListed: boolean;
}

/** The owner of a `.github` repository, and the installation that may read it. */
export type Owner = Pick<Repository, "installationId" | "owner">;

/** Reads the files of repositories and of their owners. */
export interface ConfigFileReader {
  /**
   * Reads them from the default branch, or at a commit. Without a config of its own, a repository uses the one in the
   * owner's `.github` repository.
   *
   * `undefined` when GitHub reports no default branch. A commit that GitHub does not know is an error.
   */
  read(octokit: GitHubClient, repository: Repository, ref?: string): Promise<ConfigFiles | undefined>;
  /**
   * The config of an owner's `.github` repository, read again after ten minutes.
   *
   * For an installation that cannot see that repository, there is none.
   */
  readOwners(owner: Owner): Promise<ConfigText>;
  /** Makes the next use read the owner's config again, unless it knows of this change, or of a later one. */
  forgetOwners(owner: Owner, change: number): void;
}

/** The options of the reader. */
export interface ConfigFileReaderOptions extends Pick<ScopedClients, "authenticateOwner"> {
  readonly clock: () => Date;
}

const CONFIGS: ReadonlySet<string> = new Set(CONFIG_PATHS);
const NO_CONFIG: ConfigText = { config: undefined };
/** The repository whose config is used for all repositories of its owner without a config. */
export const OWNERS_REPOSITORY = ".github";

/** The time for which the files stay valid, in milliseconds. */
export const FRESH_MS = 600_000;

/** Creates a reader; `clock` decides the age of its files. */
export function createConfigFileReader(options: ConfigFileReaderOptions): ConfigFileReader {
  const { clock, authenticateOwner } = options;
  const tree = createTreeReader(
    (path) => CONFIGS.has(path) || CODEOWNERS_PATHS.includes(path) || isAttributesFile(path),
  );
  const owners = new Map<number, { readonly text: ConfigText; readonly readAt: number }>();
  /** The last change of settings in each installation that is known here. */
  const changes = new Map<number, number>();
  const reader: ConfigFileReader = {
    async read(octokit, repository, ref) {
      const listing = await tree.list(octokit, repository, ref);
      if (listing === undefined) return undefined;
      const own = await readConfig(tree, octokit, { repository, listing });
      const attributes = await readAttributes(tree, octokit, { repository, listing });
      const codeowners = await readOwned(tree, octokit, { repository, listing });
      const said = { attributes, isListed: listing.isWhole, codeowners };
      if (own !== NO_CONFIG) return { ...own, ...said, source: "repository" };
      const isOwners = repository.name === OWNERS_REPOSITORY;
      const inherited = isOwners ? NO_CONFIG : await reader.readOwners(repository);
      return { ...inherited, ...said, source: inherited === NO_CONFIG ? "none" : "owner" };
    },
    async readOwners({ installationId, owner }) {
      const before = owners.get(installationId);
      const now = clock().getTime();
      if (before !== undefined && isWithinLast(FRESH_MS, before.readAt, now)) return before.text;
      const octokit = await authenticateOwner(installationId);
      const repository = { owner, name: OWNERS_REPOSITORY };
      const listing = await tree.list(octokit, repository);
      const text =
        listing === undefined ? NO_CONFIG : await readConfig(tree, octokit, { repository, listing });
      owners.set(installationId, { readAt: now, text });
      return text;
    },
    forgetOwners({ installationId }, change) {
      if ((changes.get(installationId) ?? 0) >= change) return;
      changes.set(installationId, change);
      owners.delete(installationId);
    },
  };
  return reader;
}

/** A repository, and the list of its files. */
interface Listed {
  readonly repository: RepositoryAddress;
  readonly listing: TreeListing;
}

async function readAttributes(
  tree: TreeReader,
  octokit: GitHubClient,
  { repository, listing: { files } }: Listed,
): Promise<Attributes> {
  const { chosen, unread } = chooseAttributes(files);
  const texts: AttributeText[] = [];
  for (const file of chosen)
    texts.push({ folder: folderOf(file), text: await tree.read(octokit, repository, file.sha) });
  return keepAttributes(texts, unread);
}

async function readOwned(
  tree: TreeReader,
  octokit: GitHubClient,
  { repository, listing: { files } }: Listed,
): Promise<readonly OwnedFiles[]> {
  const [path] = CODEOWNERS_PATHS.filter((each) => files.some((file) => file.path === each));
  const found = files.find((file) => file.path === path);
  if (found === undefined || found.size > LARGEST_CODEOWNERS) return [];
  return readCodeowners(await tree.read(octokit, repository, found.sha));
}

async function readConfig(
  tree: TreeReader,
  octokit: GitHubClient,
  { repository, listing: { files } }: Listed,
): Promise<ConfigText> {
  const [found, other] = files.filter(({ path }) => CONFIGS.has(path));
  if (found === undefined) return NO_CONFIG;
  if (other !== undefined) return { config: undefined, problem: TWO_CONFIGS };
  return { config: await tree.read(octokit, repository, found.sha), path: found.path };
}
