import type { IncomingMessage } from "node:http";

/** GitHub delivers no payload over 25 MB: docs.github.com, "Webhook events and payloads", payload cap. */
const MOST_BYTES = 25 * 1024 * 1024;

/** Reads a request's body; `undefined` when it is larger than GitHub ever sends. Rejects when the sender hangs up. */
export function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers["content-length"]) > MOST_BYTES) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MOST_BYTES) chunks.push(chunk);
      // The rest is read and dropped, so that the sender sees the answer.
      else resolve(undefined);
    });
    request.on("end", () => resolve(Buffer.concat(chunks)));
    request.on("error", reject);
    request.on("close", () => reject(new Error("the sender hung up")));
  });
}
