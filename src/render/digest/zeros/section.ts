import type { Digest } from "../../../domain/metric/digest.ts";
import { repositories } from "../../figures.ts";
import { code } from "../../text.ts";
import { actionOfZero, causeOfZero } from "../../zero.ts";
import type { Section } from "../section.ts";

const MOST_ROWS = 20;

/**
 * In which of an organization's repositories nothing counts, and why.
 *
 * A row names environments, so it is shown only where every reader of the issue may see the repository.
 */
export const zeros: Section = { markdown: (digest, { visible }) => renderZeros(digest, visible) };

function renderZeros({ zeros: found = [], scope }: Digest, visible: ReadonlySet<string>): string {
  const all = scope.includes("/") ? [] : found.filter(({ cause }) => cause !== "nothing-merged");
  if (all.length === 0) return "";
  const shown = all.filter(({ repository }) => visible.has(repository)).slice(0, MOST_ROWS);
  const rows = shown.map((zero) => {
    return `| ${code(zero.repository)} | ${causeOfZero(zero)} | ${actionOfZero(zero)} |`;
  });
  return [
    `<details><summary>Nothing counts in ${repositories(all.length)} in which work was merged — and why</summary>`,
    "",
    ...(rows.length === 0 ? [] : ["| repository | why | what to do |", "|---|---|---|", ...rows, ""]),
    ...(shown.length < all.length ? [`${repositories(all.length - shown.length)} not listed here.`, ""] : []),
    "</details>",
  ].join("\n");
}
