import type { Digest } from "../../../domain/metric/digest.ts";
import { type Figure, inLine } from "../../figures.ts";
import { type Html, html } from "../../html.ts";
import { block, marked, table } from "../../site/blocks.ts";
import { titled } from "../../terminal-text.ts";
import { hasFigures } from "../figures-shown.ts";
import type { Section } from "../section.ts";
import { comparisonSentence } from "./comparison.ts";
import { guardrailMarkdown } from "./markdown.ts";
import { guardrailNotes } from "./notes.ts";
import { guardrailRows } from "./rows.ts";
import { guardrailLines } from "./terminal.ts";

/** The guardrail metrics: groups side by side, with intervals and without a verdict. */
export const guardrails: Section = {
  markdown: (digest) => (hasFigures(digest) ? guardrailMarkdown(digest) : ""),
  terminal: ({ digest }, style) => titled("Beside the number", guardrailLines(digest), style),
  page: ({ digest }) => guardrailHtml(digest),
};

function guardrailHtml(digest: Digest): Html {
  const rows = guardrailRows(digest).map(({ name, declared, undeclared }) => {
    return [name, cellOf(declared), cellOf(undeclared)];
  });
  const shown = rows.length === 0 ? html`` : table(["", "AI declared", "nothing declared"], rows, "compared");
  const compared = comparisonSentence(digest);
  const first = compared === "" ? html`` : html`<p>${marked(compared)}</p>`;
  return block(
    "Beside the number",
    html`${first}${shown}<p class="note">${marked(guardrailNotes(digest).join(" "))}</p>`,
    "beside",
  );
}

/** A figure with the rest of its line, which stands below it on a narrow page. */
function cellOf(figure: Figure): Html {
  const { text } = figure;
  return html`<b>${text}</b><small>${inLine(figure).slice(text.length)}</small>`;
}
