import type { Digest } from "../../../domain/metric/digest.ts";
import { isRepository } from "../../../domain/metric/scope.ts";
import type { Zero } from "../../../domain/metric/zero.ts";
import { repositories } from "../../figures.ts";
import { type Html, html } from "../../html.ts";
import { printable } from "../../preview-notes.ts";
import { block, marked, table } from "../../site/blocks.ts";
import { titled, wrapped } from "../../terminal-text.ts";
import { code, withoutMarks } from "../../text.ts";
import { actionOfZero, causeOfZero } from "../../zero.ts";
import type { Section } from "../section.ts";

const MOST_ROWS = 20;

/**
 * The repositories of an organization in which nothing counts, and why.
 *
 * A row names environments, so an issue shows it only where each of its readers may see the repository.
 */
export const zeros: Section = {
  markdown: (digest, { visible }) => renderZeros(digest, visible),
  terminal: ({ digest }, style) =>
    titled(titleOf(digest), zerosOf(digest).slice(0, MOST_ROWS).flatMap(terminalLines), style),
  page: ({ digest }) => zerosBlock(digest),
};

/** The zeros that need an explanation. A repository's own digest gives it beside its number. */
function zerosOf({ zeros: found = [], scope }: Digest): readonly Zero[] {
  return isRepository(scope) ? [] : found.filter(({ cause }) => cause !== "nothing-merged");
}

function titleOf(digest: Digest): string {
  return `Nothing counts in ${repositories(zerosOf(digest).length)} in which work was merged`;
}

function terminalLines(zero: Zero): string[] {
  const text = `${printable(zero.repository)}: ${causeOfZero(zero)} ${actionOfZero(zero)}`;
  return wrapped(withoutMarks(text));
}

function zerosBlock(digest: Digest): Html {
  const all = zerosOf(digest);
  if (all.length === 0) return html``;
  const rows = all.slice(0, MOST_ROWS).map((zero) => {
    const [cause, action] = [causeOfZero(zero), actionOfZero(zero)].map(marked);
    return [zero.repository, html`${cause ?? []}`, html`${action ?? []}`];
  });
  return block(
    titleOf(digest),
    html`${table(["repository", "why", "what to do"], rows)}${notListed(all.length - rows.length)}`,
    "zeros",
  );
}

function notListed(left: number): Html {
  return left === 0 ? html`` : html`<p class="note">${repositories(left)} not listed here.</p>`;
}

function renderZeros(digest: Digest, visible: ReadonlySet<string>): string {
  const all = zerosOf(digest);
  if (all.length === 0) return "";
  const shown = all.filter(({ repository }) => visible.has(repository)).slice(0, MOST_ROWS);
  const rows = shown.map((zero) => {
    return `| ${code(zero.repository)} | ${causeOfZero(zero)} | ${actionOfZero(zero)} |`;
  });
  return [
    `<details><summary>${titleOf(digest)} — and why</summary>`,
    "",
    ...(rows.length === 0 ? [] : ["| repository | why | what to do |", "|---|---|---|", ...rows, ""]),
    ...(shown.length < all.length ? [`${repositories(all.length - shown.length)} not listed here.`, ""] : []),
    "</details>",
  ].join("\n");
}
