import type { Preview } from "../../domain/clone/preview.ts";
import { inShort, MEANING } from "../digest/meaning/section.ts";
import type { Section } from "../digest/section.ts";
import { SECTIONS } from "../digest/sections.ts";
import { previewNotes, printable, silenceNote } from "../preview-notes.ts";
import { withoutMarks } from "../text.ts";
import { table } from "./blocks.ts";
import type { Chart } from "./chart.ts";
import { draw } from "./draw.ts";
import { Html, html } from "./html.ts";
import { STYLE } from "./style.ts";

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
${sections(preview)}
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

function sections(preview: Preview): Html {
  const shown = Object.values(SECTIONS).flatMap(({ report }) =>
    report === undefined ? [] : [written(report(preview)).text],
  );
  return new Html(shown.join("\n"));
}

function written(shown: ReturnType<NonNullable<Section["report"]>>): Html {
  return shown instanceof Html ? shown : html`${shown.map(figure)}`;
}

const [WIDE, NARROW] = [720, 340];

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
