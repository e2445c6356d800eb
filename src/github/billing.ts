import { Octokit } from "@octokit/rest";
import { withApiVersion } from "./api-version.ts";
import { statusOf } from "./octokit.ts";

/** An answer of GitHub with its text, which the caller parses. */
interface BillingAnswer {
  readonly status: number;
  readonly text: string;
  /** A header, by its name in lower case. */
  header(name: string): string | undefined;
}

/** Sends a request to GitHub's billing API. Rejects without an answer. */
type BillingClient = (
  route: `GET ${string}`,
  parameters: Readonly<Record<string, string | number>>,
) => Promise<BillingAnswer>;

const TIMEOUT_MS = 60_000;
/** Octokit logs the addresses of failed requests. */
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * Creates a client with a token of its own: the App has no right to read bills.
 *
 * It follows no redirection, and leaves the parsing to the caller, who needs all digits of the amounts.
 */
export function createBillingClient(baseUrl: string, token: string): BillingClient {
  const octokit = new Octokit({ baseUrl, auth: token, userAgent: "plimsoll", log: SILENT });
  const send = withApiVersion();
  return async (route, parameters) => {
    let response: Response | undefined;
    const request = {
      parseSuccessResponseBody: false,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: "error" as const,
      fetch: async (...sent: Parameters<typeof fetch>) => {
        response = await send(...sent);
        return response;
      },
    };
    try {
      await octokit.request(route, { ...parameters, request });
    } catch (error) {
      if (response === undefined) throw error;
      return answerOf(response, statusOf(error) ?? response.status, "");
    }
    if (response === undefined) throw new Error("no answer");
    return answerOf(response, response.status, await response.text());
  };
}

function answerOf({ headers }: Response, status: number, text: string): BillingAnswer {
  return { status, text, header: (name) => headers.get(name) ?? undefined };
}
