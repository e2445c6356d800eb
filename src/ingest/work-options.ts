import type { Logger } from "pino";
import type { ScopedClients } from "../github/scoped-auth.ts";
import type { Tally } from "../operations/tally.ts";
import type { Stores } from "../storage/stores.ts";
import type { SettingsSource } from "./settings.ts";

/** The options of background work with GitHub. */
export interface WorkOptions extends Pick<ScopedClients, "authenticate"> {
  readonly stores: Stores;
  readonly log: Logger;
  readonly clock: () => Date;
  /** The settings of each repository. */
  readonly settings: SettingsSource;
  /** Counts the results of the work. */
  readonly tally?: Tally;
}
