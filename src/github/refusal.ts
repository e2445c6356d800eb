import { z } from "zod";

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

const text = z.string().optional().catch(undefined);
const headers = z.record(z.string(), z.unknown()).optional().catch(undefined);

/** The first error in a response; GraphQL's and REST's errors have different fields. */
const listed = z
  .array(
    z.object({
      type: text,
      code: text,
      resource: text,
      field: text,
      message: text,
      path: z
        .array(z.union([z.string(), z.number()]))
        .optional()
        .catch(undefined),
      extensions: z.object({ code: text }).optional().catch(undefined),
    }),
  )
  .optional()
  .catch(undefined);

const answer = z
  .object({ message: text, documentation_url: text, errors: listed })
  .optional()
  .catch(undefined);

/** An error of Octokit's request, of its GraphQL, or of one of its plugins. */
const failure = z.object({
  status: z.number().optional().catch(undefined),
  request: z.record(z.string(), z.unknown()).optional().catch(undefined),
  headers,
  errors: listed,
  response: z
    .object({ status: z.number().optional().catch(undefined), headers, data: answer })
    .optional()
    .catch(undefined),
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
  if (!value.startsWith("{")) return undefined;
  try {
    return JSON.parse(value) as object;
  } catch {
    return undefined;
  }
}
