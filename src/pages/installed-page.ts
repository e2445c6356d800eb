import type { IncomingMessage, ServerResponse } from "node:http";
import { html } from "../render/html.ts";
import { isOperator } from "./operator-cookie.ts";
import { type Page, sendPage } from "./page.ts";
import { type Progress, progressPage } from "./progress-page.ts";

const PAGE: Page = {
  title: "Plimsoll is installed",
  body: html`<p>There is nothing else to set up in repositories that create deployments or releases.</p>
<h2>What happens next</h2>
<ul>
<li>A <strong>check run</strong> appears on each pull request at its next event: when it is opened, or pushed to.</li>
<li>The first <strong>digest issue</strong> comes on the first Monday after work has shipped.</li>
<li>With more than five repositories there is <strong>one digest</strong> for all, unless you chose otherwise: in a repository
<code>plimsoll-digest</code>, or else <code>.github</code>, if none of them is less visible (public, internal, private). Only
visibility is compared, not who has access. If you have none, create a private <code>plimsoll-digest</code> with the App on it.
<code>plimsoll status</code> says if it has no place.</li>
</ul>
<h2>If you want to say more</h2>
<p>A repository may hold <code>.github/plimsoll.yml</code> on its default branch: what counts as shipping, which environments are
production, which files do not count. One in its owner's <code>.github</code> repository holds for all that have none.</p>`,
};

/** The options of the page. */
interface InstalledPageOptions {
  /** The secret of the webhook, by which the browser in which the App was created is known. */
  readonly secret: string;
  readonly clock: () => Date;
  readonly readProgress: () => Promise<Progress>;
}

/**
 * Answers the redirect after an installation of the App; a handler returns whether the request was for it.
 *
 * The progress names repositories, so only the browser in which the App was created sees it. All others see the same
 * page, whatever the query of GitHub says, which anybody can write.
 */
export function createInstalledPage({ secret, clock, readProgress }: InstalledPageOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const isInstalled = request.method === "GET" && request.url?.split("?")[0] === "/installed";
    if (!isInstalled) return false;
    const maySee = isOperator(request, { secret, now: clock() });
    sendPage(response, maySee ? progressPage(await readProgress()) : PAGE);
    return true;
  };
}
