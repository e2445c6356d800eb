import { type GitHubClient, undefinedOn } from "./octokit.ts";

/** The permissions of an App, and the events that GitHub sends it. */
export interface Grants {
  readonly permissions: Readonly<Record<string, string>>;
  readonly events: readonly string[];
}

/** An App as GitHub knows it. */
export interface AppSettings extends Grants {
  readonly slug: string;
  readonly head: AnswerHead;
}

/** The facts about the server in the headers of each response. */
export interface AnswerHead {
  /** GitHub's time, in milliseconds since 1970, to the second; `NaN` without one. */
  readonly date: number;
  /** `undefined` on github.com. */
  readonly enterpriseVersion: string | undefined;
}

/** The permissions that one installation of the App accepted. */
export interface InstallationGrants {
  readonly id: number;
  readonly isSuspended: boolean;
  readonly permissions: Grants["permissions"];
}

/** The configuration of the App's webhook on GitHub. */
export interface HookConfig {
  /** Empty where no address is set. */
  readonly url: string;
  readonly contentType: string;
  /** Whether GitHub verifies the certificate of the address. */
  readonly isVerified: boolean;
  readonly hasSecret: boolean;
}

/** One attempt to deliver a webhook of any event. */
export interface DeliveryAttempt {
  readonly deliveredAt: Date;
  readonly isAnswered: boolean;
  /** In GitHub's words. */
  readonly status: string;
  /** 0 without an answer. */
  readonly statusCode: number;
}

/** The limit on the wait for GitHub. */
export interface Limit {
  readonly signal: AbortSignal;
}

/** Reads the head of a response, or of an error that has one. */
export function answerHead(headers: Readonly<Record<string, unknown>> = {}): AnswerHead {
  const version = headers["x-github-enterprise-version"];
  return {
    date: Date.parse(String(headers.date)),
    enterpriseVersion: version === undefined ? undefined : String(version),
  };
}

/** Fetches the App by its credentials; `octokit` acts as the App in all functions here. */
export async function fetchApp(octokit: GitHubClient, request: Limit): Promise<AppSettings> {
  const { data, headers } = await octokit.rest.apps.getAuthenticated({ request });
  if (data === null) throw new Error("GitHub answers without an App");
  const { slug = "", permissions, events } = data;
  return { slug, events, permissions: textsOf(permissions), head: answerHead(headers) };
}

/** Fetches the App's installations, with whether each is suspended and the permissions that it accepted. */
export async function fetchInstallations(
  octokit: GitHubClient,
  request: Partial<Limit> = {},
): Promise<readonly InstallationGrants[]> {
  const all = await octokit.paginate(octokit.rest.apps.listInstallations, { per_page: 100, request });
  return all.map(({ id, permissions = {}, suspended_at }) => {
    return { id, isSuspended: suspended_at != null, permissions: textsOf(permissions) };
  });
}

/** Fetches the webhook's configuration. */
export async function fetchHookConfig(octokit: GitHubClient, request: Limit): Promise<HookConfig> {
  const { data } = await octokit.rest.apps.getWebhookConfigForApp({ request });
  const { url = "", content_type: contentType = "", insecure_ssl, secret } = data;
  return { url, contentType, isVerified: String(insecure_ssl) === "0", hasSecret: Boolean(secret) };
}

/** Fetches the latest deliveries, newest first, at most 100; `undefined` where GitHub keeps no log of them. */
export async function fetchLatestAttempts(
  octokit: GitHubClient,
  request: Limit,
): Promise<readonly DeliveryAttempt[] | undefined> {
  // A person waits for the page, and the wait between retries ignores the signal.
  const once = { ...request, retries: 0 };
  const asked = octokit.rest.apps.listWebhookDeliveries({ per_page: 100, request: once });
  return (await asked.catch(undefinedOn(404)))?.data.map(
    ({ delivered_at, status, status_code: statusCode }) => {
      return { deliveredAt: new Date(delivered_at), isAnswered: status === "OK", status, statusCode };
    },
  );
}

function textsOf(permissions: object): Grants["permissions"] {
  return Object.fromEntries(Object.entries(permissions).map(([name, level]) => [name, String(level)]));
}
