import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv, type ValidateFunction } from "ajv";
import formats from "ajv-formats";
import { operationFor } from "./github-openapi.ts";

/** An answer of a double of GitHub, and what it answers. */
export interface GivenAnswer {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly body: unknown;
}

type Json = Readonly<Record<string, unknown>>;

const path = createRequire(import.meta.url).resolve("@octokit/openapi/generated/api.github.com.json");
/** A double tells less than GitHub, but nothing else: so nothing is required, and one of several schemas must fit at least. */
const document = JSON.parse(readFileSync(path, "utf8"), relaxed);
const ajv = new Ajv({ strict: false });
formats.default(ajv);
ajv.addSchema({ ...document, $id: "github" });
const compiled = new Map<string, ValidateFunction>();

function relaxed(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const { required, oneOf, nullable, ...rest } = value as Json;
  const schema = {
    ...rest,
    ...(required !== undefined && !Array.isArray(required) && { required }),
    ...(oneOf !== undefined && { anyOf: oneOf }),
  };
  if (nullable !== true) return schema;
  return "type" in schema ? { ...schema, nullable } : { anyOf: [schema, { type: "null" }] };
}

/** What GitHub's official description says against an answer: its status, a value, or a key that it does not have. */
export function faultsOfAnswer({ method, path: asked, status, body }: GivenAnswer): readonly string[] {
  const template = operationFor(method, asked);
  if (template === undefined) return [`${method} ${asked}: no such operation`];
  const pointer = ["paths", template, method.toLowerCase(), "responses", String(status)];
  const response = at(document, pointer);
  const place = `${method} ${template} ${status}`;
  // What GitHub says of failures is not told of every operation.
  if (response === undefined) return status < 400 ? [`${place}: no such answer`] : [];
  const resolved = "$ref" in response ? String(response.$ref).slice(2).split("/") : pointer;
  const schema = [...resolved, "content", "application/json", "schema"];
  if (at(document, schema) === undefined) return [];
  return faultsBy(schema, body).map((fault) => `${place}: ${fault}`);
}

function at(from: unknown, keys: readonly string[]): Json | undefined {
  return keys.reduce<unknown>((value, key) => (value as Json | undefined)?.[key], from) as Json | undefined;
}

function faultsBy(keys: readonly string[], body: unknown): string[] {
  const $ref = `github#/${keys.map((key) => encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/")}`;
  const validate = compiled.get($ref) ?? ajv.compile({ $ref });
  compiled.set($ref, validate);
  return validate(body)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
