import type { IncomingMessage, ServerResponse } from "node:http";
import { Webhooks } from "@octokit/webhooks";
import type { Logger } from "pino";
import { trimDelivery } from "../github/trim.ts";
import { UNDERSTANDING } from "../github/understanding.ts";
import type { Outcomes, Reception } from "../operations/outcomes.ts";
import type { Delivery, DeliveryStore } from "../storage/deliveries.ts";
import { readBody } from "./body.ts";
import { createGroupCommit } from "./group-commit.ts";
import { isNestedDeeper } from "./nesting.ts";

/** What the intake needs. */
export interface IntakeOptions {
  readonly secret: string;
  readonly deliveries: DeliveryStore;
  readonly log: Logger;
  readonly clock: () => Date;
  /** Called when deliveries were stored and can be worked. */
  readonly onStored: () => void;
  /** Told of each answer. */
  readonly outcomes?: Pick<Outcomes, "received">;
}

/** Answers a webhook request; `false` for any other one. */
export type Intake = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** Where GitHub sends its webhooks. */
const WEBHOOK_PATH = "/api/github/webhooks";

/** How many lists and objects may stand in one another. */
const MOST_LEVELS = 100;

/** An answer to a delivery; everything but 202 stores nothing. */
interface Answer {
  readonly status: number;
  readonly text: string;
  readonly outcome: Reception;
}

/**
 * Answers webhook deliveries: verified, trimmed, stored, and only then acknowledged. The work comes later.
 *
 * It stands in place of Probot's own middleware, which would do the work before it answers.
 */
export function createIntake(options: IntakeOptions): Intake {
  const { secret, deliveries, log, clock, onStored, outcomes } = options;
  const webhooks = new Webhooks({ secret });
  const save = createGroupCommit((group: readonly Delivery[]) => deliveries.saveAll(group));

  return async (request, response) => {
    const [path = ""] = (request.url ?? "").split("?");
    if (path.replace(/\/$/, "") !== WEBHOOK_PATH) return false;
    const started = performance.now();
    const { status, text, outcome } = await receive(request);
    const headers = status === 413 ? { connection: "close" } : {};
    response.writeHead(status, { "content-type": "text/plain", ...headers }).end(`${text}\n`);
    outcomes?.received(headersOf(request).event, outcome, (performance.now() - started) / 1000);
    return true;
  };

  async function receive(request: IncomingMessage): Promise<Answer> {
    if (request.method !== "POST") return refused(405, "method", "webhooks are sent with POST");
    const { id, event, signature } = headersOf(request);
    if (!id || !event)
      return refused(400, "headers", "x-github-delivery and x-github-event are required, once each");
    if (!signature)
      return refused(401, "signature", "x-hub-signature-256 is required, once: set a webhook secret");
    const bytes = await readBody(request);
    const body = bytes?.toString("utf8");
    if (bytes === undefined || body === undefined) return refused(413, "size", "the payload is over 25 MB");
    if (body === "" || !(await webhooks.verify(body, signature))) {
      return refused(
        401,
        "signature",
        "the signature does not match: is WEBHOOK_SECRET the one set on GitHub?",
      );
    }
    if (isNestedDeeper(bytes, MOST_LEVELS))
      return refused(400, "json", `the body has more than ${MOST_LEVELS} levels: GitHub sends none such`);
    const payload = parse(body);
    if (payload === undefined)
      return refused(400, "json", "the body is not JSON: choose application/json on GitHub");
    return store({ id, event }, payload);
  }

  async function store({ id, event }: { id: string; event: string }, payload: unknown): Promise<Answer> {
    const trimmed = trimDelivery(event, payload);
    if (trimmed === undefined) return { status: 202, text: "not needed", outcome: "not-needed" };
    const { problem } = trimmed;
    if (problem !== undefined) log.error({ delivery: id, event, error: problem }, "Delivery not understood");
    try {
      const by = problem === undefined ? {} : { notUnderstoodBy: UNDERSTANDING };
      await save({ id, event, receivedAt: clock(), ...trimmed, ...by });
    } catch (error) {
      log.error({ delivery: id, event, err: error }, "Delivery not stored");
      return { status: 503, text: "not stored: deliver it again", outcome: "not-stored" };
    }
    onStored();
    return { status: 202, text: "stored", outcome: problem === undefined ? "stored" : "not-understood" };
  }
}

function refused(status: number, why: "method" | "headers" | "signature" | "size" | "json", text: string) {
  return { status, text, outcome: `refused-${why}` } as const;
}

/** A header that comes twice says nothing: which of the two a proxy saw is not known. */
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

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
