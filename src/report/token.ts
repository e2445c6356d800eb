import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { ReportError } from "./report-error.ts";

/** The variables that may hold a token, the first one first. */
const VARIABLES = ["GITHUB_TOKEN", "GH_TOKEN"] as const;
const GH_TIMEOUT_MS = 10_000;

type Variables = Readonly<Record<string, string | undefined>>;

/** A token, and its source in words. */
export interface FoundToken {
  readonly token: string;
  readonly source: string;
}

/** Finds a token for an API in the environment, or asks GitHub's command line. Throws a `ReportError` without one. */
export async function findToken(
  variables: Variables,
  apiUrl: string,
  askGh: (host: string) => Promise<string> = askGitHubCli,
): Promise<FoundToken> {
  for (const name of VARIABLES) {
    const token = variables[name]?.trim();
    if (token) return { token, source: name };
  }
  const host = hostOf(apiUrl);
  const token = await askGh(host).catch(() => "");
  if (token) return { token, source: "gh auth token" };
  throw new ReportError(
    `there is no token for ${host}: set GITHUB_TOKEN, or install GitHub's gh and run gh auth login --hostname ${host}`,
  );
}

/** The host that people sign in to: `github.com` of `https://api.github.com`, or that of an Enterprise Server. */
function hostOf(apiUrl: string): string {
  return new URL(apiUrl).host.replace(/^api\./, "");
}

/** `gh` gives only the token of the host that it is asked for. */
async function askGitHubCli(host: string): Promise<string> {
  const { stdout } = await promisify(execFile)("gh", ["auth", "token", "--hostname", host], {
    timeout: GH_TIMEOUT_MS,
    windowsHide: true,
  });
  return stdout.trim();
}
