import type { ScopedClients } from "../github/scoped-auth.ts";
import type { WorkOptions } from "../ingest/work-options.ts";
import type { Computer } from "./computation.ts";

/** What writing digests needs. */
export interface DigestOptions extends WorkOptions, ScopedClients {
  /** What computes what takes long. */
  readonly compute: Computer;
  /** Where the definition is explained; `undefined` when that is not known. */
  readonly definitionUrl: string | undefined;
}
