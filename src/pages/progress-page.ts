import { type Html, html } from "../render/html.ts";
import { count } from "../render/text.ts";
import { digestHtml } from "./digest-html.ts";
import type { Page } from "./page.ts";

/** GitHub's latest attempts to reach the server, by its log of deliveries. */
export type HookReach =
  | { readonly reachedAt: string }
  | { readonly failedAt: string; readonly cause: string; readonly remedy: string }
  | "none yet"
  | "unknown";

/** The first digest, before there is an issue of it. */
export type PreviewShown =
  | { readonly title: string; readonly body: string }
  | { readonly issueUrl: string }
  | "waiting"
  | "computing"
  | "none"
  | "failed";

/** The progress of reading the past, and its first result. */
export interface Progress {
  readonly hook: HookReach;
  readonly counts: {
    readonly repositories: number;
    readonly read: number;
    readonly waiting: number;
  };
  /** The repositories that are being read, in one line each. */
  readonly reading: readonly string[];
  /** The remaining minutes, when known. */
  readonly minutesLeft: number | undefined;
  /** The parts that could not be read, and the refusals of GitHub, in one line each. */
  readonly lacking: readonly string[];
  readonly preview: PreviewShown;
}

/** The most lines of a list. */
const MOST_LINES = 10;

/** Renders the page after the installation for the person who created the App. */
export function progressPage(progress: Progress): Page {
  const { hook, reading, lacking, preview } = progress;
  return {
    title: "Plimsoll is installed",
    body: html`${hookText(hook)}
<h2>What is read</h2>
<p>${readText(progress)}</p>
${list(reading)}
${lacking.length === 0 ? html`` : html`<h2>What is missing</h2>${list(lacking)}`}
<h2>The first digest</h2>
${previewText(preview)}
<div class="actions"><a class="button" href="installed">Load again</a></div>
<p class="hint">Only the browser in which the App was created sees it, for 14
days. On the server, <code>plimsoll status</code> shows the progress too.</p>`,
  };
}

function hookText(hook: HookReach): Html {
  if (hook === "unknown") return html`<p>GitHub's log of deliveries cannot be read now.</p>`;
  if (hook === "none yet") return html`<p>GitHub has not sent anything to this server yet.</p>`;
  if ("reachedAt" in hook) return html`<p>GitHub reached this server at ${hook.reachedAt} UTC.</p>`;
  return html`<p class="caution"><strong>GitHub's latest delivery failed, at ${hook.failedAt} UTC: ${hook.cause}.</strong> Remedy:
${hook.remedy}. Then this server requests again what it missed.</p>`;
}

function readText({ counts: { repositories, read, waiting }, reading, minutesLeft }: Progress): string {
  if (repositories === 0) return "No repository yet: install the App on those that it should measure.";
  const time = minutesLeft === undefined ? "" : ` About ${count(minutesLeft, "minute")} left.`;
  const now = reading.length === 0 ? "" : `, ${reading.length} being read`;
  const later = waiting === 0 ? "" : `, ${waiting} waiting`;
  return `The last 13 weeks of ${count(repositories, "repository", "repositories")}: ${read} read${now}${later}.${time}`;
}

function previewText(preview: PreviewShown): Html {
  if (preview === "waiting") return html`<p>It is computed once the past is read.</p>`;
  if (preview === "computing") return html`<p>It is being computed.</p>`;
  if (preview === "none") return html`<p>No config asks for a digest.</p>`;
  if (preview === "failed") return html`<p>It could not be computed: the server's log has the reason.</p>`;
  if ("issueUrl" in preview)
    return html`<p>The newest one is <a href="${preview.issueUrl}">on GitHub</a>.</p>`;
  return html`<p>A preview of the issue, from the past. The first issue comes when the week of the installation is over.</p>
<div class="document preview"><p><strong>${preview.title}</strong></p>${digestHtml(preview.body)}</div>`;
}

function list(lines: readonly string[]): Html {
  if (lines.length === 0) return html``;
  const shown = lines.slice(0, MOST_LINES).map((line) => html`<li>${line}</li>`);
  const more = lines.length - shown.length;
  return html`<ul>${[...shown, ...(more > 0 ? [html`<li>and ${more} more</li>`] : [])]}</ul>`;
}
