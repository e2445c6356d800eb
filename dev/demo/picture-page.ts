import { readFileSync } from "node:fs";
import type { RestEndpointMethodTypes } from "@octokit/rest";
import { Html, html } from "../../src/render/html.ts";
import { count } from "../../src/render/text.ts";
import {
  checkLine,
  checkPage,
  GITHUB_STYLE,
  issueCard,
  octicon,
  type ShownCheckRun,
} from "../gallery/github-page.ts";
import type { CheckRun, Issue } from "./fortnight.ts";

/** A pull request with its check run. */
export interface CheckedPull {
  readonly pull: RestEndpointMethodTypes["pulls"]["get"]["response"]["data"];
  readonly commits: number;
  readonly checkRun: CheckRun;
}

/** What the picture shows. */
export interface Shown {
  readonly shipped: CheckedPull;
  readonly open: CheckedPull;
  readonly undone: CheckedPull;
  readonly digest: Issue;
}

const STYLE = new Html(`${GITHUB_STYLE}\n${readFileSync(new URL("picture.css", import.meta.url), "utf8")}`);

/** The page to photograph: check runs on one side, the digest issue on the other, as GitHub would show them. */
export function renderPage({ shipped, open, undone, digest }: Shown): string {
  return html`<!doctype html>
    <meta charset="utf-8">
    <style>${STYLE}</style>
    <main>
      <section>
        <h1>On each pull request, a check run</h1>
        ${checksCard(shipped)}
        ${mergeBoxCard(open)}
        ${mergeBoxCard(undone)}
      </section>
      <section>
        <h1>Each Monday, an issue</h1>
        ${digestCard(digest)}
      </section>
    </main>`.text;
}

/** The Checks tab of a pull request. */
function checksCard(checked: CheckedPull): Html {
  return html`<article>
    ${pullHeader(checked)}
    <nav>
      <span>${octicon("comment-discussion")} Conversation</span>
      <span>${octicon("git-commit")} Commits <i>${checked.commits}</i></span>
      <span class="selected">${octicon("checklist")} Checks <i>1</i></span>
      <span>${octicon("file-diff")} Files changed</span>
    </nav>
    ${checkPage(shownOf(checked))}
  </article>`;
}

function mergeBoxCard(checked: CheckedPull): Html {
  const shown = shownOf(checked);
  return html`<article>${pullHeader(checked)}${checkLine(shown, shown.title)}</article>`;
}

function shownOf({ checkRun: { name, conclusion, output } }: CheckedPull): ShownCheckRun {
  const { title, summary, text } = output;
  return { name, conclusion, title: title ?? "", summary: summary ?? "", text: text ?? "" };
}

function pullHeader({ pull, commits }: CheckedPull): Html {
  const { title, number, user, merged_by: mergedBy, base, head } = pull;
  const state = mergedBy
    ? html`<span class="state merged">${octicon("git-merge")} Merged</span>`
    : html`<span class="state open">${octicon("git-pull-request")} Open</span>`;
  const deed = mergedBy ? html`<b>${mergedBy.login}</b> merged` : html`<b>${user.login}</b> wants to merge`;
  return html`<header>
    <h2>${title} <i>#${number}</i></h2>
    <p class="meta">
      ${state}
      <span>${deed} ${count(commits, "commit")}
      into <code>${base.ref}</code> from <code>${head.ref}</code></span>
    </p>
  </header>`;
}

function digestCard({ title, number, user, created_at: createdAt, labels, body }: Issue): Html {
  const [author = ""] = (user?.login ?? "").split("[bot]");
  return issueCard({
    title,
    number,
    labels: labels.map((label) => (typeof label === "string" ? label : (label.name ?? ""))),
    author,
    opened: new Date(createdAt).toLocaleDateString("en-US", { dateStyle: "medium", timeZone: "UTC" }),
    body: body ?? "",
  });
}
