import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { RestEndpointMethodTypes } from "@octokit/rest";
import { Marked } from "marked";
import { count } from "../src/render/text.ts";
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

/** The script that draws the page's Mermaid charts. */
export const MERMAID = pathOf("@mermaid-js/tiny");

const STYLES = [
  fontFace(400),
  fontFace(600),
  readFileSync(pathOf("github-markdown-css/github-markdown-light.css"), "utf8"),
  readFileSync(new URL("picture.css", import.meta.url), "utf8"),
];

const markdown = new Marked({
  gfm: true,
  renderer: {
    code: ({ text, lang }) => (lang === "mermaid" ? `<pre class="mermaid">${escapeHtml(text)}</pre>` : false),
  },
});

/** The page to photograph: check runs on one side, the digest issue on the other, as GitHub would show them. */
export function renderPage({ shipped, open, undone, digest }: Shown): string {
  return `<!doctype html>
    <meta charset="utf-8">
    <style>${STYLES.join("\n")}</style>
    <main>
      <section>
        <h1>On each pull request, a check run</h1>
        ${checksCard(shipped)}
        ${mergeBoxCard(open)}
        ${mergeBoxCard(undone)}
      </section>
      <section>
        <h1>Each Monday, an issue</h1>
        ${issueCard(digest)}
      </section>
    </main>`;
}

/** The Checks tab of a pull request. */
function checksCard(checked: CheckedPull): string {
  const { commits, checkRun } = checked;
  const { name, conclusion, output } = checkRun;
  return `<article>
    ${pullHeader(checked)}
    <nav>
      <span>${icon("comment-discussion")} Conversation</span>
      <span>${icon("git-commit")} Commits <i>${commits}</i></span>
      <span class="selected">${icon("checklist")} Checks <i>1</i></span>
      <span>${icon("file-diff")} Files changed</span>
    </nav>
    <p class="check">${icon("square-fill")} <b>${escapeHtml(name)}</b> <span>${conclusion}</span></p>
    <div class="markdown-body">
      <h3>${escapeHtml(output.title ?? "")}</h3>
      ${toHtml(output.summary)}
      <p class="details">Details</p>
      ${toHtml(output.text)}
    </div>
  </article>`;
}

/** A pull request with its check run in one line, as in the box at the end of its conversation. */
function mergeBoxCard(checked: CheckedPull): string {
  const { name, output } = checked.checkRun;
  return `<article>
    ${pullHeader(checked)}
    <p class="check">${icon("square-fill")} <b>${escapeHtml(name)}</b> <span>${escapeHtml(output.title ?? "")}</span></p>
  </article>`;
}

function pullHeader({ pull, commits }: CheckedPull): string {
  const { title, number, user, merged_by: mergedBy, base, head } = pull;
  const state = mergedBy
    ? `<span class="state merged">${icon("git-merge")} Merged</span>`
    : `<span class="state open">${icon("git-pull-request")} Open</span>`;
  const deed = mergedBy
    ? `<b>${escapeHtml(mergedBy.login)}</b> merged`
    : `<b>${escapeHtml(user.login)}</b> wants to merge`;
  return `<header>
    <h2>${escapeHtml(title)} <i>#${number}</i></h2>
    <p class="meta">
      ${state}
      <span>${deed} ${count(commits, "commit")}
      into <code>${escapeHtml(base.ref)}</code> from <code>${escapeHtml(head.ref)}</code></span>
    </p>
  </header>`;
}

/** An issue with its first comment. */
function issueCard({ title, number, user, created_at: createdAt, labels, body }: Issue): string {
  const names = labels.map((label) => (typeof label === "string" ? label : (label.name ?? "")));
  const [login] = (user?.login ?? "").split("[bot]");
  const opened = new Date(createdAt).toLocaleDateString("en-US", { dateStyle: "medium", timeZone: "UTC" });
  return `<article>
    <header>
      <h2>${escapeHtml(title)} <i>#${number}</i></h2>
      <p class="meta">
        <span class="state open">${icon("issue-opened")} Open</span>
        ${names.map((each) => `<span class="label">${escapeHtml(each)}</span>`).join(" ")}
      </p>
    </header>
    <div class="comment">
      <p class="author"><b>${escapeHtml(login ?? "")}</b> <span class="bot">bot</span> opened on ${opened}</p>
      <div class="markdown-body">${toHtml(body)}</div>
    </div>
  </article>`;
}

function toHtml(text: string | null | undefined): string {
  return markdown.parse(text ?? "", { async: false });
}

function icon(name: string): string {
  return readFileSync(pathOf(`@primer/octicons/build/svg/${name}-16.svg`), "utf8");
}

function fontFace(weight: number): string {
  const font = readFileSync(pathOf(`@fontsource/inter/files/inter-latin-${weight}-normal.woff2`), "base64");
  return `@font-face { font-family: Inter; font-weight: ${weight}; src: url("data:font/woff2;base64,${font}"); }`;
}

function pathOf(file: string): string {
  return fileURLToPath(import.meta.resolve(file));
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
