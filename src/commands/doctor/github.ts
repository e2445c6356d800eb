import type { GitHubEnv } from "../../env.ts";
import {
  fetchHookConfig,
  fetchInstallations,
  fetchLatestAttempts,
  type Limit,
} from "../../github/app-settings.ts";
import { type GitHubClient, ImpatientOctokit, statusOf } from "../../github/octokit.ts";
import { type Finding, problem, warning } from "../../operations/doctor/finding.ts";
import { checkApp, checkInstallationGrants } from "../../operations/doctor/grants.ts";
import { checkDeliveries, checkHook } from "../../operations/doctor/webhook.ts";
import { createProbot } from "../../server/probot-server.ts";
import { askedOfGitHub } from "../../setup/manifest.ts";
import { checkAnswer } from "./answer.ts";
import { failureText, withTimeout } from "./with-timeout.ts";

/** The parameters of the questions to GitHub. */
interface GitHubCheck {
  /** The public address of this server, if known. */
  readonly publicUrl: string | undefined;
  readonly limitMs: number;
}

const NEEDING_THE_APP = ["permissions", "events", "installations", "webhook", "deliveries"];

/** Checks that GitHub answers, knows the App, and lets it do its work. */
export async function checkGitHub(env: GitHubEnv, { publicUrl, limitMs }: GitHubCheck): Promise<Finding[]> {
  const octokit: GitHubClient = await createProbot(env, ImpatientOctokit).auth();
  const { app, findings } = await checkAnswer(octokit, { env, limitMs });
  if (app === undefined) return [...findings, ...NEEDING_THE_APP.map(notAsked)];
  const { default_permissions: permissions, default_events: events } = askedOfGitHub();
  const wanted = { permissions, events };
  const ask = async (check: string, look: (limit: Limit) => Promise<Finding[]>): Promise<Finding[]> => {
    try {
      return await withTimeout(limitMs, (signal) => look({ signal }));
    } catch (error) {
      return [problem(check, `GitHub does not answer: ${failureText(error, limitMs)}`, remedyFor(error))];
    }
  };
  const asked = await Promise.all([
    ask("installations", async (limit) =>
      checkInstallationGrants(await fetchInstallations(octokit, limit), wanted),
    ),
    ask("webhook", async (limit) => checkHook(await fetchHookConfig(octokit, limit), publicUrl)),
    ask("deliveries", async (limit) => [checkDeliveries(await fetchLatestAttempts(octokit, limit))]),
  ]);
  return [...findings, ...checkApp(app, wanted), ...asked.flat()];
}

function notAsked(check: string): Finding {
  return warning(check, "not checked", "correct github and app first");
}

function remedyFor(error: unknown): string {
  const isLimited = statusOf(error) === 403 || statusOf(error) === 429;
  return isLimited ? "wait for the rate limit, and try again" : "try again later";
}
