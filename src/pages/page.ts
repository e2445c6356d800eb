import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import { Html, html } from "../render/html.ts";
import { STYLE } from "./style.ts";

/** A page for people. */
export interface Page {
  /** The heading, also the title of the browser tab. */
  readonly title: string;
  /** The step of the setup, such as `Step 1 of 3`; empty for none. */
  readonly step?: string;
  readonly body: Html;
  /** The allowed targets of its forms; none without it. */
  readonly formTargets?: string;
  /** The HTTP status; 200 without it. */
  readonly status?: number;
}

const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");

/** Sends a page that runs no script, loads nothing, cannot be framed, and is not cached. */
export function sendPage(response: ServerResponse, page: Page): void {
  response.writeHead(page.status ?? 200, headersOf(page)).end(renderPage(page));
}

function headersOf({ formTargets = "'none'" }: Page): Record<string, string> {
  return {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action ${formTargets}; base-uri 'none'; frame-ancestors 'none'`,
    "cache-control": "no-store",
    // GitHub, and our own form, see the origin of a form, but never a link's query.
    "referrer-policy": "strict-origin",
    "x-content-type-options": "nosniff",
  };
}

function renderPage({ title, step = "", body }: Page): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Plimsoll</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<header class="brand">Plimsoll<span>${step}</span></header>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`.text;
}
