import type { OrganizationReceipts } from "../domain/receipts/organization-receipts.ts";
import { code } from "./text.ts";
import {
  changeCounts,
  deploymentCounts,
  type ReceiptSource,
  receiptsHead,
  renderWeekReceipts,
} from "./week-receipts.ts";

/** Renders the receipts of an organization as Markdown: its numbers, then those of each repository. */
export function renderOrganizationReceipts(receipts: OrganizationReceipts, source: ReceiptSource): string {
  const { repositories, leftOut } = receipts;
  const number = repositories.reduce((sum, { changes }) => sum + changes.length, 0);
  const head = [
    ...receiptsHead(receipts),
    SUM,
    deploymentCounts(receipts),
    changeCounts(receipts, number),
    ...(leftOut.length === 0 ? [] : [`Left out: ${leftOut.map(code).join(", ")}.`]),
  ].join("\n\n");
  return [`${head}\n`, ...repositories.map((each) => renderWeekReceipts(each, source))].join("\n");
}

const SUM =
  "The receipts of each repository follow. A builder has one pair on a day in all of them, so the number counts a pair once that stands in several.";
