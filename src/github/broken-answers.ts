import type { ProbotOctokit } from "probot";

/** GitHub's response arrived in part, or GitHub did not let the app in. It does not show that the thing is missing. */
export class BrokenAnswerError extends Error {
  override readonly name = "BrokenAnswerError";
}

/** GitHub gives no token for a repository: the installation does not cover it any more, or not yet. */
export class UncoveredError extends Error {
  override readonly name = "UncoveredError";

  constructor(options: ErrorOptions) {
    super("the installation does not cover the repository, or grants less than the token is for", options);
  }
}

type Answer = Awaited<ReturnType<InstanceType<typeof ProbotOctokit>["request"]>>;

/**
 * An Octokit plugin that fails requests whose response misleads.
 *
 * Octokit passes on a truncated document as text, so that every field seems to be missing. And the token of an
 * installation that is gone is refused with 404, and one for a repository that it does not cover with 422. That looks
 * as if GitHub did not know the requested commit or file.
 */
export function refuseBrokenAnswers({ hook }: Pick<InstanceType<typeof ProbotOctokit>, "hook">): void {
  hook.wrap("request", async (request, options) => {
    const first = await request(options);
    // Only a read can be repeated at once, as the retry plugin does after a failure.
    const answer = isBroken(first) && options.method === "GET" ? await request(options) : first;
    if (isBroken(answer)) throw new BrokenAnswerError(`not all of ${pathOf(answer.url)} arrived`);
    return answer;
  });
  hook.error("request", (error, { url }) => {
    const status = url.endsWith("/access_tokens") && "status" in error ? error.status : undefined;
    if (status === 404) throw new BrokenAnswerError("GitHub knows no such installation", { cause: error });
    // This concerns the whole installation, until its owner ends it, and is no fact about the requested repository.
    if (status === 403) throw new BrokenAnswerError("the installation is suspended", { cause: error });
    if (status === 422) throw new UncoveredError({ cause: error });
    throw error;
  });
}

function isBroken({ data, headers }: Pick<Answer, "data" | "headers">): boolean {
  return typeof data === "string" && (headers["content-type"]?.startsWith("application/json") ?? false);
}

function pathOf(url: string): string {
  return new URL(url).pathname;
}
