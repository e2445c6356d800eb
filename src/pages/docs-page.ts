import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { Html, html } from "../render/html.ts";
import { type Page, sendPage } from "./page.ts";

/** The documents for readers of check runs and digests; the others are for readers of the repository. */
const DOCUMENTS: ReadonlySet<string> = new Set([
  "metric",
  "attribution",
  "configuration",
  "privacy",
  "for-everyone",
  "the-number",
]);
const FOLDER = new URL("../../docs/", import.meta.url);

const pages = new Map<string, Page>();

/**
 * Answers `GET /docs/NAME` with a document of the running version, so that readers see the definition that counted;
 * returns whether the request was for one.
 */
export function handleDocs(request: IncomingMessage, response: ServerResponse): boolean {
  const name = /^\/docs\/([a-z-]+)(?:\?|$)/.exec(request.url ?? "")?.[1] ?? "";
  if (request.method !== "GET" || !DOCUMENTS.has(name)) return false;
  const page = pages.get(name) ?? renderDocument(readFileSync(new URL(`${name}.md`, FOLDER), "utf8"));
  pages.set(name, page);
  sendPage(response, page);
  return true;
}

/** Renders a document of ours, whose first line is its title. */
function renderDocument(markdown: string): Page {
  const [heading = "", ...lines] = markdown.split("\n");
  const body = micromark(lines.join("\n"), { extensions: [gfm()], htmlExtensions: [gfmHtml()] });
  return {
    title: heading.replace(/^# /, ""),
    body: html`<div class="document">${new Html(withAnchors(withOwnLinks(body)))}</div>`,
  };
}

/** Links between documents lead to their pages; links to other files of the repository become text. */
function withOwnLinks(body: string): string {
  return body.replaceAll(
    /<a href="([^"#:]+)(#[^"]*)?">(.*?)<\/a>/gs,
    (_, path: string, anchor = "", text: string) => {
      const name = path.replace(/\.md$/, "");
      return DOCUMENTS.has(name) ? `<a href="/docs/${name}${anchor}">${text}</a>` : text;
    },
  );
}

/** Headings get ids from their words, as on GitHub. */
function withAnchors(body: string): string {
  return body.replaceAll(/<(h[2-4])>(.*?)<\/\1>/g, (_, tag: string, text: string) => {
    const id = text
      .replaceAll(/<[^>]*>|[^\p{L}\p{N} -]/gu, "")
      .toLowerCase()
      .replaceAll(" ", "-");
    return `<${tag} id="${id}">${text}</${tag}>`;
  });
}
