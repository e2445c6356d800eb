import type { GitHubClient } from "../../github/octokit.ts";
import type { RequestBudget } from "../../github/request-budget.ts";
import type { Backfill } from "../../storage/backfill.ts";
import type { Stores } from "../../storage/stores.ts";
import type { Found } from "../pull-requests.ts";
import type { KnownHistory } from "./known-history.ts";
import type { OpenClaims } from "./open-claims.ts";

/** The options of a phase. */
export interface PhaseOptions extends Found {
  readonly octokit: GitHubClient;
  readonly stores: Stores;
  readonly backfill: Backfill;
  readonly now: Date;
  /** The known history of the default branch; loaded once for all pages of a phase. */
  readonly history: () => Promise<KnownHistory>;
  /** The claims of pull requests whose named changes were not read yet. */
  readonly claims: OpenClaims;
}

/** The progress of a backfill in one page. */
export interface Turn
  extends Partial<
    Pick<Backfill, "cursor" | "paging" | "knownRange" | "done" | "total" | "mergedOnlyBefore">
  > {
  /** Whether the phase is over. Otherwise it continues at the cursor. */
  readonly isOver: boolean;
  /** The reason why the phase continues with another API of GitHub. */
  readonly refusal?: Error | undefined;
  /** The remaining requests, by GitHub's last answer. */
  readonly budget?: RequestBudget | undefined;
}

/** A part of a backfill: reads one page and stores its facts. Reading a page again changes nothing. */
export type Phase = (options: PhaseOptions) => Promise<Turn>;
