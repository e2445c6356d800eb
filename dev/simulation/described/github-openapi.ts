import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv, type ValidateFunction } from "ajv";
import formats from "ajv-formats";
import { API_VERSION } from "../../../src/github/api-version.ts";
import { faultsOf } from "./github-graphql.ts";
import type { RecordedRequest } from "./recorded-requests.ts";

const path = createRequire(import.meta.url).resolve("@octokit/openapi/generated/api.github.com.json");
const document = JSON.parse(readFileSync(path, "utf8"), withNull) as Document;

/** OpenAPI 3.0 says of anything that it may be null, JSON Schema only of what has a type. */
function withNull(_: string, value: unknown): unknown {
  const isOpen = typeof value === "object" && value !== null && "nullable" in value && !("type" in value);
  if (!isOpen) return value;
  const { nullable: __, ...schema } = value;
  return { anyOf: [schema, { type: "null" }] };
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}
interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly requestBody?: {
    readonly required?: boolean;
    readonly content: { readonly "application/json"?: { readonly schema: Schema } };
  };
}
interface Reference {
  readonly $ref: string;
}
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Schema;
  readonly "x-multi-segment"?: boolean;
}
interface Schema {
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** Numbers stand as text in a path and in a query. */
const texts = new Ajv({ strict: false, coerceTypes: true });
const bodies = new Ajv({ strict: false });
for (const ajv of [texts, bodies]) {
  formats.default(ajv);
  ajv.addSchema({ ...document, $id: "github" });
}
const compiled = new Map<Schema, ValidateFunction>();

/** What GitHub documents only in words: docs.github.com, "Using pagination in the REST API" and github/docs#16520. */
const MOST_PER_PAGE = 100;
const LONGEST_ISSUE = 65_536;

/** What GitHub's official description says against a request; an operation that it lacks, too. */
export function faultsOfRequest(request: RecordedRequest): readonly string[] {
  const version = request.headers.get("x-github-api-version");
  const faults = version === API_VERSION ? [] : [`version ${version}`];
  return [...faults, ...(isGraphql(request) ? faultsOfQuery(request) : faultsOfRest(request))];
}

/** The name of the operation that a request asks for: `repos/get`, or of a query. */
export function operationOf(request: RecordedRequest): string {
  if (isGraphql(request)) return `graphql/${/^\w+ (\w+)/.exec(queryOf(request))?.[1]}`;
  return found(request)?.operation.operationId ?? `unknown: ${request.method} ${request.path}`;
}

/** The path of the operation that is asked for, with its parameters in braces; `undefined` when there is none. */
export function operationFor(method: string, asked: string): string | undefined {
  return found({ method, path: asked })?.template;
}

/** The operation of a method and a path with its parameters in braces, as Octokit names them. */
export function operationAt({ method, url }: { readonly method: string; readonly url: string }): string {
  const bare = (template: string) => template.replaceAll(/\{[^}]*\}/g, "{}");
  const template = Object.keys(document.paths).find((each) => bare(each) === bare(url));
  return document.paths[template ?? ""]?.[method.toLowerCase()]?.operationId ?? `unknown: ${method} ${url}`;
}

function isGraphql({ path: asked }: RecordedRequest): boolean {
  return asked === "/graphql";
}

function queryOf({ body }: RecordedRequest): string {
  return typeof body === "object" && body !== null && "query" in body ? String(body.query) : "";
}

function faultsOfQuery(request: RecordedRequest): readonly string[] {
  return faultsOf(queryOf(request));
}

interface Found {
  /** Its path, with its parameters in braces. */
  readonly template: string;
  readonly operation: Operation;
  readonly parameters: readonly Parameter[];
  readonly values: Readonly<Record<string, string>>;
}

/** The operation whose path fits with the most fixed words. */
function found({ method, path: asked }: Pick<RecordedRequest, "method" | "path">): Found | undefined {
  const fitting = Object.entries(document.paths).flatMap(([template, operations]) => {
    const operation = operations[method.toLowerCase()];
    if (operation === undefined) return [];
    const parameters = (operation.parameters ?? []).map(resolved);
    const match = patternOf(template, parameters).exec(asked);
    if (match === null) return [];
    // A tie is that of `{base}...{head}`, as it was called once, and `{basehead}`.
    const fixed = template.split("/").filter((word) => !word.includes("{")).length - parameters.length / 100;
    return [{ template, operation, parameters, values: { ...match.groups }, fixed }];
  });
  return fitting.toSorted((a, b) => b.fixed - a.fixed)[0];
}

function resolved(parameter: Parameter | Reference): Parameter {
  if (!("$ref" in parameter)) return parameter;
  const keys = parameter.$ref.slice("#/".length).split("/");
  return keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], document) as Parameter;
}

function patternOf(template: string, parameters: readonly Parameter[]): RegExp {
  const isLong = new Set(parameters.filter((each) => each["x-multi-segment"]).map(({ name }) => name));
  const source = template.replaceAll(
    /\{(\w+)\}/g,
    (_, name) => `(?<${name}>${isLong.has(name) ? ".+" : "[^/]+"})`,
  );
  return new RegExp(`^${source}$`);
}

function faultsOfRest(request: RecordedRequest): string[] {
  const place = `${request.method} ${request.path}`;
  const asked = found(request);
  if (asked === undefined) return [`${place}: no such operation`];
  return [...faultsOfParameters(request, asked), ...faultsOfBody(request, asked)].map(
    (fault) => `${place}: ${fault}`,
  );
}

function faultsOfParameters({ query }: RecordedRequest, { parameters, values }: Found): string[] {
  const known = parameters.filter((each) => each.in === "query").map(({ name }) => name);
  const unknown = [...query.keys()].filter((name) => !known.includes(name));
  const wrong = parameters.flatMap((parameter) => {
    const value = parameter.in === "path" ? values[parameter.name] : query.get(parameter.name);
    if (value == null) return parameter.required ? [`${parameter.name} is missing`] : [];
    const faults = faultsBy(texts, parameter.schema, decodeURIComponent(value));
    return faults.map((fault) => `${parameter.name} ${fault}`);
  });
  const isLarge = Number(query.get("per_page") ?? 0) > MOST_PER_PAGE;
  return [
    ...unknown.map((name) => `${name} is no parameter`),
    ...wrong,
    ...(isLarge ? ["per_page is too large"] : []),
  ];
}

function faultsOfBody({ body }: RecordedRequest, { operation }: Found): string[] {
  const { requestBody } = operation;
  const schema = requestBody?.content["application/json"]?.schema;
  if (body === undefined) return requestBody?.required ? ["the body is missing"] : [];
  if (schema === undefined) return ["nobody reads the body"];
  const sent = Object.entries(body as Readonly<Record<string, unknown>>);
  const unknown = sent.filter(([key]) => schema.properties !== undefined && !(key in schema.properties));
  const isLong =
    operation.operationId.startsWith("issues/") &&
    String(sent.find(([key]) => key === "body")?.[1]).length > LONGEST_ISSUE;
  return [
    ...faultsBy(bodies, schema, body),
    ...unknown.map(([key]) => `${key} is no field of the body`),
    ...(isLong ? ["the body is too long"] : []),
  ];
}

function faultsBy(ajv: Ajv, schema: Schema, value: unknown): string[] {
  const validate = compiled.get(schema) ?? ajv.compile(grounded(schema));
  compiled.set(schema, validate);
  // The root is an object so that a text can be made a number.
  return validate({ value })
    ? []
    : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

/** A schema of what stands under `value`, with its references into the document. */
function grounded(schema: Schema): object {
  const text = JSON.stringify({ type: "object", properties: { value: schema } });
  return JSON.parse(text.replaceAll('"$ref":"#/', '"$ref":"github#/'));
}
