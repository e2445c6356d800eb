import { createHmac } from "node:crypto";
import type { IncomingMessage } from "node:http";

const MEGABYTE = 1024 * 1024;
/** GitHub delivers no payload over 25 MB: docs.github.com, "Webhook events and payloads", payload cap. */
const MOST_BYTES = 25 * MEGABYTE;
/** The most bytes that all senders together may hold in memory before their signatures are verified. */
const MOST_UNVERIFIED_BYTES = 64 * MEGABYTE;
/** GitHub gives up after ten seconds: docs.github.com, "Troubleshooting webhooks", timed out. */
const MOST_MS = 10_000;
/** The approximate size of the object around a chunk: a body can come byte by byte. */
const CHUNK_BYTES = 1_024;
/** From this many chunks on, they must average this many bytes: a network sends a thousand and more at once. */
const [MANY_CHUNKS, LEAST_BYTES] = [1_000, 256];

/** A body, and the digest that its signature must match. */
interface ReceivedBody {
  readonly bytes: () => Buffer;
  /** The HMAC-SHA256 of the bytes. */
  readonly digest: Buffer;
}

/**
 * The reason why a body was not received: larger than GitHub ever sends, too slow, in too small pieces, the one that took
 * most memory for longest, or cut off by its sender.
 */
export type Unreceived = "size" | "slow" | "pieces" | "crowd" | "gone";

/** Bounds on received bodies. */
export interface BodyLimits {
  readonly mostUnverifiedBytes?: number;
  readonly mostMs?: number;
}

/** A body that is being received. */
interface Receiving {
  readonly bytes: () => number;
  readonly since: number;
  giveUp(why: Unreceived): void;
}

/**
 * Makes a reader of request bodies. It hashes each body as it arrives, and bounds the memory of all of them.
 *
 * Over the bound the reader gives up the body that takes most memory for longest: its bytes times its age. So nobody can
 * keep out GitHub's deliveries, which are small and quick, neither by a few large bodies nor by many that never end.
 */
export function createBodyReader(secret: string, limits: BodyLimits = {}) {
  const { mostUnverifiedBytes = MOST_UNVERIFIED_BYTES, mostMs = MOST_MS } = limits;
  const open = new Set<Receiving>();
  let unverified = 0;

  return (request: IncomingMessage): Promise<ReceivedBody | Unreceived> => {
    if (Number(request.headers["content-length"]) > MOST_BYTES) return Promise.resolve("size");
    return new Promise((resolve) => {
      const hmac = createHmac("sha256", secret);
      const chunks: Buffer[] = [];
      let [size, taken] = [0, 0];
      const receiving: Receiving = { bytes: () => taken, since: performance.now(), giveUp: end };
      const timer = setTimeout(() => end("slow"), mostMs);
      open.add(receiving);
      // After the end, the reader drops further chunks, so that the sender still sees the answer.
      request.on("data", (chunk: Buffer) => {
        if (!open.has(receiving)) return;
        size += chunk.length;
        if (size > MOST_BYTES) return end("size");
        if (chunks.length > MANY_CHUNKS && size < chunks.length * LEAST_BYTES) return end("pieces");
        hmac.update(chunk);
        chunks.push(chunk);
        taken += chunk.length + CHUNK_BYTES;
        unverified += chunk.length + CHUNK_BYTES;
        while (unverified > mostUnverifiedBytes) costliest(open)?.giveUp("crowd");
      });
      request.on("end", () => end({ bytes: () => Buffer.concat(chunks), digest: hmac.digest() }));
      request.on("error", () => end("gone"));
      request.on("close", () => end("gone"));

      function end(how: ReceivedBody | Unreceived): void {
        if (!open.delete(receiving)) return;
        clearTimeout(timer);
        unverified -= taken;
        if (typeof how === "string") chunks.length = 0;
        resolve(how);
      }
    });
  };
}

function costliest(open: ReadonlySet<Receiving>): Receiving | undefined {
  const now = performance.now();
  const costOf = ({ bytes, since }: Receiving) => bytes() * (now - since);
  let found: Receiving | undefined;
  for (const each of open) if (found === undefined || costOf(each) > costOf(found)) found = each;
  return found;
}
