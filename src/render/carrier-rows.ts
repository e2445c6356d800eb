import type { CarrierReceipt, StayReceipt } from "../domain/receipts/stay-receipt.ts";
import { absenceText, changeText, deploymentText, shaText } from "./receipt-text.ts";
import { code, instant } from "./text.ts";

/** A row for each time that a commit of a change came to production. */
export function carrierRows({ sha, of, with: others, passages: stays }: CarrierReceipt): string[][] {
  const [last, ...rest] = [sha, ...others].map(shaText);
  const together = rest.length === 0 ? "" : ` together with ${rest.join(", ")}`;
  const commit = of === null ? `${last}, a pick of it${together}` : `${last} of ${changeText(of)}`;
  if (stays.length === 0) return [[commit, "", "", "not in production", "", ""]];
  return stays.map((stay) => [commit, ...stayCells(stay)]);
}

function stayCells({ channel, deployment, environment, at, isLinked, absences }: StayReceipt): string[] {
  return [
    channel === null ? "whole repository" : code(channel),
    `${deployment === null ? "" : deploymentText(deployment)} to ${code(environment)}`,
    instant(at),
    isLinked ? "yes" : "no",
    absences.map(absenceText).join("; "),
  ];
}
