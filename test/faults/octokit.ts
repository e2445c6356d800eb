import { PlimsollOctokit } from "../../src/github/octokit.ts";

/** In milliseconds. */
const PATIENCE = 500;

interface Options {
  readonly retry?: object;
  readonly throttle?: object;
}

/** Ours without waits: the emulated GitHub has no rate limits, and what failed is repeated after milliseconds, not seconds. */
export const QuickOctokit = PlimsollOctokit.defaults((options: Options) => ({
  ...options,
  retry: { ...options.retry, retryAfterBaseValue: 1 },
  throttle: { ...options.throttle, enabled: false },
}));

/** The same, and it waits half a second for an answer where ours waits a minute. */
export const ImpatientOctokit = QuickOctokit.plugin(({ hook }) => {
  hook.before("request", ({ request }) => {
    if (request !== undefined) request.signal = AbortSignal.timeout(PATIENCE);
  });
});
