import { readFileSync } from "node:fs";
import type { RenderedCheckRun } from "../../src/render/check-run.ts";
import { Html, html } from "../../src/render/html.ts";
import { CHECK_RUNS } from "./check-runs.ts";
import { DIGESTS } from "./digests.ts";
import { checkLine, checkPage, GITHUB_STYLE, issueCard, MERMAID } from "./github-page.ts";

const STYLE = new Html(`${GITHUB_STYLE}\n${readFileSync(new URL("gallery.css", import.meta.url), "utf8")}`);

/** GitHub draws charts in the theme of the page; a chart that it cannot draw shows what is wrong. */
const DRAW_CHARTS = `document.fonts.ready.then(() => {
  const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
  mermaid.initialize({ startOnLoad: false, theme: isDark ? "dark" : "default" });
  return mermaid.run();
})`;

/** The page with every state of both surfaces, each as GitHub would show it; it loads nothing. */
export function renderGallery(): string {
  // What ends a script ends it inside a string, too.
  const mermaid = new Html(readFileSync(MERMAID, "utf8").replaceAll("</script", "<\\/script"));
  return pageOf(html`
    <h1>Check runs</h1>
    ${Object.entries(CHECK_RUNS).map(([state, run]) => exhibit(`check run ${state}`, checkRun(run)))}
    <h1>Digests</h1>
    ${Object.entries(DIGESTS).map(([state, digest]) =>
      exhibit(`digest ${state}`, issueCard({ ...ISSUE, ...digest })),
    )}
    <script>${mermaid}</script>
    <script>drawn = ${new Html(DRAW_CHARTS)}</script>`);
}

/** A page in GitHub's look. */
export function pageOf(content: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>Gallery of Plimsoll</title>
      <style>${STYLE}</style>
      <main>${content}</main>
    </html>`.text;
}

/** What all issues of the gallery have in common. */
const ISSUE = { number: 20, labels: ["plimsoll"], author: "plimsoll", opened: "Nov 23, 2026" };

function exhibit(state: string, shown: Html): Html {
  return html`<section id="${state.replaceAll(/\W+/g, "-")}"><h2 class="name">${state}</h2>${shown}</section>`;
}

/** In the box at the end of its pull request, and on its Checks tab. */
function checkRun(run: RenderedCheckRun): Html {
  const shown = { name: "Plimsoll", ...run };
  return html`<article>${checkLine(shown, run.title)}</article><article>${checkPage(shown)}</article>`;
}
