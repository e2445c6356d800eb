import type { WorkOptions } from "../work-options.ts";
import { catchUp, type DeliveryLogOptions } from "./delivery-log.ts";
import { checkInstallations, type InstallationCheckOptions } from "./installations.ts";
import { readLateNotes } from "./late-notes.ts";
import { readRefusedPasts } from "./refused-pasts.ts";

/** What reading the sources needs. */
export type SourceOptions = WorkOptions & DeliveryLogOptions & InstallationCheckOptions;

/** How often a source is read: the schedule of the server has an entry for each. */
export type SourceInterval = "ten minutes" | "night";

/** Something of GitHub's that is read at regular times, since no webhook brings it, or webhooks get lost. */
interface RegularSource {
  /** The name of its file. */
  readonly name: string;
  readonly every: SourceInterval;
  /** From when on it is read, for the table in docs/architecture.md. */
  readonly since: string;
  /** Whether reading it can end in a deletion: then it waits while the clock is wrong. */
  readonly mayDelete?: boolean;
  readonly read: (options: SourceOptions) => Promise<void>;
}

/** All that is read at regular times, in this order. */
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

/** The sources that are read so often. */
export function sourcesReadEvery(interval: SourceInterval): readonly RegularSource[] {
  return SOURCES.filter(({ every }) => every === interval);
}
