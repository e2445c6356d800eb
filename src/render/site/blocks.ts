import { type Html, html } from "../html.ts";

/** A cell of a table. */
type Cell = string | Html;

/** A table that scrolls where the page is narrow. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[], kind = "words"): Html {
  const cells = rows.map(
    ([first = "", ...others]) =>
      html`<tr><th scope="row">${first}</th>${others.map((cell) => html`<td>${cell}</td>`)}</tr>`,
  );
  // The corner above the names of rows says nothing.
  const titles = head.map((name) => (name === "" ? html`<td></td>` : html`<th scope="col">${name}</th>`));
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${head.filter(Boolean).join(", ")}">
<table class="${kind}"><thead><tr>${titles}</tr></thead><tbody>${cells}</tbody></table></div>`;
}

/** A part of a page with a title of its own. */
export function block(title: string, content: Html | readonly Html[], id = ""): Html {
  return html`<section${id === "" ? "" : html` id="${id}"`}>
<h2>${title}</h2>
${content}
</section>
`;
}

/** Texts about what the figures lack, each in a box that stands out. Their Markdown is ours. */
export function cautions(texts: readonly string[]): Html {
  return html`${texts.map((text) => html`<p class="caution">${marked(text)}</p>\n`)}`;
}

/** A line of Markdown of ours: code between backticks, and strong words between two stars each. */
export function marked(markdown: string): readonly Html[] {
  return markdown
    .split("`")
    .flatMap((text, index) => (index % 2 === 1 ? [html`<code>${text}</code>`] : strong(text)));
}

function strong(text: string): readonly Html[] {
  return text
    .split("**")
    .map((part, index) => (index % 2 === 1 ? html`<strong>${kept(part)}</strong>` : html`${kept(part)}`));
}

/** What no line may end in: a week, a number with its unit, and words with a hyphen that mean one thing. */
const WHOLE = /(\d{4}-W\d\d|\d[\d.,]* (?:%|min|h|days)(?![a-z])|AI-assisted)/;

/** A text whose weeks, durations and words with hyphens stay in one line each. */
export function kept(text: string): readonly Html[] {
  return text
    .split(WHOLE)
    .map((part, index) => (index % 2 === 1 ? html`<span class="whole">${part}</span>` : html`${part}`));
}
