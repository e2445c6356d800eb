import { attributeChange } from "../domain/attribution/change-attribution.ts";
import { isWeek, type Week } from "../domain/metric/week.ts";
import { type ReceiptRequest, writeChangeReceipt, writeWeekReceipts } from "../explain/receipts.ts";
import { renderChangeReceipt } from "../render/change-receipt.ts";
import { renderReceipt } from "../render/receipt.ts";
import { renderWeekReceipts } from "../render/week-receipts.ts";
import type { Stores } from "../storage/stores.ts";
import { withRepository } from "./repository.ts";
import { UsageError, UserError } from "./user-error.ts";

/** The options of `plimsoll explain`. */
export interface ExplainOptions {
  readonly week?: string;
  readonly json?: true;
}

/** The subject: a pull request by its number, a push by its last commit, or a week. */
export type Explained = { readonly number: number } | { readonly sha: string } | { readonly week: Week };

/**
 * Prints every fact about a change, or about all changes and deployments of a week, and the rule that decided.
 *
 * Throws a `UserError` when there is no such thing.
 */
export async function explain(what: string, { week, json }: ExplainOptions): Promise<void> {
  const { fullName, of } = parseExplained(what, week);
  await withRepository(fullName, async (stores, repository) => {
    const text = await explanationOf(stores, { repository, of, json, now: new Date() });
    if (text === undefined)
      throw new UserError(`${what} is not stored: has anything happened to it since the installation?`);
    process.stdout.write(text);
  });
}

function parseExplained(what: string, week?: string): { fullName: string; of: Explained } {
  const [, fullName = "", number, sha] = /^(.+?)(?:#(\d+)|@([0-9a-f]+))$/.exec(what) ?? [];
  if (week !== undefined) {
    if (fullName !== "") throw new UsageError(`${what} is one change: leave it or --week out`);
    if (!isWeek(week)) throw new UsageError(`--week ${week} is not an ISO week: write it as 2026-W47`);
    return { fullName: what, of: { week } };
  }
  if (number !== undefined) return { fullName, of: { number: Number(number) } };
  if (sha !== undefined) return { fullName, of: { sha } };
  throw new UsageError(`${what} is not a pull request: write it as OWNER/REPO#12, or add --week 2026-W47`);
}

/** Loads the explanation of a change or a week; `undefined` when it is not stored. */
export async function explanationOf(
  stores: Stores,
  { of, json, ...request }: ReceiptRequest & { readonly of: Explained; readonly json: true | undefined },
): Promise<string | undefined> {
  const written = <Receipt>(receipt: Receipt, render: (receipt: Receipt) => string) =>
    json ? `${JSON.stringify(receipt, undefined, 2)}\n` : render(receipt);
  if ("week" in of)
    return written(await writeWeekReceipts(stores, { ...request, week: of.week }), renderWeekReceipts);
  const id = "sha" in of ? of.sha : `#${of.number}`;
  const receipt = await writeChangeReceipt(stores, { ...request, id });
  if (receipt !== undefined) return written(receipt, renderChangeReceipt);
  const unmerged = "number" in of ? await findUnmerged(stores, request, of.number) : undefined;
  return unmerged && written(unmerged, renderReceipt);
}

async function findUnmerged({ changes }: Stores, { repository }: ReceiptRequest, number: number) {
  const pull = await changes.find(repository.id, number);
  if (pull === undefined || pull.state === "merged") return undefined;
  const { state, isEffective, commits, account, labels } = pull;
  return {
    change: `${repository.owner}/${repository.name}#${number}`,
    state,
    hasBuilder: false as const,
    isEffective,
    attribution: attributeChange(account, commits, labels),
    labels,
    commits,
  };
}
