import type { IncomingMessage, ServerResponse } from "node:http";
import { html } from "../render/html.ts";
import { type Page, sendPage } from "./page.ts";

const PAGE: Page = {
  title: "Plimsoll is installed",
  body: html`<p>There is nothing else to set up in repositories that create deployments or releases.</p>
<h2>What happens next</h2>
<ul>
<li>A <strong>check run</strong> appears on each pull request at its next event: when it is opened, or pushed to.</li>
<li>The first <strong>digest issue</strong> comes on the first Monday after work has shipped.</li>
<li>With more than five repositories there is <strong>one digest</strong> for all, unless you chose otherwise: in a repository
<code>plimsoll-digest</code>, <code>.github-private</code> or <code>.github</code> that nobody can read who may not know of all of
them. If you have none, create a private <code>plimsoll-digest</code> with the App on it. <code>plimsoll status</code> says if
it has no place.</li>
</ul>
<h2>If you want to say more</h2>
<p>A repository may hold <code>.github/plimsoll.yml</code> on its default branch: what counts as shipping, which environments are
production, which files do not count. One in its owner's <code>.github</code> repository holds for all that have none.</p>`,
};

/** Answers the redirect after an installation of the App; returns whether the request was for it. */
export function handleInstalled(request: IncomingMessage, response: ServerResponse): boolean {
  // GitHub adds a query, which the page ignores.
  const isInstalled = request.method === "GET" && request.url?.split("?")[0] === "/installed";
  if (isInstalled) sendPage(response, PAGE);
  return isInstalled;
}
