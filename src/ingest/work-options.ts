import type { Logger } from "pino";
import type { ScopedClients } from "../github/scoped-auth.ts";
import type { Tally } from "../operations/tally.ts";
import type { Stores } from "../storage/stores.ts";
import type { SettingsSource } from "./settings.ts";

/** What work with GitHub needs that nobody waits for. */
export interface WorkOptions extends Pick<ScopedClients, "authenticate"> {
  readonly stores: Stores;
  readonly log: Logger;
  readonly clock: () => Date;
  /** What each repository says about how it is measured. */
  readonly settings: SettingsSource;
  /** Is given what came of the work. */
  readonly tally?: Tally;
}
