import type { Page } from "../pages/page.ts";
import { type Html, html } from "../render/html.ts";
import type { Answers } from "./answers.ts";
import type { Manifest } from "./manifest.ts";
import { PURPOSES } from "./permissions.ts";
import type { Reach } from "./reach.ts";
import { reachText } from "./reach-text.ts";

/** The content of the second page. */
interface ReviewPageOptions {
  readonly answers: Answers;
  readonly manifest: Manifest;
  /** Whether this server reaches itself at the public address. */
  readonly reach: Reach;
  readonly next: ReviewStep;
}

/** The next step: GitHub, which gets the manifest at `target`, or first the same page at the public address. */
type ReviewStep = { readonly target: string } | { readonly continueAt: string };

/** Renders the second page: it shows the App to be created, and sends the manifest to GitHub. */
export function reviewPage({ answers, manifest, reach, next }: ReviewPageOptions): Page {
  return {
    title: "Review, and create it on GitHub",
    step: "Step 2 of 3",
    ...("target" in next ? { formTargets: `'self' ${new URL(next.target).origin}` } : {}),
    body: html`<dl>
<dt>Name</dt><dd>${answers.name}</dd>
<dt>Owner</dt><dd>${answers.organization === "" ? "your own account" : answers.organization}</dd>
<dt>Events go to</dt><dd>${manifest.hook_attributes.url}</dd>
<dt>Digest issues</dt><dd>${digestIssues(answers)}</dd>
</dl>
${reachText(reach, answers.publicUrl)}
${insecure(answers.publicUrl)}
<h2>It reads</h2>
<ul>${purposes(manifest, "read")}</ul>
<h2>It writes</h2>
<ul>${purposes(manifest, "write")}</ul>
${"target" in next ? creation(manifest, next.target) : continuation(next.continueAt, answers.publicUrl, reach)}`,
  };
}

function creation(manifest: Manifest, target: string): Html {
  return html`<form method="post" action="${target}">
<input type="hidden" name="manifest" value="${JSON.stringify(manifest)}">
<div class="actions"><button class="button">Create it on GitHub</button><a href="setup">Start over</a></div>
</form>
<p class="hint">Be signed in to ${new URL(target).host} in this browser. GitHub shows the App once more, and sends you back here.</p>`;
}

/**
 * GitHub sends the browser back to the public address, and the session must be there. The link opens the setup to whoever
 * answers at that address.
 */
function continuation(continueAt: string, publicUrl: string, { result }: Reach): Html {
  return html`${result === "reached" ? html`` : UNKNOWN_PLACE}
<div class="actions"><a class="button" href="${continueAt}">Continue at the public address</a><a href="setup">Start over</a></div>
<p class="hint">This browser is at another address than <code>${publicUrl}</code>, where GitHub sends it back. If that link shows
no page of Plimsoll, the address is wrong, or does not lead here yet.</p>`;
}

const UNKNOWN_PLACE = html`<p class="caution">The link below opens this setup to the server at that address. Follow it only if you
know that this is Plimsoll's. If you gave a wrong address, start over: then the link is invalid.</p>`;

function purposes({ default_permissions: permissions }: Manifest, access: "read" | "write"): Html[] {
  return Object.entries(permissions)
    .filter(([, granted]) => granted === access)
    .map(([name]) => html`<li>${name.replaceAll("_", " ")}, to ${PURPOSES[name] ?? "do its work"}</li>`);
}

function digestIssues({ digestPer, digestRepository }: Answers): string {
  if (digestPer === "repository") return "one for each repository";
  const place = digestRepository === "" ? "" : ` in ${digestRepository}`;
  return digestPer === "organization"
    ? `one for the organization${place}`
    : `one for each repository, or one for more than five${place}`;
}

function insecure(publicUrl: string): Html {
  if (!publicUrl.startsWith("http://")) return html``;
  return html`<p class="caution">Events will travel unencrypted, since the address starts with <code>http://</code>.</p>`;
}
