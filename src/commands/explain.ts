import { attributeChange } from "../domain/attribution/change-attribution.ts";
import type { Week } from "../domain/metric/week.ts";
import type { WeekReceipts } from "../domain/receipts/week-receipts.ts";
import { type ReceiptRequest, writeChangeReceipt, writeWeekReceipts } from "../explain/receipts.ts";
import { renderChangeReceipt } from "../render/change-receipt.ts";
import { renderReceipt } from "../render/receipt.ts";
import { renderWeekReceipts } from "../render/week-receipts.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import { type Explained, parseExplained } from "./explained.ts";
import { withOrganization, withRepository } from "./repository.ts";
import { UserError } from "./user-error.ts";

/** The options of `plimsoll explain`. */
export interface ExplainOptions {
  readonly week?: string;
  readonly json?: true;
}

/**
 * Prints every fact about a change, or about all changes and deployments of a week, and the rule that decided.
 *
 * Throws a `UserError` when there is no such thing.
 */
export async function explain(what: string, { week, json }: ExplainOptions): Promise<void> {
  const now = new Date();
  const { scope, of } = parseExplained(what, week);
  if (!scope.includes("/") && "week" in of)
    return withOrganization(scope, async (stores, repositories) => {
      process.stdout.write(await explainAll(stores, { repositories, week: of.week, json, now }));
    });
  await withRepository(scope, async (stores, repository) => {
    const text = await explanationOf(stores, { repository, of, json, now });
    if (text === undefined)
      throw new UserError(`${what} is not stored: has anything happened to it since the installation?`);
    process.stdout.write(text);
  });
}

interface OwnerRequest {
  readonly repositories: readonly Repository[];
  readonly week: Week;
  readonly json: true | undefined;
  readonly now: Date;
}

/** Explains a week of all repositories of an owner, in the order of their names. */
async function explainAll(stores: Stores, { repositories, json, week, now }: OwnerRequest): Promise<string> {
  const all: WeekReceipts[] = [];
  const inOrder = repositories.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  for (const repository of inOrder) all.push(await writeWeekReceipts(stores, { repository, week, now }));
  return json ? toJson(all) : all.map((each) => renderWeekReceipts(each)).join("\n");
}

/** Loads the explanation of a change or a week; `undefined` when it is not stored. */
export async function explanationOf(
  stores: Stores,
  { of, json, ...request }: ReceiptRequest & { readonly of: Explained; readonly json: true | undefined },
): Promise<string | undefined> {
  const written = <Receipt>(receipt: Receipt, render: (receipt: Receipt) => string) =>
    json ? toJson(receipt) : render(receipt);
  if ("week" in of)
    return written(await writeWeekReceipts(stores, { ...request, week: of.week }), renderWeekReceipts);
  const id = "sha" in of ? of.sha : `#${of.number}`;
  const receipt = await writeChangeReceipt(stores, { ...request, id });
  if (receipt !== undefined) return written(receipt, renderChangeReceipt);
  const unmerged = "number" in of ? await findUnmerged(stores, request, of.number) : undefined;
  return unmerged && written(unmerged, renderReceipt);
}

function toJson(receipts: unknown): string {
  return `${JSON.stringify(receipts, undefined, 2)}\n`;
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
