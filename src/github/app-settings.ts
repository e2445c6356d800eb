import { type GitHubClient, undefinedOn } from "./octokit.ts";

/** What an App may do, by permission, and which events it is told of. */
export interface Grants {
  readonly permissions: Readonly<Record<string, string>>;
  readonly events: readonly string[];
}

/** An App as GitHub knows it. */
export interface AppSettings extends Grants {
  readonly slug: string;
  readonly head: AnswerHead;
}

/** What GitHub says of itself in each answer. */
export interface AnswerHead {
  /** Its time, in milliseconds since 1970, to the second; `NaN` where it tells none. */
  readonly date: number;
  /** `undefined` on github.com. */
  readonly enterpriseVersion: string | undefined;
}

/** What one installation of the App accepted. */
export interface InstallationGrants {
  readonly id: number;
  readonly isSuspended: boolean;
  readonly permissions: Grants["permissions"];
}

/** How GitHub sends the App's webhooks. */
export interface HookConfig {
  /** Empty where none is set. */
  readonly url: string;
  readonly contentType: string;
  /** Whether the certificate of the address is verified. */
  readonly isVerified: boolean;
  readonly hasSecret: boolean;
}

/** One attempt to deliver a webhook, whatever its event. */
export interface DeliveryAttempt {
  readonly deliveredAt: Date;
  readonly isAnswered: boolean;
  /** In GitHub's words. */
  readonly status: string;
  /** 0 where there was no answer. */
  readonly statusCode: number;
}

/** How long may be waited for GitHub. */
export interface Limit {
  readonly signal: AbortSignal;
}

/** Reads the head of an answer, or of an error that came of one. */
export function answerHead(headers: Readonly<Record<string, unknown>> = {}): AnswerHead {
  const version = headers["x-github-enterprise-version"];
  return {
    date: Date.parse(String(headers.date)),
    enterpriseVersion: version === undefined ? undefined : String(version),
  };
}

/** The App that GitHub takes us for; `octokit` acts as the app in all of these. */
export async function fetchApp(octokit: GitHubClient, request: Limit): Promise<AppSettings> {
  const { data, headers } = await octokit.rest.apps.getAuthenticated({ request });
  if (data === null) throw new Error("GitHub answers without an App");
  const { slug = "", permissions, events } = data;
  return { slug, events, permissions: textsOf(permissions), head: answerHead(headers) };
}

/** The App's installations, and what each accepted. */
export async function fetchInstallations(
  octokit: GitHubClient,
  request: Partial<Limit> = {},
): Promise<readonly InstallationGrants[]> {
  const all = await octokit.paginate(octokit.rest.apps.listInstallations, { per_page: 100, request });
  return all.map(({ id, permissions = {}, suspended_at }) => {
    return { id, isSuspended: suspended_at != null, permissions: textsOf(permissions) };
  });
}

/** Where and how GitHub sends webhooks. */
export async function fetchHookConfig(octokit: GitHubClient, request: Limit): Promise<HookConfig> {
  const { data } = await octokit.rest.apps.getWebhookConfigForApp({ request });
  const { url = "", content_type: contentType = "", insecure_ssl, secret } = data;
  return { url, contentType, isVerified: String(insecure_ssl) === "0", hasSecret: Boolean(secret) };
}

/** The latest deliveries, the newest first, 100 at most; `undefined` where GitHub has no log of them. */
export async function fetchLatestAttempts(
  octokit: GitHubClient,
  request: Limit,
): Promise<readonly DeliveryAttempt[] | undefined> {
  const asked = octokit.rest.apps.listWebhookDeliveries({ per_page: 100, request });
  return (await asked.catch(undefinedOn(404)))?.data.map(
    ({ delivered_at, status, status_code: statusCode }) => {
      return { deliveredAt: new Date(delivered_at), isAnswered: status === "OK", status, statusCode };
    },
  );
}

function textsOf(permissions: object): Grants["permissions"] {
  return Object.fromEntries(Object.entries(permissions).map(([name, level]) => [name, String(level)]));
}
