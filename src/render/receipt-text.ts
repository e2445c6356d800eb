import type { DeploymentName } from "../domain/receipts/names.ts";
import type { AbsenceReceipt } from "../domain/receipts/stay-receipt.ts";
import { code, instant } from "./text.ts";

/** A change in its own repository: `#12` or `!12`, or for a push its last commit. */
export function changeText(id: string): string {
  const number = /[#!]\d+$/.exec(id)?.[0];
  return number ?? shaText(id.slice(id.lastIndexOf("@") + 1));
}

/** `deployment 42`, `release 7`. */
export function deploymentText({ kind, id }: DeploymentName): string {
  return `${kind} ${id}`;
}

/** A commit as GitHub shortens it. */
export function shaText(sha: string): string {
  return code(sha.slice(0, 7));
}

/** Since when rules hold. */
export function sinceText(since: Date | null): string {
  return since === null ? "the beginning" : instant(since);
}

/** The beginning and the end of an absence, and the deployment that caused it. */
export function absenceText({ deployment, from, until, endedBy }: AbsenceReceipt): string {
  const back = endedBy === null ? "" : ` (${deploymentText(endedBy)})`;
  const end = until === null ? "on" : `until ${instant(until)}${back}`;
  return `from ${instant(from)} (${deploymentText(deployment)}) ${end}`;
}

/** Rows under a head, as a table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n");
}
