import type { Waiting } from "../domain/shipping/standstill.ts";
import { count, plain } from "./text.ts";
import { explainWaiting } from "./zero.ts";

const LONGEST_NAME = 140;

/** A repository in which nothing reaches production. */
interface Standstill {
  readonly repository: string;
  readonly merged: number;
  readonly waiting: Waiting;
}

/** Says for a terminal in which repositories nothing reaches production, and why; nothing where there is none. */
export function standstillText({
  shown,
  total,
}: {
  readonly shown: readonly Standstill[];
  readonly total: number;
}): string {
  if (total === 0) return "";
  const lines = shown.map(({ repository, merged, waiting }) => {
    const { cause, action } = explainWaiting(waiting);
    return `  ${plain(repository, LONGEST_NAME)}  ${count(merged, "change")} merged. ${cause} ${action}`;
  });
  const more = total - shown.length;
  return [
    "",
    "nothing reached production in thirteen weeks",
    ...lines,
    ...(more > 0 ? [`  and in ${more} more`] : []),
  ].join("\n");
}
