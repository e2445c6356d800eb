import type { ScopedClients } from "../github/scoped-auth.ts";
import type { WorkOptions } from "../ingest/work-options.ts";
import type { Computer } from "./computation.ts";

/** The options for writing digests. */
export interface DigestOptions extends WorkOptions, ScopedClients {
  /** Runs long computations. */
  readonly compute: Computer;
  /** The page with the definition; `undefined` when that is not known. */
  readonly definitionUrl: string | undefined;
}
