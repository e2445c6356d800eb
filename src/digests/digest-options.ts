import type { ScopedClients } from "../github/scoped-auth.ts";
import type { WorkOptions } from "../ingest/work-options.ts";
import type { Computer } from "./computation.ts";

/** The options for writing digests. */
export interface DigestOptions extends WorkOptions, ScopedClients {
  /** Runs long computations. */
  readonly compute: Computer;
  /** The page with the definition; `undefined` when that is not known. */
  readonly definitionUrl: string | undefined;
  /** Records notifications; without it nobody sends them. */
  readonly notify?: NotifyOptions | undefined;
}

/** The options for notifications. Their address is not among them: only the work that sends them knows it. */
export interface NotifyOptions {
  /** The login of the owner whose digests are sent; `undefined` where the app is installed for one owner. */
  readonly owner: string | undefined;
  /** The origin of GitHub's pages. */
  readonly webOrigin: string;
}
