import { z } from "zod";
import { parseJson } from "../domain/json.ts";

/** What GitHub said when it refused or failed, as it said it: the message and the path can quote what somebody wrote. */
export interface Refusal {
  readonly status: number | undefined;
  readonly method: string | undefined;
  /** The address that was asked, with all that stands in it. */
  readonly url: string | undefined;
  /** GraphQL's type of the first error, or the code of the first of REST's. */
  readonly type: string | undefined;
  /** The place of a query's answer, or the field, that the first error is about. */
  readonly path: string | undefined;
  readonly message: string | undefined;
  readonly documentationUrl: string | undefined;
  readonly requestId: string | undefined;
  /** What was asked with: what of it comes back in a message is somebody's. */
  readonly values: readonly string[];
}

/** What is of another kind than it should be counts as missing. */
const maybe = <Schema extends z.ZodType>(schema: Schema) => schema.optional().catch(undefined);

const text = maybe(z.string());
const fields = maybe(z.record(z.string(), z.unknown()));

/** The first of the errors that an answer lists; GraphQL's and REST's have different fields. */
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

/** What GitHub said in an error; `undefined` for an error that it did not answer with. */
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

/** All texts that a request was made of, but its address, headers and query. */
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
