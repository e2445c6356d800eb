import type { Page } from "../pages/page.ts";
import { type Html, html } from "../render/html.ts";

/** Renders the page for a browser that did not open the printed link. */
export function closedPage(): Page {
  return {
    title: "Open the link that Plimsoll printed",
    status: 403,
    body: html`<p>The setup is open only to the browser that opened the link that this server printed when it started. It looks
like this, and works once:</p>
<p><code>/setup?token=…</code></p>
<p>Is it used up, or out of sight? Start Plimsoll again, and it prints a new one.</p>`,
  };
}

/** The next steps once the credentials can be written: before the App exists, or after GitHub created it. */
export const AFTERWARDS = {
  nothing: html`Then <a href="setup">start over</a>: nothing was created.`,
  app: html`Then <strong>reload this page</strong>: GitHub created the App, and keeps its credentials for an hour.`,
} as const satisfies Record<string, Html>;

/** Renders the page about credentials that cannot be written. */
export function unwritablePage(path: string, reason: string, afterwards: Html): Page {
  return {
    title: "The credentials have nowhere to go",
    status: 409,
    body: html`<p>The setup adds the App's credentials to <code>${path}</code>, but ${reason}.</p>
<p>If that file holds the credentials of an App that you want to keep, complete them there as <code>.env.example</code> shows,
and start Plimsoll again. If not, remove them, or let this server's user write the file. ${afterwards}</p>`,
  };
}

/** Renders the page for a return from GitHub that matches no request. */
export function staleStatePage(): Page {
  return {
    title: "This return from GitHub is not expected",
    status: 400,
    body: html`<p>It was used already, is more than an hour old, or was never asked for here. Nothing was changed.</p>
<p><a href="../setup">Start over</a>. If GitHub shows an App that you do not need, delete it in its settings there.</p>`,
  };
}

/** Renders the page for a code that GitHub did not exchange. */
export function unconvertedPage(reason: string, canRetry: boolean): Page {
  return {
    title: "GitHub gave no credentials",
    status: 502,
    body: html`<p>${reason}. Nothing was changed here.</p>
${
  canRetry
    ? html`<p><strong>Reload this page</strong> to ask once more; that works for an hour after the App was created.</p>`
    : html`<p>The App may exist on GitHub all the same: delete it in its settings there, then <a href="../setup">start over</a>.</p>`
}`,
  };
}

/** Renders the page for an invalid request, with its HTTP status. */
export function badRequestPage(status: number, problem: string): Page {
  return { title: problem, status, body: html`<p>Go to <a href="/setup">the setup</a>.</p>` };
}
