import type { Digest } from "../../../domain/metric/digest.ts";
import type { RepositoryTotal } from "../../../domain/metric/repository-totals.ts";
import { repositories as counted } from "../../figures.ts";
import { code, count } from "../../text.ts";
import type { Section } from "../section.ts";

const MOST_ROWS = 200;

/** An organization's repositories by name, without those that some reader of the issue may not see. */
export const repositories: Section = {
  markdown: (digest, { visible }) => renderRepositories(digest, visible),
};

function renderRepositories({ repositories: all, leftOut }: Digest, visible: ReadonlySet<string>): string {
  if (all.length + leftOut === 0) return "";
  const shown = all.filter(({ repository }) => visible.has(repository)).slice(0, MOST_ROWS);
  const without = leftOut === 0 ? "" : `; ${leftOut} left out, for which merging is all that is known`;
  return [
    `<details><summary>${counted(all.length)}${without}</summary>`,
    "",
    ...(shown.length === 0 ? [] : ["| repository | total | state |", "|---|--:|---|", ...shown.map(row), ""]),
    ...(shown.length < all.length ? [`${counted(all.length - shown.length)} not listed here.`, ""] : []),
    "</details>",
  ].join("\n");
}

function row({ repository, total, pending, state }: RepositoryTotal): string {
  const waits = pending === 0 ? state : `${state}, ${count(pending, "change")} waiting for a deployment`;
  return `| ${code(repository)} | ${total} | ${waits} |`;
}
