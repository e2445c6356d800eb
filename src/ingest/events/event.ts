import type { Logger } from "pino";
import type { GitHubClient } from "../../github/octokit.ts";
import type { EventName, Payload } from "../../github/payloads.ts";
import type { Gap } from "../gap.ts";
import type { SettingsSource } from "../settings.ts";

/** What a handler is given: nothing of Probot's, so that it runs without it. */
export interface Event<Name extends EventName> {
  readonly octokit: GitHubClient;
  readonly payload: Payload<Name>;
  readonly log: Logger;
  /** When its delivery was received; a redelivery keeps the first time. */
  readonly receivedAt: Date;
}

/** Handles one event; it may run more than once for the same event, to the same result. */
export type Handler<Name extends EventName> = (event: Event<Name>) => Promise<void>;

/** What handlers need beside the stores. */
export interface HandlerOptions {
  readonly clock: () => Date;
  /** Called when a check run may show something old. */
  readonly onStale: () => void;
  /** Called when what happened for some time must be read from GitHub. */
  readonly onGap?: (gap: Gap) => Promise<void>;
  /** What each repository says about how it is measured. */
  readonly settings: SettingsSource;
}
