import { type Html, html } from "../html.ts";

/** The folder of the repositories' pages in a site. */
export const PAGE_FOLDER = "repositories";

/** The mark of a repository's page, by which a later run knows that the page of this path is ours. */
export function pageMark(path: string): Html {
  return html`<meta name="plimsoll-page" content="${path}">`;
}
