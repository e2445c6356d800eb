import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "pino";
import { trimDelivery } from "../github/trim.ts";
import { UNDERSTANDING } from "../github/understanding.ts";
import type { Reception, Tally } from "../operations/tally.ts";
import type { Delivery, DeliveryStore } from "../storage/deliveries.ts";
import { type BodyLimits, createBodyReader, type Unreceived } from "./body.ts";
import { createGroupCommit } from "./group-commit.ts";
import { isNestedDeeper } from "./nesting.ts";

/** The dependencies of the intake. */
interface IntakeOptions {
  readonly secret: string;
  readonly deliveries: DeliveryStore;
  readonly log: Logger;
  readonly clock: () => Date;
  /** Called for each webhook that begins to arrive. */
  readonly onArrival?: () => void;
  /** Called after deliveries were stored and can be processed. */
  readonly onStored: () => void;
  /** Whether the store is known to be damaged: restoring a backup would lose anything stored there now. */
  readonly isDamaged?: () => boolean;
  /** Counts each answer. */
  readonly tally?: Pick<Tally, "received">;
  readonly limits?: BodyLimits;
}

/** Answers a webhook request; `false` for any other one. */
export type Intake = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** The path to which GitHub sends its webhooks. */
const WEBHOOK_PATH = "/api/github/webhooks";

/** The deepest nesting of lists and objects in a long body: parsing more would hold the server up. */
const MOST_LEVELS = 100;
const LONG_BYTES = 64 * 1024;

/** An answer to a delivery; everything but 202 stores nothing. */
interface Answer {
  readonly status: number;
  readonly text: string;
  readonly reception: Reception;
}

/**
 * Answers webhook deliveries: it verifies, trims and stores them, and only then acknowledges. Processing comes later.
 *
 * It stands in place of Probot's own middleware, which would process before it answers.
 */
export function createIntake(options: IntakeOptions): Intake {
  const { secret, deliveries, log, clock, onStored, isDamaged = () => false, tally } = options;
  const { onArrival = () => {} } = options;
  const receiveBody = createBodyReader(secret, options.limits);
  const save = createGroupCommit((group: readonly Delivery[]) => deliveries.saveAll(group));

  return async (request, response) => {
    const [path = ""] = (request.url ?? "").split("?");
    if (path.replace(/\/$/, "") !== WEBHOOK_PATH) return false;
    onArrival();
    const started = performance.now();
    const { status, text, reception } = await receive(request);
    // A refused sender needs a new connection. On few connections it could send so much that others wait for theirs.
    const headers = request.complete && status < 400 ? {} : { connection: "close" };
    response.writeHead(status, { "content-type": "text/plain", ...headers }).end(`${text}\n`);
    tally?.received(headersOf(request).event, reception, (performance.now() - started) / 1000);
    return true;
  };

  async function receive(request: IncomingMessage): Promise<Answer> {
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
    return store({ id, event }, payload);
  }

  async function store({ id, event }: { id: string; event: string }, payload: unknown): Promise<Answer> {
    const trimmed = trimDelivery(event, payload);
    if (trimmed === undefined) return { status: 202, text: "not needed", reception: "not-needed" };
    if (isDamaged()) return NOT_STORED;
    const { problem } = trimmed;
    if (problem !== undefined) log.error({ delivery: id, event, error: problem }, "Delivery not understood");
    try {
      const by = problem === undefined ? {} : { notUnderstoodBy: UNDERSTANDING };
      await save({ id, event, receivedAt: clock(), ...trimmed, ...by });
    } catch (error) {
      // The log names the damage once, not for each delivery.
      if (!isDamaged()) log.error({ delivery: id, event, err: error }, "Delivery not stored");
      return NOT_STORED;
    }
    onStored();
    return { status: 202, text: "stored", reception: problem === undefined ? "stored" : "not-understood" };
  }
}

const NOT_STORED: Answer = { status: 503, text: "not stored: deliver it again", reception: "not-stored" };

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
function headersOf({ headersDistinct }: IncomingMessage) {
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
