import type { ChosenPer } from "../domain/digest-choice.ts";
import type { ScopedClients } from "../github/scoped-auth.ts";
import type { WorkOptions } from "../ingest/work-options.ts";
import type { Computer } from "./computation.ts";

/** The options for writing digests. */
export interface DigestOptions extends WorkOptions, ScopedClients {
  /** Runs long computations. */
  readonly compute: Computer;
  /** The page with the definition; `undefined` when that is not known. */
  readonly definitionUrl: string | undefined;
  /** What the environment says about an organization's digest where its config says nothing. */
  readonly configured?: ConfiguredDigest | undefined;
  /** The origin of GitHub's pages; without it a closed issue has no link to the one after it. */
  readonly webOrigin?: string | undefined;
  /** Records notifications; without it nobody sends them. */
  readonly notify?: NotifyOptions | undefined;
}

/** Who has digests, and the name of the repository of the organization's; `undefined` where that is left open. */
export interface ConfiguredDigest {
  readonly per: ChosenPer | undefined;
  readonly repository: string | undefined;
}

/** The options for notifications. Their address is not among them: only the work that sends them knows it. */
export interface NotifyOptions {
  /** The login of the owner whose digests are sent; `undefined` where the app is installed for one owner. */
  readonly owner: string | undefined;
  /** The origin of GitHub's pages. */
  readonly webOrigin: string;
}
