import type { WorkOptions } from "../work-options.ts";
import { catchUp, type DeliveryLogOptions } from "./delivery-log.ts";
import { checkInstallations, type InstallationCheckOptions } from "./installations.ts";
import { readLateNotes } from "./late-notes.ts";
import { readRefusedPasts } from "./refused-pasts.ts";

/** The options of the sources. */
export type SourceOptions = WorkOptions & DeliveryLogOptions & InstallationCheckOptions;

/** The interval of a source. The schedule of the server has an entry for each. */
export type SourceInterval = "ten minutes" | "night";

/** A part of GitHub's data that is read regularly, since no webhook brings it, or webhooks get lost. */
interface RegularSource {
  /** The name of its file. */
  readonly name: string;
  readonly every: SourceInterval;
  /** The beginning of the part that is read, for the table in docs/architecture.md. */
  readonly since: string;
  /** Whether reading it can end in a deletion. Then it waits while the clock is wrong. */
  readonly mayDelete?: boolean;
  readonly read: (options: SourceOptions) => Promise<void>;
}

/** All sources that are read regularly, in this order. */
export const SOURCES: readonly RegularSource[] = [
  {
    name: "delivery-log",
    every: "ten minutes",
    since: "where it was read last; the first time, three days ago",
    read: catchUp,
  },
  {
    name: "late-notes",
    every: "night",
    since: "the merges of the last three days, and all open pull requests",
    read: readLateNotes,
  },
  {
    name: "refused-pasts",
    every: "night",
    since: "thirteen weeks ago, once a day has passed since GitHub refused it",
    read: readRefusedPasts,
  },
  {
    name: "installations",
    every: "night",
    since: "when GitHub was last known to let the app in",
    mayDelete: true,
    read: checkInstallations,
  },
];

/** The sources with an interval. */
export function sourcesReadEvery(interval: SourceInterval): readonly RegularSource[] {
  return SOURCES.filter(({ every }) => every === interval);
}
