import type { Digest } from "../../domain/metric/digest.ts";
import { inShort, MEANING } from "../digest/meaning/section.ts";
import { SECTIONS } from "../digest/sections.ts";
import { Html, html } from "../html.ts";
import { plain } from "../text.ts";
import { cautions, marked } from "./blocks.ts";
import { pageMark } from "./page-mark.ts";
import { receipts } from "./receipts.ts";
import type { SiteScope } from "./site.ts";
import { STYLE, STYLE_FILE } from "./style.ts";

/** The place of a page in its site, and what only that place has. */
interface PagePlace {
  /** The page above that of a repository. */
  readonly home?: string;
  /** The path of a repository's page in the site. */
  readonly path?: string;
  /** The list of an organization's repositories, on its own page. */
  readonly repositories?: Html;
}

/** Renders one page of a site. It needs no other file, and loads nothing. */
export function renderPage(scope: SiteScope, { home, path, repositories = html`` }: PagePlace = {}): string {
  const { digest, notes } = scope;
  const name = plain(scope.name, LONGEST);
  const [shown, behind] = [sections(scope), receipts(scope)];
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline' 'self' file:; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
${path === undefined ? "" : html`${pageMark(path)}\n`}<title>Plimsoll · ${name} · ${digest.week}</title>
${home === undefined ? html`<style>${new Html(STYLE)}</style>` : html`<link rel="stylesheet" href="../${STYLE_FILE}">`}
</head>
<body>
<a class="skip" href="#main">Skip to the figures</a>
<header>${navigation(home, name, [shown.text, repositories.text, behind.text])}</header>
<main id="main">
<p class="when">${whenOf(digest)}</p>
<h1>${name}</h1>
${cautions(notes)}${shown}${repositories}${behind}</main>
<footer>
${leftOutNote(scope)}<h2>How to read this</h2>
<p>${marked(withoutStars(`${inShort(digest)} ${MEANING}`))}</p>
${
  scope.source === undefined
    ? ""
    : html`<p>${marked(scope.source)}</p>
`
}</footer>
</body>
</html>
`.text;
}

const LONGEST = 100;

/** The path to the page, and the parts of the page. */
function navigation(home: string | undefined, name: string, parts: readonly string[]): Html {
  const above = home === undefined ? html`` : html`<a href="../index.html">${plain(home, LONGEST)}</a> `;
  const links = Object.entries(PARTS).filter(([id]) => parts.some((part) => part.includes(`id="${id}"`)));
  return html`<nav class="path" aria-label="Path"><strong>Plimsoll</strong> ${above}<span aria-current="page">${name}</span></nav>
<nav class="toc" aria-label="On this page">${links.map(([id, title]) => html`<a href="#${id}">${title}</a> `)}</nav>`;
}

/** The parts of a page that are linked at its top, by their ids. */
const PARTS = {
  way: "What stayed",
  spend: "Spend",
  scopes: "Scopes",
  repositories: "Repositories",
  numbers: "All numbers",
  receipts: "Pull requests",
};

function leftOutNote({ leftOut = 0, weeks }: SiteScope): Html {
  if (leftOut === 0) return html``;
  return html`<p class="note">This page shows the last ${weeks.length} weeks, so that the site stays small. ${leftOut} earlier ones are in the report of this repository alone.</p>
`;
}

function whenOf({ week, state, definition }: Digest): string {
  const said = state === "open" ? "still filling" : state;
  return `Week ${week}, ${said} · definition ${definition}`;
}

function sections(scope: SiteScope): Html {
  return new Html(
    Object.values(SECTIONS)
      .map(({ page }) => page?.(scope).text ?? "")
      .join(""),
  );
}

function withoutStars(markdown: string): string {
  return markdown.replaceAll("*", "");
}
