import { type Html, html } from "./html.ts";

/** A table that scrolls where the page is narrow. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], kind = "words"): Html {
  const cells = rows.map(
    ([first = "", ...others]) =>
      html`<tr><th scope="row">${first}</th>${others.map((cell) => html`<td>${cell}</td>`)}</tr>`,
  );
  // The corner above the names of rows says nothing.
  const titles = head.map((name) => (name === "" ? html`<td></td>` : html`<th scope="col">${name}</th>`));
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${head.filter(Boolean).join(", ")}">
<table class="${kind}"><thead><tr>${titles}</tr></thead><tbody>${cells}</tbody></table></div>`;
}

/** The words between two stars each are strong. */
export function emphasized(markdown: string): readonly Html[] {
  return markdown
    .split("**")
    .map((text, index) => (index % 2 === 1 ? html`<strong>${text}</strong>` : html`${text}`));
}
