import type { Digest } from "../../../domain/metric/digest.ts";
import { html } from "../../html.ts";
import { marked } from "../../site/blocks.ts";
import type { Section } from "../section.ts";

/** The weeks whose numbers are no longer the published ones. */
export const restated: Section = {
  markdown: renderRestated,
  page({ digest }) {
    const text = renderRestated(digest);
    return text === "" ? html`` : html`<p class="note">${marked(text)}</p>\n`;
  },
};

function renderRestated({ restated: all }: Digest): string {
  if (all.length === 0) return "";
  const weeks = all.map(({ week, was, is }) => `${week}, ${was} → ${is}`).join("; ");
  return `**Restated** since published: ${weeks}.`;
}
