import { Octokit } from "@octokit/rest";
import { z } from "zod";
import { withApiVersion } from "../github/api-version.ts";

const TIMEOUT_MS = 10_000;

/** An App that GitHub created. */
export interface CreatedApp {
  readonly credentials: {
    readonly APP_ID: string;
    /** In PEM form. */
    readonly PRIVATE_KEY: string;
    readonly WEBHOOK_SECRET: string;
  };
  /** Its page on GitHub. */
  readonly page: string;
}

const conversion = z
  .object({
    id: z.number().int().positive(),
    pem: z.string().min(1),
    webhook_secret: z.string().min(1),
    html_url: z.url({ protocol: /^https?$/ }),
  })
  .transform(
    ({ id, pem, webhook_secret, html_url }): CreatedApp => ({
      credentials: { APP_ID: String(id), PRIVATE_KEY: pem, WEBHOOK_SECRET: webhook_secret },
      page: html_url,
    }),
  );

/** GitHub gave no credentials for a code. */
export class ConversionError extends Error {
  override readonly name = "ConversionError";
  /** Whether the same code may still work, since GitHub was not reached or failed. */
  readonly canRetry: boolean;

  constructor(message: string, canRetry: boolean) {
    super(message);
    this.canRetry = canRetry;
  }
}

/** Octokit logs the URL of a failed request, and this one holds the code. */
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

/** Exchanges the code from GitHub for the App's credentials, which GitHub gives once. Throws a `ConversionError`. */
export async function convertCode(apiUrl: string, code: string): Promise<CreatedApp> {
  const options = { baseUrl: apiUrl, userAgent: "plimsoll", log: SILENT };
  const octokit = new Octokit({ ...options, request: { fetch: withApiVersion() } });
  const request = { signal: AbortSignal.timeout(TIMEOUT_MS) };
  const { data } = await octokit.rest.apps.createFromManifest({ code, request }).catch(explain);
  const { data: created } = conversion.safeParse(data);
  if (created === undefined)
    throw new ConversionError("GitHub answered without the App's credentials", false);
  return created;
}

function explain(error: unknown): never {
  const status = error instanceof Error && "status" in error ? error.status : undefined;
  if (status === 404 || status === 422)
    throw new ConversionError("GitHub does not know this code: it works once, and for an hour", false);
  throw new ConversionError("GitHub did not answer as it should", true);
}
