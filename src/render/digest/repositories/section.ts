import type { Digest } from "../../../domain/metric/digest.ts";
import type { RepositoryTotal } from "../../../domain/metric/repository-totals.ts";
import { repositories as counted } from "../../figures.ts";
import { printable } from "../../preview-notes.ts";
import { INDENT, titled } from "../../terminal-text.ts";
import { code, count } from "../../text.ts";
import type { Section } from "../section.ts";

const MOST_ROWS = 200;

/** An organization's repositories by name, without those that some reader of the issue may not see. */
export const repositories: Section = {
  markdown: (digest, { visible }) => renderRepositories(digest, visible),
  terminal({ digest }, style) {
    const { repositories: all } = digest;
    return titled(summaryOf(digest), all.map(terminalRow), style);
  },
};

function renderRepositories(digest: Digest, visible: ReadonlySet<string>): string {
  const { repositories: all, leftOut } = digest;
  if (all.length + leftOut === 0) return "";
  const shown = all.filter(({ repository }) => visible.has(repository)).slice(0, MOST_ROWS);
  return [
    `<details><summary>${summaryOf(digest)}</summary>`,
    "",
    ...(shown.length === 0 ? [] : ["| repository | total | state |", "|---|--:|---|", ...shown.map(row), ""]),
    ...(shown.length < all.length ? [`${counted(all.length - shown.length)} not listed here.`, ""] : []),
    "</details>",
  ].join("\n");
}

function summaryOf({ repositories: all, leftOut }: Digest): string {
  const without = leftOut === 0 ? "" : `; ${leftOut} left out, for which merging is all that is known`;
  return `${counted(all.length)}${without}`;
}

function row(total: RepositoryTotal): string {
  return `| ${code(total.repository)} | ${total.total} | ${stateText(total)} |`;
}

function stateText({ pending, state }: RepositoryTotal): string {
  return pending === 0 ? state : `${state}, ${count(pending, "change")} waiting for a deployment`;
}

/** The width of a name on a terminal. A longer one stays whole: two names may differ at their ends only. */
const NAME = 32;
const LONGEST = 255;

function terminalRow(total: RepositoryTotal): string {
  const name = printable(total.repository, LONGEST);
  return `${INDENT}${name.padEnd(NAME)}${`${total.total}`.padStart(5)}  ${stateText(total)}`;
}
