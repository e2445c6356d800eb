import type { Page } from "../pages/page.ts";
import { type Html, html } from "../render/html.ts";
import type { AnswerProblems, Answers } from "./answers.ts";

/** The content of the first page. */
interface FormPageOptions {
  readonly filledIn: Answers;
  readonly problems?: AnswerProblems;
  /** The origin of GitHub's pages. */
  readonly origin: string;
  /** Whether the environment sets the public URL, so that the form does not ask for it. */
  readonly isPublicUrlSet: boolean;
}

const REACHABLE = html`GitHub sends its events and your browser there, so it must lead to this server before you create the
App. The next page checks that.`;

/** Renders the first page, the form for the App's registration. */
export function formPage({ filledIn, problems = {}, origin, isPublicUrlSet }: FormPageOptions): Page {
  const gitHub = new URL(origin).host;
  return {
    title: "Create your GitHub App",
    step: "Step 1 of 3",
    status: Object.keys(problems).length === 0 ? 200 : 422,
    formTargets: "'self'",
    body: html`<p>Plimsoll runs as a GitHub App that you own. A few answers, and GitHub creates it; nothing is created before
you confirm it there.</p>
<form method="post" action="setup">
${field({
  name: "organization",
  label: "Organization (optional)",
  hint: html`As in <code>${gitHub}/NAME</code>. You have to be one of its owners. Leave it empty to create the App on your
own account. The App can be installed only on the account that owns it.`,
  value: filledIn.organization,
  problem: problems.organization,
})}
${field({
  name: "name",
  label: "Name of the App",
  hint: html`Nobody else on GitHub may have an App of that name, so add yours if it is taken: <code>Plimsoll Acme</code>.`,
  value: filledIn.name,
  problem: problems.name,
})}
${field({
  name: "publicUrl",
  label: "Address of this server",
  hint: isPublicUrlSet
    ? html`It is set by <code>PUBLIC_URL</code>. ${REACHABLE}`
    : html`The address of your proxy or tunnel, such as <code>https://plimsoll.example.com</code>. ${REACHABLE}`,
  value: filledIn.publicUrl,
  problem: problems.publicUrl,
  isFixed: isPublicUrlSet,
})}
${digestFields(filledIn, problems)}
<div class="actions"><button class="button">Review</button></div>
</form>`,
  };
}

/** The possible answers to who has digests. */
const PERS: Readonly<Record<string, string>> = {
  "": "One for the organization if it has more than five repositories, else one for each",
  organization: "One for the organization",
  repository: "One for each repository",
};

function digestFields(filledIn: Answers, problems: AnswerProblems): Html {
  return html`${perField(filledIn.digestPer, problems.digestPer)}
${field({
  name: "digestRepository",
  label: "Repository of the organization's digest (optional)",
  hint: html`A name asks for one digest. Left empty, it is <code>plimsoll-digest</code>, else <code>.github</code>, if no
measured repository is less visible (public, internal, private). Only visibility is compared, not who has access. Create
one, if there is none.`,
  value: filledIn.digestRepository,
  problem: problems.digestRepository,
})}`;
}

function perField(chosen: string, problem: string | undefined): Html {
  const options = Object.entries(PERS).map(
    ([value, label]) =>
      html`<option value="${value}"${value === chosen ? html` selected` : html``}>${label}</option>`,
  );
  return html`<div class="field">
<label for="digestPer">Weekly digest issues</label>
<select id="digestPer" name="digestPer" aria-describedby="digestPer-wrong digestPer-hint">${options}</select>
${wrongText("digestPer", problem)}<p class="hint" id="digestPer-hint">The config of the organization's <code>.github</code>
repository can change this later.</p>
</div>`;
}

function wrongText(name: keyof Answers, problem: string | undefined): Html {
  return problem === undefined ? html`` : html`<p class="wrong" id="${name}-wrong">${problem}</p>`;
}

interface Field {
  readonly name: keyof Answers;
  readonly label: string;
  readonly hint: Html;
  readonly value: string;
  readonly problem: string | undefined;
  readonly isFixed?: boolean;
}

function field({ name, label, hint, value, problem, isFixed = false }: Field): Html {
  const state = [
    problem === undefined ? html`` : html` aria-invalid="true"`,
    isFixed ? html` readonly` : html``,
  ];
  return html`<div class="field">
<label for="${name}">${label}</label>
<input id="${name}" name="${name}" value="${value}" aria-describedby="${name}-wrong ${name}-hint" autocomplete="off" spellcheck="false"${state}>
${wrongText(name, problem)}<p class="hint" id="${name}-hint">${hint}</p>
</div>`;
}
