import { createHash } from "node:crypto";
import nock from "nock";
import { API } from "../../dev/simulation/world/world.ts";

/** How a tree is served. */
export interface TreeOptions {
  readonly repository?: string;
  /** The commit that is asked for; the default branch's when not told. */
  readonly ref?: string;
  readonly etag?: string;
  /** Whether GitHub leaves some of it out. */
  readonly isTruncated?: boolean;
  readonly isPersistent?: boolean;
}

/** What is asked for the files of a repository. */
export function treePath({ repository = "acme/shop", ref = "HEAD" }: TreeOptions = {}): string {
  return `/repos/${repository}/git/trees/${ref}?recursive=1`;
}

/** Lists the files of a repository once, and tells the texts of those that are asked for. */
export function serveTree(files: Readonly<Record<string, string>>, options: TreeOptions = {}): void {
  const { repository = "acme/shop", etag, isTruncated = false, isPersistent = false } = options;
  const entries = Object.entries(files).map(([path, text]) => {
    const size = Buffer.byteLength(text);
    return { path, mode: "100644", type: "blob", sha: blobSha(text), size };
  });
  const server = nock(API);
  (isPersistent ? server.persist() : server)
    .get(treePath(options))
    .reply(
      200,
      { sha: "tree", tree: entries, truncated: isTruncated },
      etag === undefined ? {} : { etag: `"${etag}"` },
    );
  for (const text of new Set(Object.values(files))) {
    const content = Buffer.from(text).toString("base64");
    nock(API)
      .get(`/repos/${repository}/git/blobs/${blobSha(text)}`)
      .optionally()
      .reply(200, { content, encoding: "base64" });
  }
}

/** Answers that GitHub knows no such repository or commit. */
export function serveNoTree(options: TreeOptions = {}, status = 404): void {
  const server = nock(API);
  (options.isPersistent ? server.persist() : server)
    .get(treePath(options))
    .reply(status, { message: "Not Found" });
}

function blobSha(text: string): string {
  const bytes = Buffer.from(text);
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
