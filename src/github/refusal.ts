import { z } from "zod";
import { parseJson } from "../domain/json.ts";

/** GitHub's own words of a refusal or failure: the message and the path can quote a user's text. */
export interface Refusal {
  readonly status: number | undefined;
  readonly method: string | undefined;
  /** The requested address with all its parts. */
  readonly url: string | undefined;
  /** The type of GraphQL's first error, or the code of REST's first error. */
  readonly type: string | undefined;
  /** The path in a response, or the field, of the first error. */
  readonly path: string | undefined;
  readonly message: string | undefined;
  readonly documentationUrl: string | undefined;
  readonly requestId: string | undefined;
  /** The values in the request: a message that repeats one of them quotes a user. */
  readonly values: readonly string[];
}

/** A value of the wrong kind counts as missing. */
const maybe = <Schema extends z.ZodType>(schema: Schema) => schema.optional().catch(undefined);

const text = maybe(z.string());
const fields = maybe(z.record(z.string(), z.unknown()));

/** An error in a response; GraphQL's and REST's errors have different fields. */
const listed = z.object({
  type: text,
  code: text,
  resource: text,
  field: text,
  message: text,
  path: maybe(z.array(z.union([z.string(), z.number()]))),
  extensions: maybe(z.object({ code: text })),
});
const errors = maybe(z.array(listed));

const answer = maybe(z.object({ message: text, documentation_url: text, errors }));

/** An error of Octokit's request, of its GraphQL, or of one of its plugins. */
const failure = z.object({
  status: maybe(z.number()),
  request: fields,
  headers: fields,
  errors,
  response: maybe(z.object({ status: maybe(z.number()), headers: fields, data: answer })),
});

/** Reads GitHub's refusal from an error; `undefined` for an error that is no answer of GitHub's. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (!(error instanceof Error)) return undefined;
  const { data } = failure.safeParse(error);
  if (data === undefined || (data.request === undefined && data.response === undefined)) return undefined;
  const { response, request = {} } = data;
  const errors = response?.data?.errors ?? data.errors;
  const [first] = errors ?? [];
  return {
    status: data.status ?? response?.status,
    method: text.parse(request.method) ?? (errors && !response?.data?.message ? "POST" : undefined),
    url: text.parse(request.url) ?? (errors && !response?.data?.message ? "/graphql" : undefined),
    type: first?.type ?? first?.extensions?.code ?? first?.code,
    path: first?.path?.join(".") ?? ([first?.resource, first?.field].filter(Boolean).join(".") || undefined),
    message: response?.data?.message ?? first?.message,
    documentationUrl: response?.data?.documentation_url,
    requestId: text.parse((response?.headers ?? data.headers)?.["x-github-request-id"]),
    values: valuesIn(request),
  };
}

const MOST_VALUES = 200;

/** All texts in a request, but its address, headers and query. */
function valuesIn(request: Readonly<Record<string, unknown>>): string[] {
  const { url: _, headers: __, query: ___, method: ____, ...rest } = request;
  const found: string[] = [];
  const collect = (value: unknown): void => {
    if (found.length >= MOST_VALUES) return;
    if (typeof value === "string") found.push(...(asObject(value) ? [] : [value]));
    const inner = typeof value === "string" ? asObject(value) : value;
    if (typeof inner === "object" && inner !== null) Object.values(inner).forEach(collect);
  };
  collect(rest);
  return found;
}

/** A body is sent as JSON. */
function asObject(value: string): object | undefined {
  return value.startsWith("{") ? (parseJson(value) as object | undefined) : undefined;
}
