import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  anyTaste,
  FULLEST,
  LEAST,
  makeValue,
  type Taste,
} from "../../dev/simulation/described/schema-values.ts";
import {
  type WebhookSchema,
  type WebhookSchemas,
  webhookSchemas,
} from "../../dev/simulation/described/webhook-schemas.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { KNOWN_ACTIONS } from "../../src/github/actions.ts";
import { DEPLOYMENT_STATES } from "../../src/github/deployment-states.ts";
import { fromDeploymentStatus, fromPullRequest, fromPush, fromReview } from "../../src/github/facts.ts";
import { ACTIONS, type EventName, type Payload } from "../../src/github/payloads.ts";
import { readPayload } from "../../src/github/read-payload.ts";
import { fromRelease } from "../../src/github/release-facts.ts";
import { REVIEW_STATES } from "../../src/github/review-states.ts";
import { trimDelivery } from "../../src/github/trim.ts";
import { runs } from "../support/limits.ts";

const GITHUB = webhookSchemas();
/** The oldest Enterprise Server of which there is a description. */
const OLDEST_SERVER = webhookSchemas("ghes-3.14");
const NEW_WORD = "a_new_word";
/** What a string may hold that the schemas do not list. */
const WORDS: Partial<Record<EventName, readonly string[]>> = {
  deployment_status: ["success", NEW_WORD, ...DEPLOYMENT_STATES],
  pull_request_review: ["approved", NEW_WORD, ...REVIEW_STATES, "APPROVED"],
};
const TOOLS_LABEL = "claude-code-assisted";
const INSTALLATION = { id: 1, node_id: "I_1" };

/** The fields that a payload's readings hang on. */
interface Sent {
  readonly installation?: object;
  readonly repository?: object;
  readonly sender?: object;
  readonly assignee?: object | null;
  readonly label?: { readonly name?: string };
  readonly pull_request?: {
    readonly user?: object | null;
    readonly merged_by?: object | null;
    readonly assignees?: readonly (object | null)[] | null;
    readonly created_at?: string;
    readonly updated_at?: string;
  };
  readonly deployment?: { readonly creator?: object | null };
  readonly review?: { readonly state?: string; readonly user?: object | null };
  readonly deployment_status?: { readonly state?: string };
  readonly release?: { readonly author?: object | null };
}

/** A payload that GitHub may send by its schema; every app is told its installation. */
function sentOf(schemas: WebhookSchemas, webhook: WebhookSchema, taste: Taste): Sent {
  const words = WORDS[webhook.event];
  const made = makeValue(webhook.schema, {
    ...{ taste, resolve: schemas.resolve },
    ...(words !== undefined && { words: { state: words } }),
  }) as Sent;
  const label = taste === FULLEST && made.label ? { ...made.label, name: TOOLS_LABEL } : made.label;
  return { ...made, ...(label && { label }), installation: made.installation ?? INSTALLATION };
}

function isNew({ review, deployment_status: status }: Sent): boolean {
  return review?.state === NEW_WORD || status?.state === NEW_WORD;
}

/** Whether it tells only of an assignment of nobody, or to what was open already, or of a label that is no tool's. */
function isIdle({ event, action }: WebhookSchema, { assignee, label, pull_request: pull }: Sent): boolean {
  if (event === "pull_request" && (action === "labeled" || action === "unlabeled"))
    return label?.name !== TOOLS_LABEL;
  if (action !== "assigned") return false;
  return assignee == null || Date.parse(pull?.updated_at ?? "") > Date.parse(pull?.created_at ?? "") + 1_000;
}

/** Trims a payload twice and has it read; it must be understood, and mean the same each time. */
function understand(
  schemas: WebhookSchemas,
  webhook: WebhookSchema,
  taste: Taste,
): "understood" | "new word" | "nobody's" | "not needed" | "not allowed" {
  const { event } = webhook;
  const sent = sentOf(schemas, webhook, taste);
  // Some schemas want exactly one of two that are not told apart: a user and a team.
  if (schemas.faultsOf(webhook, sent).length > 0) return "not allowed";
  const trimmed = trimDelivery(event, sent);
  if (event === "merge_group" && sent.repository === undefined) {
    expect(trimmed).toBeUndefined();
    return "nobody's";
  }
  if (isNew(sent)) {
    expect(trimmed).toBeUndefined();
    return "new word";
  }
  if (isIdle(webhook, sent)) {
    expect(trimmed).toBeUndefined();
    return "not needed";
  }
  expect(trimmed?.problem).toBeUndefined();
  const kept = trimmed?.payload ?? "{}";
  expect(trimDelivery(event, JSON.parse(kept))?.payload).toBe(kept);
  const read = readPayload(event, JSON.parse(kept));
  expect(read).toHaveProperty("payload");
  if ("payload" in read) READINGS[event]?.(read.payload as never, sent);
  return "understood";
}

const RECEIVED = at(2);
const isThere = (account: object | null | undefined) => account != null;

/** What handlers make of a payload: whoever GitHub does not tell is nobody. */
const READINGS: { readonly [Name in EventName]?: (payload: Payload<Name>, sent: Sent) => void } = {
  pull_request(payload, { pull_request: pull, sender, assignee }) {
    const facts = fromPullRequest(payload);
    const isEnabling = payload.action === "enqueued" || payload.action === "auto_merge_enabled";
    expect(isThere(facts.author)).toBe(isThere(pull?.user));
    expect(isThere(facts.mergedBy)).toBe(isThere(pull?.merged_by));
    expect(isThere(facts.enabledBy)).toBe(isEnabling && isThere(sender));
    const assigned = {
      opened: (pull?.assignees ?? []).filter(isThere),
      assigned: isThere(assignee) ? [assignee] : [],
    };
    expect(facts.assignedAtOpening).toHaveLength(
      payload.action === "opened" || payload.action === "assigned" ? assigned[payload.action].length : 0,
    );
    const isLabelling = payload.action === "labeled" || payload.action === "unlabeled";
    expect(facts.labellings).toHaveLength(isLabelling ? 1 : 0);
    expect(facts.updatedAt.getTime()).not.toBeNaN();
  },
  push(payload, { sender }) {
    const ref = `refs/heads/${payload.repository.default_branch}`;
    const facts = fromPush({ ...payload, ref, created: false, deleted: false }, RECEIVED);
    expect(isThere(facts?.pusher)).toBe(isThere(sender));
    expect(facts?.at.getTime()).not.toBeNaN();
    if (payload.repository.pushed_at == null) expect(facts?.at).toEqual(RECEIVED);
  },
  pull_request_review(payload, { review }) {
    const isMute = review?.user == null || ["commented", "pending"].includes(payload.review.state);
    expect(fromReview(payload, RECEIVED) === undefined).toBe(isMute);
  },
  deployment_status(payload, { deployment }) {
    const facts = fromDeploymentStatus(payload);
    expect(isThere(facts.creator)).toBe(isThere(deployment?.creator));
    expect(facts.status.at.getTime()).not.toBeNaN();
  },
  release(payload, { release }) {
    const facts = fromRelease(payload, at(9));
    if (facts !== undefined) expect(isThere(facts.creator)).toBe(isThere(release?.author));
  },
};

const CASES = [
  ...GITHUB.handled.map((webhook) => ({ schemas: GITHUB, webhook, on: "github.com" })),
  ...OLDEST_SERVER.handled.map((webhook) => ({ schemas: OLDEST_SERVER, webhook, on: "Enterprise Server" })),
].map((each) => ({ ...each, name: `${each.webhook.event}.${each.webhook.action}` }));

/** Whole schemas are too long to be printed when a property fails. */
function nameOf({ name, on }: (typeof CASES)[number]): string {
  return `${name} of ${on}`;
}

function caseOf(wanted: string) {
  const found = CASES.find((each) => nameOf(each) === wanted);
  if (found === undefined) throw new Error(`no ${wanted}`);
  return found;
}

describe("GitHub's official schemas", () => {
  it("describe every event and action that is handled", () => {
    const handled = Object.entries(ACTIONS).flatMap(([event, actions]) =>
      actions.map((action) => `${event}.${action}`),
    );

    expect(GITHUB.handled.map(({ event, action }) => `${event}.${action}`).sort()).toEqual(handled.sort());
  });

  it("find fault with what they do not allow, so that what is made to them is what GitHub may send", () => {
    const [webhook] = GITHUB.handled.filter(({ event }) => event === "push");
    if (webhook === undefined) throw new Error("no schema of a push");
    const { repository, ...sent } = sentOf(GITHUB, webhook, FULLEST);

    expect(GITHUB.faultsOf(webhook, sent)).toEqual([expect.stringContaining("'repository'")]);
    expect(GITHUB.faultsOf(webhook, { ...sent, repository: { ...repository, id: "7" } })).toEqual([
      "/repository/id must be integer",
    ]);
  });

  it.each(CASES)("R6: $name of $on is understood at its least", ({ schemas, webhook }) => {
    const isUnaddressed = webhook.event === "merge_group";
    const isOfNobody = isIdle(webhook, sentOf(schemas, webhook, LEAST));
    const outcome = isUnaddressed ? "nobody's" : isOfNobody ? "not needed" : "understood";

    expect(understand(schemas, webhook, LEAST)).toBe(outcome);
  });

  it.each(CASES)("R6: $name of $on is understood at its fullest", ({ schemas, webhook }) => {
    expect(understand(schemas, webhook, FULLEST)).toBe("understood");
  });

  it("R6: whatever they allow is understood, or left alone for a new word or for nobody's", () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(fc.constantFrom(...CASES.map(nameOf)), fc.integer(), (name, seed) => {
        const { schemas, webhook } = caseOf(name);
        const outcome = understand(schemas, webhook, anyTaste(seed));
        seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
      }),
      { numRuns: runs(300) },
    );

    expect(seen.get("not allowed") ?? 0).toBeLessThan(runs(300) / 20);
  });

  it("R12: know no action that this version would call new", () => {
    for (const [event, known] of Object.entries(KNOWN_ACTIONS)) {
      const official = [
        ...GITHUB.actionsOf(event as EventName),
        ...OLDEST_SERVER.actionsOf(event as EventName),
      ];

      expect(official.filter((action) => !known.includes(action))).toEqual([]);
    }
  });
});
