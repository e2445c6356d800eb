import { toolName } from "../../domain/attribution/agents.ts";
import type { Preview } from "../../domain/clone/preview.ts";
import { comparisonSentence } from "../digest/beside/comparison.ts";
import { besideNotes } from "../digest/beside/notes.ts";
import { besideRows } from "../digest/beside/rows.ts";
import { chartsOf } from "../digest/chart/report.ts";
import { funnelSteps } from "../digest/funnel/steps.ts";
import { renderHeadline } from "../digest/headline/section.ts";
import { inShort, MEANING } from "../digest/issue.ts";
import { uncountedRows, uncountedSummary } from "../digest/uncounted/rows.ts";
import { renderVerdict } from "../digest/verdict/sentences.ts";
import { previewNotes, printable, silenceNote } from "../preview-notes.ts";
import { withoutMarks } from "../text.ts";
import type { Chart } from "./chart.ts";
import { draw } from "./draw.ts";
import { Html, html } from "./html.ts";
import { STYLE } from "./style.ts";

const [WIDE, NARROW] = [720, 340];

/** Renders a preview as one page of HTML that needs nothing else. */
export function renderReport(preview: Preview): string {
  const { digest } = preview;
  const title = `Plimsoll · ${printable(digest.scope)} · ${digest.week}`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${silence(preview)}
<p class="answer">${withoutMarks(renderHeadline(digest))}</p>
<p>${emphasized(renderVerdict(digest, { isClone: true }))}</p>
${chartsOf(preview).map(figure)}
<h2>How it comes about</h2>
${table(
  ["from", "to"],
  funnelSteps(digest, printable).map(({ from, to, note }) => [
    from,
    note === undefined ? to : `${to} (${note})`,
  ]),
)}
${tools(preview)}
<h2>Beside the number</h2>
${beside(preview)}
${uncounted(preview)}
<h2>How to read this</h2>
<p>${withoutMarks(`${inShort(digest)} ${MEANING}`)}</p>
${previewNotes(preview).map((note) => html`<p class="faint">${note}</p>`)}
</main>
</body>
</html>
`;
  return page.text;
}

function silence(preview: Preview): Html {
  const note = silenceNote(preview);
  return note === "" ? html`` : html`<p>${note}</p>`;
}

/** Draws a chart for a wide and for a narrow page. */
function figure(chart: Chart): Html {
  const { title, caption, legend, table: numbers } = chart;
  const entries = legend.map(
    ({ colour, label }) => html`<li><span style="background:var(--${colour})"></span>${label}</li>`,
  );
  return html`<figure>
<h2>${title}</h2>
<figcaption>${caption}</figcaption>
${legend.length === 0 ? "" : html`<ul class="legend">${entries}</ul>`}
<div class="wide">${new Html(draw(chart, WIDE))}</div>
<div class="narrow">${new Html(draw(chart, NARROW))}</div>
<details><summary>The numbers</summary>${table(numbers.head, numbers.rows, "figures")}</details>
</figure>
`;
}

function tools({ tools: all, digest }: Preview): Html {
  if (all.length === 0 || digest.beside.isWithheld) return html``;
  const rows = all.map(({ tool, changes, agentAuthored, normalizedDeployments }) => [
    printable(toolName(tool)),
    `${agentAuthored}`,
    `${changes - agentAuthored}`,
    `${normalizedDeployments}`,
  ]);
  return html`<h2>AI tools declared</h2>
${table(["tool", "agent-authored", "assisted", "normalized deployments"], rows, "figures")}`;
}

function beside({ digest }: Preview): Html {
  const rows = besideRows(digest).map(({ name, declared, undeclared }) => [name, declared, undeclared]);
  const shown = rows.length === 0 ? html`` : table(["", "AI declared", "nothing declared"], rows, "figures");
  const compared = comparisonSentence(digest);
  const first = compared === "" ? html`` : html`<p>${compared}</p>`;
  return html`${first}${shown}<p>${besideNotes(digest).join(" ")}</p>`;
}

function uncounted({ digest }: Preview): Html {
  const rows = uncountedRows(digest).map(({ what, why }) => [what, why]);
  if (rows.length === 0) return html``;
  return html`<h2>${uncountedSummary(digest)}</h2>
${table(["what", "why"], rows)}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[], kind = "words"): Html {
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
function emphasized(markdown: string): readonly Html[] {
  return markdown
    .split("**")
    .map((text, index) => (index % 2 === 1 ? html`<strong>${text}</strong>` : html`${text}`));
}
