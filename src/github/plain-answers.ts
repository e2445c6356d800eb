import type { ProbotOctokit } from "probot";
import { parseJson } from "../domain/json.ts";

type Octokit = Pick<InstanceType<typeof ProbotOctokit>, "hook">;

/**
 * An Octokit plugin that parses responses with the platform's JSON parser.
 *
 * Octokit looks at each value of a response, so that a number over 2^53 becomes a `BigInt`. That takes several times as
 * long as parsing, and GitHub's ids are far below. Octokit still parses the responses to queries, since its plugins
 * look into them.
 *
 * The response itself is kept until it is read. Octokit would pass on its stream alone, and the platform cancels the
 * stream of a garbage-collected response.
 */
export function parsePlainly({ hook }: Octokit): void {
  hook.wrap("request", async (request, options) => {
    if (options.url.endsWith("/graphql")) return request(options);
    const send: typeof fetch = options.request?.fetch ?? fetch;
    let response: Response | undefined;
    // The current options are passed on: before-after-hook binds each hook to them.
    options.request = {
      ...options.request,
      parseSuccessResponseBody: false,
      fetch: async (...sent: Parameters<typeof fetch>) => {
        response = await send(...sent);
        return response;
      },
    };
    const answer = await request(options);
    if (response === undefined || answer.data === "") return answer;
    const text = await response.text().catch(() => "");
    const isJson = answer.headers["content-type"]?.startsWith("application/json");
    const parsed = isJson ? parseJson(text) : undefined;
    // A truncated document is no JSON; a result that is text tells the caller so.
    return { ...answer, data: parsed === undefined ? text : parsed };
  });
}
