import type { Page } from "../pages/page.ts";
import { type Html, html } from "../render/html.ts";
import type { Answers } from "./answers.ts";
import type { Manifest } from "./manifest.ts";
import { PURPOSES } from "./permissions.ts";

/** The content of the second page. */
interface ReviewPageOptions {
  readonly answers: Answers;
  readonly manifest: Manifest;
  /** The address that receives the manifest. */
  readonly target: string;
}

/** Renders the second page: it shows the App to be created, and sends the manifest to GitHub. */
export function reviewPage({ answers, manifest, target }: ReviewPageOptions): Page {
  const { host, origin } = new URL(target);
  return {
    title: "Review, and create it on GitHub",
    step: "Step 2 of 3",
    formTargets: `'self' ${origin}`,
    body: html`<dl>
<dt>Name</dt><dd>${answers.name}</dd>
<dt>Owner</dt><dd>${answers.organization === "" ? "your own account" : answers.organization}</dd>
<dt>Events go to</dt><dd>${manifest.hook_attributes.url}</dd>
<dt>Digest issues</dt><dd>${digestIssues(answers)}</dd>
</dl>
${insecure(answers.publicUrl)}
<h2>It reads</h2>
<ul>${purposes(manifest, "read")}</ul>
<h2>It writes</h2>
<ul>${purposes(manifest, "write")}</ul>
<form method="post" action="${target}">
<input type="hidden" name="manifest" value="${JSON.stringify(manifest)}">
<div class="actions"><button class="button">Create it on GitHub</button><a href="/setup">Start over</a></div>
</form>
<p class="hint">Be signed in to ${host} in this browser. GitHub shows the App once more, and sends you back here.</p>`,
  };
}

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
