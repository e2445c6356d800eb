import type { GitHubClient } from "../../github/octokit.ts";
import type { RequestBudget } from "../../github/request-budget.ts";
import type { Backfill } from "../../storage/backfill.ts";
import type { Stores } from "../../storage/stores.ts";
import type { Found } from "../pull-requests.ts";
import type { KnownHistory } from "./known-history.ts";
import type { OpenClaims } from "./open-claims.ts";

/** What a phase works with. */
export interface PhaseOptions extends Found {
  readonly octokit: GitHubClient;
  readonly stores: Stores;
  readonly backfill: Backfill;
  readonly now: Date;
  /** What is known of the default branch's history; loaded once for the pages of a phase. */
  readonly history: () => Promise<KnownHistory>;
  /** What pull requests that were read say they revert, and was not read yet. */
  readonly claims: OpenClaims;
}

/** How far a backfill has come after one page. */
export interface Turn extends Partial<Pick<Backfill, "cursor" | "paging" | "stretch" | "done" | "total">> {
  /** Whether the phase is over; if not, it goes on where the cursor says. */
  readonly isOver: boolean;
  /** Why the phase is read from here on by another of GitHub's APIs. */
  readonly refusal?: Error | undefined;
  /** What is left to ask GitHub, by its last answer. */
  readonly budget?: RequestBudget | undefined;
}

/** A part of a backfill: reads one page and stores what it tells. Reading a page again changes nothing. */
export type Phase = (options: PhaseOptions) => Promise<Turn>;
