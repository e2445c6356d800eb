import type { Page } from "../pages/page.ts";
import { type Html, html } from "../render/html.ts";
import { envLines } from "./env-file.ts";

/** The content of the last page. */
interface CreatedPageOptions {
  /** The App's page on GitHub. */
  readonly app: string;
  /** The file for the credentials. */
  readonly path: string;
  readonly variables: Readonly<Record<string, string>>;
  /** The reason why the file could not be written; `undefined` when it was. */
  readonly failure: string | undefined;
}

/** Renders the last page: it says where the credentials are, and asks to install the App. */
export function createdPage({ app, failure, ...kept }: CreatedPageOptions): Page {
  return {
    title: "Your App is created",
    step: "Step 3 of 3",
    body: html`${failure === undefined ? written(kept) : unwritten(kept, failure)}
<p>One step is left: install it on the repositories that it should measure. Then GitHub brings this browser to a page that shows
whether GitHub reached this server, what is read, and a preview of the first digest.</p>
<div class="actions"><a class="button" href="${app}/installations/new">Install it on GitHub</a><a href="${app}">See the App</a></div>`,
  };
}

type Kept = Pick<CreatedPageOptions, "path" | "variables">;

function written({ path }: Kept): Html {
  return html`<p>Its credentials are in <code>${path}</code>, which only this server's user can read. Plimsoll is starting with
them now, on the same port; it needs no restart.</p>`;
}

/** GitHub gives the credentials once, so the page shows them before this process ends. */
function unwritten({ path, variables }: Kept, failure: string): Html {
  return html`<p class="caution"><strong>Its credentials could not be written to <code>${path}</code>: ${failure}.</strong>
Plimsoll is starting with them now, but loses them when it stops, and GitHub does not give them again. Put these lines into
that file, or into your store of secrets, before you leave this page.</p>
<label for="lines">Credentials of the App: keep them secret</label>
<textarea id="lines" readonly rows="8" spellcheck="false">${envLines(variables)}</textarea>`;
}
