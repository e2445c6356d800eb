import { Lru } from "toad-cache";
import type { ListedFile } from "../domain/shipping/attribute-files.ts";
import { type GitHubClient, type RepositoryAddress, statusOf } from "./octokit.ts";

/** The requested files of a repository. */
export interface TreeListing {
  readonly files: readonly ListedFile[];
  /** Whether GitHub listed the whole repository: it lists at most 100,000 entries and 7 MB. */
  readonly isWhole: boolean;
}

/** Lists files and reads their texts. */
export interface TreeReader {
  /**
   * Lists the files of a commit, or of the default branch; `undefined` when GitHub knows no default branch.
   *
   * A commit that GitHub does not know is an error.
   */
  list(octokit: GitHubClient, repository: RepositoryAddress, ref?: string): Promise<TreeListing | undefined>;
  /** Reads the text of a blob. */
  read(octokit: GitHubClient, repository: RepositoryAddress, sha: string): Promise<string>;
}

interface KnownListing {
  readonly etag: string;
  readonly listing: TreeListing;
}

/** The listing of a repository without a commit. */
const EMPTY: TreeListing = { files: [], isWhole: true };
/** A link is no file, and neither is a submodule. */
const FILE_MODES: ReadonlySet<string | undefined> = new Set(["100644", "100755"]);
const MOST_LISTINGS = 10_000;
const MOST_CHARACTERS = 10_000_000;

/**
 * Creates a reader of the wanted files, which asks for the default branch with its last ETag.
 *
 * GitHub does not count a response that nothing changed (304) against the rate limit, and a blob never changes.
 */
export function createTreeReader(isWanted: (path: string) => boolean): TreeReader {
  const listings = new Lru<KnownListing>(MOST_LISTINGS);
  const texts = new Map<string, string>();
  let characters = 0;
  return {
    async list(octokit, { owner, name }, ref) {
      const key = `${owner}/${name}`.toLowerCase();
      // The content of a commit never changes, and nobody asks twice.
      const before = ref === undefined ? listings.get(key) : undefined;
      const place = { owner, repo: name, tree_sha: ref ?? "HEAD", recursive: "1" };
      try {
        const headers = before === undefined ? {} : { "if-none-match": before.etag };
        const answer = await octokit.rest.git.getTree({ ...place, headers });
        const listing = toListing(answer.data, isWanted);
        const { etag } = answer.headers;
        if (etag !== undefined && ref === undefined) listings.set(key, { etag, listing });
        return listing;
      } catch (error) {
        const status = statusOf(error);
        if (status === 304 && before !== undefined) return before.listing;
        if (ref !== undefined || (status !== 404 && status !== 409)) throw error;
        return status === 409 ? EMPTY : undefined;
      }
    },
    async read(octokit, { owner, name }, sha) {
      const before = texts.get(sha);
      if (before !== undefined) return before;
      const { data } = await octokit.rest.git.getBlob({ owner, repo: name, file_sha: sha });
      const text = Buffer.from(data.content, "base64").toString("utf8");
      if (characters + text.length > MOST_CHARACTERS) {
        texts.clear();
        characters = 0;
      }
      texts.set(sha, text);
      characters += text.length;
      return text;
    },
  };
}

interface GitHubTree {
  readonly truncated: boolean;
  readonly tree: readonly {
    readonly path?: string;
    readonly mode?: string;
    readonly sha?: string | null;
    readonly size?: number;
  }[];
}

function toListing({ tree, truncated }: GitHubTree, isWanted: (path: string) => boolean): TreeListing {
  const files = tree.flatMap(({ path, mode, sha, size = 0 }) =>
    path && sha && FILE_MODES.has(mode) && isWanted(path) ? [{ path, sha, size }] : [],
  );
  return { files, isWhole: !truncated };
}
