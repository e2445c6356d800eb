import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Html, html } from "../../src/render/html.ts";
import { githubHtml } from "./github-markdown.ts";

/** A check run as a page shows it. */
export interface ShownCheckRun {
  readonly name: string;
  readonly conclusion: string | null;
  readonly title: string;
  readonly summary: string;
  readonly text: string;
}

/** An issue as a page shows it. */
export interface ShownIssue {
  readonly title: string;
  readonly number: number;
  readonly labels: readonly string[];
  readonly author: string;
  /** When it was opened, in words. */
  readonly opened: string;
  readonly body: string;
}

/** The script that draws the charts of a page. */
export const MERMAID = pathOf("mermaid/dist/mermaid.min.js");

/** GitHub's look, in both of its colour schemes, with a font that is the same on every machine. */
export const GITHUB_STYLE = [
  fontFace(400),
  fontFace(600),
  readFileSync(pathOf("github-markdown-css/github-markdown.css"), "utf8"),
  readFileSync(new URL("github.css", import.meta.url), "utf8"),
].join("\n");

const CONCLUSIONS: Readonly<Record<string, string>> = {
  neutral: "square-fill",
  success: "check",
  failure: "x",
  skipped: "skip",
};

/** A check run in one line, as in the box at the end of a pull request's conversation. */
export function checkLine({ name, conclusion }: ShownCheckRun, said: string): Html {
  const kind = conclusion ?? "neutral";
  const icon = octicon(CONCLUSIONS[kind] ?? "dot-fill");
  return html`<p class="check"><span class="${kind}">${icon}</span> <b>${name}</b> <span>${said}</span></p>`;
}

/** A check run on the Checks tab of its pull request. */
export function checkPage(run: ShownCheckRun): Html {
  return html`${checkLine(run, run.conclusion ?? "")}
    <div class="markdown-body">
      <h3>${run.title}</h3>
      ${markdown(run.summary)}
      ${run.text === "" ? "" : html`<p class="details">Details</p>${markdown(run.text)}`}
    </div>`;
}

/** An issue with its first comment. */
export function issueCard({ title, number, labels, author, opened, body }: ShownIssue): Html {
  return html`<article>
    <header>
      <h2>${title} <i>#${number}</i></h2>
      <p class="meta">
        <span class="state open">${octicon("issue-opened")} Open</span>
        ${labels.map((label) => html`<span class="label">${label}</span>`)}
      </p>
    </header>
    <div class="comment">
      <p class="author"><b>${author}</b> <span class="bot">bot</span> opened on ${opened}</p>
      <div class="markdown-body">${markdown(body)}</div>
    </div>
  </article>`;
}

/** One of GitHub's icons. */
export function octicon(name: string): Html {
  const svg = readFileSync(pathOf(`@primer/octicons/build/svg/${name}-16.svg`), "utf8");
  return new Html(svg.replace("<svg", '<svg class="octicon"'));
}

function markdown(text: string): Html {
  return new Html(githubHtml(text));
}

function fontFace(weight: number): string {
  const font = readFileSync(pathOf(`@fontsource/inter/files/inter-latin-${weight}-normal.woff2`), "base64");
  return `@font-face { font-family: Inter; font-weight: ${weight}; src: url("data:font/woff2;base64,${font}"); }`;
}

function pathOf(file: string): string {
  return fileURLToPath(import.meta.resolve(file));
}
