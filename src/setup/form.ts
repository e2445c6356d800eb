import type { IncomingMessage } from "node:http";

/** Far more bytes than three short fields need. */
const MOST_BYTES = 16 * 1024;

/** A form from a browser, or the HTTP status of the problem with it. */
type SentForm = URLSearchParams | 413 | 415;

/** Reads the body of a request as a form. Rejects when the sender hangs up. */
export async function readForm(request: IncomingMessage): Promise<SentForm> {
  const [type = ""] = (request.headers["content-type"] ?? "").split(";");
  if (type.trim().toLowerCase() !== "application/x-www-form-urlencoded") return 415;
  if (Number(request.headers["content-length"]) > MOST_BYTES) return 413;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // The rest over the limit is read and dropped, so that the sender sees the answer.
    if (size <= MOST_BYTES) chunks.push(chunk);
  }
  return size > MOST_BYTES ? 413 : new URLSearchParams(Buffer.concat(chunks).toString());
}
