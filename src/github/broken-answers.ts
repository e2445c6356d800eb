import type { ProbotOctokit } from "probot";

/** GitHub's answer arrived in part, or the app was not let in to ask; what was asked for is not known to be missing. */
export class BrokenAnswerError extends Error {
  override readonly name = "BrokenAnswerError";
}

/** GitHub gives no token for a repository: it was taken off the installation, or is not on it yet. */
export class UncoveredError extends Error {
  override readonly name = "UncoveredError";

  constructor(options: ErrorOptions) {
    super("the installation does not cover the repository, or grants less than the token is for", options);
  }
}

type Answer = Awaited<ReturnType<InstanceType<typeof ProbotOctokit>["request"]>>;

/**
 * An Octokit plugin that fails requests whose answer only looks like one.
 *
 * Octokit hands on what arrived of a document as text, so that everything in it seems to be missing. And an installation
 * that is gone has its token refused with 404, and one that does not cover the repository with 422, as if GitHub did not
 * know the commit or file that the token was for.
 */
export function refuseBrokenAnswers({ hook }: Pick<InstanceType<typeof ProbotOctokit>, "hook">): void {
  hook.wrap("request", async (request, options) => {
    const first = await request(options);
    // What only reads can be asked again at once, as the retry plugin does after a failure.
    const answer = isBroken(first) && options.method === "GET" ? await request(options) : first;
    if (isBroken(answer)) throw new BrokenAnswerError(`not all of ${pathOf(answer.url)} arrived`);
    return answer;
  });
  hook.error("request", (error, { url }) => {
    const status = url.endsWith("/access_tokens") && "status" in error ? error.status : undefined;
    if (status === 404) throw new BrokenAnswerError("GitHub knows no such installation", { cause: error });
    // Of the whole installation, and over when its owner wants; it says nothing of the repository that was asked for.
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
