import { type GitHubClient, type RepositoryAddress, statusOf } from "./octokit.ts";

/** Which file of which repository; as of a commit, else on the default branch. */
export interface FilePlace {
  readonly path: string;
  readonly ref?: string | undefined;
}

/** Reads the text of a file; `undefined` when it is not there, or may not be seen. */
export type FileReader = (
  octokit: GitHubClient,
  repository: RepositoryAddress,
  place: FilePlace,
) => Promise<string | undefined>;

interface KnownFile {
  readonly etag: string;
  readonly text: string | undefined;
}

const MOST_KNOWN = 10_000;

/**
 * Reads files of default branches with the ETag that they had before.
 *
 * GitHub does not count an answer that nothing changed (304) against the rate limit.
 */
export function createFileReader(): FileReader {
  const known = new Map<string, KnownFile>();
  return async (octokit, { owner, name }, { path, ref }) => {
    const key = `${owner}/${name}/${path}`.toLowerCase();
    // What a commit holds never changes, and nobody asks twice.
    const before = ref === undefined ? known.get(key) : undefined;
    const { text, etag } = await fetchFile(octokit, { owner, repo: name, path, ref, before });
    known.delete(key);
    if (known.size >= MOST_KNOWN) known.clear();
    if (etag !== undefined && ref === undefined) known.set(key, { etag, text });
    return text;
  };
}

async function fetchFile(
  octokit: GitHubClient,
  { ref, before, ...place }: FilePlace & { owner: string; repo: string; before: KnownFile | undefined },
): Promise<Partial<KnownFile>> {
  try {
    const { data, headers } = await octokit.rest.repos.getContent({
      ...place,
      ...(ref !== undefined && { ref }),
      ...(before !== undefined && { headers: { "if-none-match": before.etag } }),
    });
    const isFile = !Array.isArray(data) && data.type === "file" && "content" in data;
    const text = isFile ? Buffer.from(data.content, "base64").toString("utf8") : undefined;
    return { text, ...(headers.etag !== undefined && { etag: headers.etag }) };
  } catch (error) {
    if (statusOf(error) === 304) return before ?? {};
    if (statusOf(error) === 404) return {};
    throw error;
  }
}
