import type { GitHubEnv } from "../../env.ts";
import { type AnswerHead, type AppSettings, answerHead, fetchApp } from "../../github/app-settings.ts";
import { type GitHubClient, statusOf } from "../../github/octokit.ts";
import { checkClock } from "../../operations/doctor/clock.ts";
import { type Finding, ok, problem } from "../../operations/doctor/finding.ts";
import { failureText, responseOf, withTimeout } from "./with-timeout.ts";

/** The result of the first request to GitHub. */
interface Answer {
  /** `undefined` where GitHub does not answer, or does not accept the key, so that no further question is possible. */
  readonly app: AppSettings | undefined;
  readonly findings: readonly Finding[];
}

/** Asks GitHub for the App: whether it answers, accepts the key, and has the same time. */
export async function checkAnswer(
  octokit: GitHubClient,
  { env, limitMs }: { readonly env: GitHubEnv; readonly limitMs: number },
): Promise<Answer> {
  const { GITHUB_API_URL: url, APP_ID: id } = env;
  const sentAt = Date.now();
  const findingsFor = ({ date, enterpriseVersion }: AnswerHead, app: Finding) => {
    const text = `${url} answers${enterpriseVersion ? ` (Enterprise Server ${enterpriseVersion})` : ""}`;
    return [ok("github", text), checkClock({ sentAt, answeredAt: Date.now(), date }), app];
  };
  try {
    const app = await withTimeout(limitMs, (signal) => fetchApp(octokit, { signal }));
    return {
      app,
      findings: findingsFor(app.head, ok("app", `GitHub knows it as ${app.slug}, and accepts its key`)),
    };
  } catch (error) {
    const response = responseOf(error);
    const failure = failureText(error, limitMs);
    if (response === undefined) {
      const remedy = "let this machine reach it, or correct GITHUB_API_URL";
      return { app: undefined, findings: [problem("github", `${url}: ${failure}`, remedy)] };
    }
    const refused = problem("app", `GitHub does not return App ${id}: ${failure}`, remedyFor(error));
    return { app: undefined, findings: findingsFor(answerHead(response.headers), refused) };
  }
}

function remedyFor(error: unknown): string {
  const status = statusOf(error) ?? 0;
  if (status === 401)
    return "set APP_ID and PRIVATE_KEY as the App's settings have them, and the clock by NTP";
  if (status === 404) return "set APP_ID and GITHUB_API_URL to the App's and its GitHub's";
  if (status === 403 || status === 429) return "wait for the rate limit, or have GitHub let the App in again";
  return "look at the proxy before GitHub, or try again later";
}
