import type { Logger } from "pino";
import { PlimsollOctokit } from "../../src/github/octokit.ts";
import { type Plimsoll, startPlimsoll } from "../../src/server/server.ts";
import type { GitHub } from "./emulated/github.ts";

/** The secret of the emulated App's webhook. */
export const WEBHOOK_SECRET = "a secret for an emulated GitHub";

/** The emulated GitHub has no rate limits, so nobody need wait a second between two writes. */
const UnthrottledOctokit = PlimsollOctokit.defaults((options: { throttle?: object }) => ({
  ...options,
  throttle: { ...options.throttle, enabled: false },
}));

/** An Octokit plugin that tells of writes. */
function tellingOf(onWrite: (request: string) => void) {
  return ({ hook }: Parameters<Parameters<typeof PlimsollOctokit.plugin>[0]>[0]) => {
    hook.after("request", ({ url }, { method }) => {
      const path = new URL(url).pathname;
      if (method !== "GET" && !path.startsWith("/app/")) onWrite(`${method} ${path}`);
    });
  };
}

/** What the real server needs beside the emulated GitHub. */
export interface StartOptions {
  readonly databaseUrl: string;
  readonly log: Logger;
  readonly clock: () => Date;
  /** Told of every write to GitHub that was answered: `PATCH /repos/acme/shop/issues/1`. */
  readonly onWrite?: (request: string) => void;
}

/** Starts the real server on a free port, as the App of an emulated GitHub, which sends its webhooks to it. */
export async function startPlimsollOn(
  github: GitHub,
  { databaseUrl, log, clock, onWrite }: StartOptions,
): Promise<Plimsoll> {
  const plimsoll = await startPlimsoll({
    env: {
      APP_ID: github.appId,
      PRIVATE_KEY: github.privateKey,
      GITHUB_API_URL: github.url,
      WEBHOOK_SECRET,
      DATABASE_URL: databaseUrl,
      LOG_LEVEL: "info",
      HOST: "127.0.0.1",
      PORT: 0,
    },
    log,
    clock,
    Octokit: onWrite === undefined ? UnthrottledOctokit : UnthrottledOctokit.plugin(tellingOf(onWrite)),
  });
  await github.setWebhookUrl(`${plimsoll.url}/api/github/webhooks`);
  return plimsoll;
}
