import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "pino";
import { trimDelivery } from "../github/trim.ts";
import { UNDERSTANDING } from "../github/understanding.ts";
import type { Tally } from "../operations/tally.ts";
import type { Delivery, DeliveryStore } from "../storage/deliveries.ts";
import { type BodyLimits, createBodyReader } from "./body.ts";
import { createGroupCommit } from "./group-commit.ts";
import { type Answer, headersOf, type ReceivedDelivery, receiveDelivery } from "./receive-delivery.ts";

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
    const { status, text, reception } = await answer(request);
    // A refused sender needs a new connection. On few connections it could send so much that others wait for theirs.
    const headers = request.complete && status < 400 ? {} : { connection: "close" };
    response.writeHead(status, { "content-type": "text/plain", ...headers }).end(`${text}\n`);
    tally?.received(headersOf(request).event, reception, (performance.now() - started) / 1000);
    return true;
  };

  async function answer(request: IncomingMessage): Promise<Answer> {
    const received = await receiveDelivery(request, receiveBody);
    return "status" in received ? received : store(received);
  }

  async function store({ id, event, payload }: ReceivedDelivery): Promise<Answer> {
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
