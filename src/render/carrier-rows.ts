import type { CarrierReceipt, PassageReceipt } from "../domain/receipts/passage-receipt.ts";
import { absenceText, changeText, deploymentText, shaText } from "./receipt-text.ts";
import { code, instant } from "./text.ts";

/** A row for each time that a commit of a change came to production. */
export function carrierRows({ sha, of, with: others, passages }: CarrierReceipt): string[][] {
  const [last, ...rest] = [sha, ...others].map(shaText);
  const together = rest.length === 0 ? "" : ` together with ${rest.join(", ")}`;
  const commit = of === null ? `${last}, a pick of it${together}` : `${last} of ${changeText(of)}`;
  if (passages.length === 0) return [[commit, "", "", "not in production", "", ""]];
  return passages.map((passage) => [commit, ...passageCells(passage)]);
}

function passageCells({
  channel,
  deployment,
  environment,
  at,
  isLinked,
  absences,
}: PassageReceipt): string[] {
  return [
    channel === null ? "whole repository" : code(channel),
    `${deployment === null ? "" : deploymentText(deployment)} to ${code(environment)}`,
    instant(at),
    isLinked ? "yes" : "no",
    absences.map(absenceText).join("; "),
  ];
}
