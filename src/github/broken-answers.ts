import type { ProbotOctokit } from "probot";

/** GitHub's answer arrived in part, or the app was not let in to ask; what was asked for is not known to be missing. */
export class BrokenAnswerError extends Error {
  override readonly name = "BrokenAnswerError";
}

/** What the status of an answer that has no token says. */
const REFUSALS: ReadonlyMap<unknown, string> = new Map([
  [404, "GitHub knows no such installation"],
  [422, "the installation does not cover the repository, or grants less than the token is for"],
]);

/**
 * An Octokit plugin that fails requests whose answer only looks like one.
 *
 * Octokit hands on what arrived of a document as text, so that everything in it seems to be missing. And an installation
 * that is gone has its token refused with 404, and one that does not cover the repository with 422, as if GitHub did not
 * know the commit or file that the token was for.
 */
export function refuseBrokenAnswers({ hook }: Pick<InstanceType<typeof ProbotOctokit>, "hook">): void {
  hook.after("request", ({ data, headers, url }) => {
    const isDocument = headers["content-type"]?.startsWith("application/json") ?? false;
    if (isDocument && typeof data === "string")
      throw new BrokenAnswerError(`not all of ${pathOf(url)} arrived`);
  });
  hook.error("request", (error, { url }) => {
    const refusal = url.endsWith("/access_tokens") && "status" in error && REFUSALS.get(error.status);
    throw refusal ? new BrokenAnswerError(refusal, { cause: error }) : error;
  });
}

function pathOf(url: string): string {
  return new URL(url).pathname;
}
