import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Reception } from "../operations/tally.ts";
import type { createBodyReader, Unreceived } from "./body.ts";
import { isNestedDeeper } from "./nesting.ts";

/** The deepest nesting of lists and objects in a long body: parsing more would hold the server up. */
const MOST_LEVELS = 100;
const LONG_BYTES = 64 * 1024;

/** An answer to a delivery; everything but 202 stores nothing. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly reception: Reception;
}

/** A delivery whose signature is right. */
export interface ReceivedDelivery {
  readonly id: string;
  readonly event: string;
  readonly payload: unknown;
}

/** Receives and verifies a delivery, or gives the answer to a request that is none. */
export async function receiveDelivery(
  request: IncomingMessage,
  receiveBody: ReturnType<typeof createBodyReader>,
): Promise<ReceivedDelivery | Answer> {
  if (request.method !== "POST") return refused(405, "method", "webhooks are sent with POST");
  const { id, event, signature } = headersOf(request);
  if (!id || !event)
    return refused(400, "headers", "x-github-delivery and x-github-event are required, once each");
  if (!signature)
    return refused(401, "signature", "x-hub-signature-256 is required, once: set a webhook secret");
  const body = await receiveBody(request);
  if (typeof body === "string") return UNRECEIVED[body];
  if (!isSignature(signature, body.digest))
    return refused(
      401,
      "signature",
      "the signature does not match: is WEBHOOK_SECRET the one set on GitHub?",
    );
  const bytes = body.bytes();
  if (bytes.length > LONG_BYTES && isNestedDeeper(bytes, MOST_LEVELS))
    return refused(400, "json", `the body has more than ${MOST_LEVELS} levels: GitHub sends no such body`);
  const payload = parse(bytes);
  if (payload === undefined)
    return refused(400, "json", "the body is not JSON: choose application/json on GitHub");
  return { id, event, payload };
}

const UNRECEIVED: Readonly<Record<Unreceived, Answer>> = {
  size: refused(413, "size", "the payload is over 25 MB"),
  slow: refused(408, "slow", "the payload took over ten seconds: deliver it again"),
  pieces: refused(400, "pieces", "the payload comes in too small pieces"),
  crowd: refused(503, "crowd", "too much is being received at once: deliver it again"),
  gone: refused(400, "gone", "the sender hung up"),
};

type Why = "method" | "headers" | "signature" | "json" | Unreceived;

function refused<Reason extends Why>(status: number, why: Reason, text: string) {
  return { status, text, reception: `refused-${why}` as const };
}

/** Compares in constant time, so that the duration does not reveal the right signature. */
function isSignature(given: string, digest: Buffer): boolean {
  const [received, right] = [Buffer.from(given), Buffer.from(`sha256=${digest.toString("hex")}`)];
  return received.length === right.length && timingSafeEqual(received, right);
}

/** A header that comes twice is ignored: nobody knows which of the two a proxy saw. */
export function headersOf({ headersDistinct }: IncomingMessage) {
  const one = (name: string) => {
    const [value, ...others] = headersDistinct[name] ?? [];
    return others.length === 0 ? value : undefined;
  };
  return {
    id: one("x-github-delivery"),
    event: one("x-github-event"),
    signature: one("x-hub-signature-256"),
  };
}

function parse(json: Buffer): unknown {
  try {
    return JSON.parse(json.toString());
  } catch {
    return undefined;
  }
}
