import { isWeek, type Week } from "../domain/metric/week.ts";
import { UsageError } from "./user-error.ts";

/** The subject of receipts: a pull request by its number, a push by its last commit, or a week. */
export type Explained = { readonly number: number } | { readonly sha: string } | { readonly week: Week };

/** The subject, and the repository (`owner/name`) or the owner that it belongs to. */
interface Parsed {
  readonly scope: string;
  readonly of: Explained;
}

/** Reads the arguments of `plimsoll explain`. Throws a `UsageError` where they name no change and no week. */
export function parseExplained(what: string, week?: string): Parsed {
  const change = parseUrl(what) ?? parseChange(what);
  if (week === undefined) {
    if (change !== undefined) return change;
    throw new UsageError(`${what} is not a pull request: write it as OWNER/REPO#12, or add --week 2026-W47`);
  }
  if (change !== undefined) throw new UsageError(`${what} is one change: leave it or --week out`);
  if (!isWeek(week)) throw new UsageError(`--week ${week} is not an ISO week: write it as 2026-W47`);
  return { scope: what, of: { week } };
}

function parseChange(text: string): Parsed | undefined {
  const [, scope = "", number, sha] = /^(.+?)(?:#(\d+)|@([0-9a-f]+))$/.exec(text) ?? [];
  if (number !== undefined) return { scope, of: { number: Number(number) } };
  return sha === undefined ? undefined : { scope, of: { sha } };
}

/** The pull request of a URL on any host, as a browser shows it: a page of it, or a place on the page, may follow. */
function parseUrl(text: string): Parsed | undefined {
  const url = URL.parse(text);
  if (url?.protocol !== "https:" && url?.protocol !== "http:") return undefined;
  const [, scope, number] = /^\/([^/]+\/[^/]+)\/pull\/(\d+)(?:\/|$)/.exec(url.pathname) ?? [];
  if (scope !== undefined) return { scope, of: { number: Number(number) } };
  throw new UsageError(
    `${text} is not the URL of a pull request: write it as https://github.com/OWNER/REPO/pull/12`,
  );
}
