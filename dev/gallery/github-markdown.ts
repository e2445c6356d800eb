/// <reference lib="dom" />
import { parseHTML } from "linkedom";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";

/** The tags that GitHub lets through; of all others only the content is left. */
const TAGS = new Set(
  `a abbr b bdo blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6
  hr i img input ins kbd li mark ol p picture pre q rp rt ruby s samp section small source span strike strong sub
  summary sup table tbody td tfoot th thead time tr tt ul var wbr`.split(/\s+/),
);
/** The attributes that GitHub lets through and that matter for the look; `type` and `checked` are of task lists. */
const ATTRIBUTES = new Set(["align", "alt", "checked", "disabled", "href", "open", "src", "start", "type"]);

/**
 * Renders Markdown as github.com shows the body of an issue: GitHub's flavour, each line break kept, HTML cut down to
 * what GitHub allows, and charts left to Mermaid in `pre.mermaid`.
 *
 * What GitHub does after that with text, such as linking `@name` and `#1`, is left out.
 */
export function githubHtml(markdown: string): string {
  const html = micromark(markdown, {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
  const body = bodyOf(html);
  sanitize(body);
  for (const code of body.querySelectorAll("pre > code")) showFence(code);
  for (const text of textsOf(body)) breakLines(text);
  return body.innerHTML;
}

/** Parses HTML into the body of a page. */
export function bodyOf(html: string): HTMLElement {
  return parseHTML(`<!doctype html><html><head></head><body>${html}</body></html>`).document.body;
}

/** All texts below an element, in order. */
export function textsOf(element: Element): Text[] {
  return [...element.childNodes].flatMap((node) => {
    if (node.nodeType === node.TEXT_NODE) return [node as Text];
    return node.nodeType === node.ELEMENT_NODE ? textsOf(node as Element) : [];
  });
}

function sanitize(parent: Element): void {
  for (const node of [...parent.childNodes]) {
    if (node.nodeType === node.TEXT_NODE) continue;
    if (node.nodeType !== node.ELEMENT_NODE) node.remove();
    else sanitizeElement(node as Element);
  }
}

function sanitizeElement(element: Element): void {
  sanitize(element);
  if (!TAGS.has(element.localName)) {
    element.replaceWith(...element.childNodes);
    return;
  }
  const language = /^language-[\w-]+$/.exec(element.className)?.[0];
  for (const { name } of [...element.attributes]) if (!ATTRIBUTES.has(name)) element.removeAttribute(name);
  if (language !== undefined) element.className = language;
}

function showFence(code: Element): void {
  if (code.className !== "language-mermaid") return;
  const { parentElement: pre, textContent: chart } = code;
  if (pre === null) return;
  pre.className = "mermaid";
  pre.textContent = chart;
}

/** GitHub ends a line of a paragraph where its writer did. */
function breakLines(text: Text): void {
  const { parentElement: parent, ownerDocument: document, data } = text;
  if (!data.includes("\n") || parent === null) return;
  if (parent.closest("p, li") === null || parent.closest("pre") !== null) return;
  const [first = "", ...others] = data.split("\n");
  const last = others.length - 1;
  const isBreak = (line: string, index: number) =>
    (index > 0 || first !== "" || isInline(text.previousSibling)) &&
    (index < last || line !== "" || isInline(text.nextSibling));
  const lines = others.flatMap((line, index) => [
    isBreak(line, index) ? document.createElement("br") : "",
    line,
  ]);
  text.before(first, ...lines);
  text.remove();
}

function isInline(node: Node | null): boolean {
  return node !== null && !/^(BR|UL|OL|P|PRE|BLOCKQUOTE|TABLE|DETAILS|SUMMARY)$/.test(node.nodeName);
}
