import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { ACTIONS, type EventName } from "../../../src/github/payloads.ts";
import type { Schema } from "./schema-values.ts";

const require = createRequire(import.meta.url);

interface Document {
  readonly webhooks: Readonly<Record<string, { readonly post: Operation }>>;
}
interface Operation {
  /** `pull-request/review-requested` */
  readonly operationId: string;
  readonly requestBody: { readonly content: { readonly "application/json": { readonly schema: Schema } } };
}

/** An event and action of GitHub's, with its official schema. */
export interface WebhookSchema {
  readonly event: EventName;
  readonly action: string;
  readonly schema: Schema;
}

/** GitHub's official schemas of webhooks. */
export interface WebhookSchemas {
  /** Those of what is handled here, which this GitHub sends. */
  readonly handled: readonly WebhookSchema[];
  /** Every action of an event. */
  actionsOf(event: EventName): readonly string[];
  resolve(ref: string): Schema;
  /** What a schema says against a payload, so that no generator can lie. */
  faultsOf(webhook: WebhookSchema, payload: unknown): readonly string[];
}

/** Reads the schemas of a GitHub: `api.github.com`, `ghec`, or an Enterprise Server such as `ghes-3.19`. */
export function webhookSchemas(gitHub = "api.github.com"): WebhookSchemas {
  const path = require.resolve(`@octokit/openapi-webhooks/generated/${gitHub}.json`);
  const document = JSON.parse(readFileSync(path, "utf8")) as Document;
  const ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: true });
  formats.default(ajv);
  ajv.addSchema({ ...document, $id: "github" });
  const compiled = new Map<Schema, ValidateFunction>();
  const resolve = (ref: string) =>
    ref
      .slice("#/".length)
      .split("/")
      .reduce<unknown>((found, key) => (found as Record<string, unknown>)[key], document) as Schema;
  const all = Object.values(document.webhooks).map(({ post }) => {
    const [event = "", action = "created"] = post.operationId.replaceAll("-", "_").split("/");
    return { event, action, schema: post.requestBody.content["application/json"].schema };
  });
  return {
    handled: all.flatMap(({ event, ...rest }) =>
      isHandled(event) && ACTIONS[event].includes(rest.action) ? [{ event, ...rest }] : [],
    ),
    actionsOf: (event) => all.filter((each) => each.event === event).map(({ action }) => action),
    resolve,
    faultsOf({ schema }, payload) {
      const validate = compiled.get(schema) ?? ajv.compile({ $ref: `github${schema.$ref}` });
      compiled.set(schema, validate);
      return validate(payload)
        ? []
        : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
    },
  };
}

function isHandled(event: string): event is EventName {
  return Object.hasOwn(ACTIONS, event);
}
