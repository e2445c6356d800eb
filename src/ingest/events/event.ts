import type { Logger } from "pino";
import type { GitHubClient } from "../../github/octokit.ts";
import type { EventName, Payload } from "../../github/payloads.ts";
import type { Gap } from "../gap.ts";
import type { SettingsSource } from "../settings.ts";

/** The input of a handler. It contains nothing of Probot's, so handlers run without it. */
export interface Event<Name extends EventName> {
  readonly octokit: GitHubClient;
  readonly payload: Payload<Name>;
  readonly log: Logger;
  /** The time at which its delivery was received; a redelivery keeps the first time. */
  readonly receivedAt: Date;
}

/** Handles one event; it may run more than once for the same event, to the same result. */
export type Handler<Name extends EventName> = (event: Event<Name>) => Promise<void>;

/** The options of handlers, beside the stores. */
export interface HandlerOptions {
  readonly clock: () => Date;
  /** Called when a check run may be outdated. */
  readonly onStale: () => void;
  /** Called when events of some time must be read from GitHub. */
  readonly onGap?: (gap: Gap) => Promise<void>;
  /** The settings of each repository. */
  readonly settings: SettingsSource;
}
