import { digestSections } from "../digest/markdown.ts";
import { MEANING } from "../digest/meaning/section.ts";
import { printable } from "../preview-notes.ts";
import { emphasized, table } from "../report/blocks.ts";
import { Html, html } from "../report/html.ts";
import { STYLE } from "../report/style.ts";
import { withoutMarks } from "../text.ts";
import type { SiteScope } from "./site.ts";

/** The place of a page in its site. */
interface PagePlace {
  /** The pages of an organization's repositories, for its own page. */
  readonly repositories?: readonly { readonly scope: SiteScope; readonly path: string }[];
  /** The page above that of a repository. */
  readonly home?: { readonly name: string };
}

/** Renders one page of a site, which needs nothing else. */
export function renderPage(
  { name, digest, weeks }: SiteScope,
  { repositories = [], home }: PagePlace,
): string {
  const title = `Plimsoll · ${printable(name)} · ${digest.week}`;
  const sections = digestSections(digest, {});
  const rows = weeks.map((each) => [each.week, each.state, `${each.normalizedDeployments.total}`]);
  return html`<!doctype html>
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
${home === undefined ? html`` : html`<p><a href="../index.html">${printable(home.name)}</a></p>`}
<h1>${title}</h1>
<p class="answer">${withoutMarks(sections.get("headline") ?? "")}</p>
<p>${emphasized(sections.get("verdict") ?? "")}</p>
<h2>Weeks</h2>
${table(["week", "state", "normalized deployments"], rows, "figures")}
${
  repositories.length === 0
    ? html``
    : html`<h2>Repositories</h2><ul>${repositories.map(({ scope, path }) => html`<li><a href="${path}">${printable(scope.name)}</a></li>`)}</ul>`
}
<h2>How to read this</h2>
<p>${MEANING}</p>
</main>
</body>
</html>
`.text;
}
