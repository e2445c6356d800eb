import { bodyOf, textsOf } from "../../dev/gallery/github-markdown.ts";

/** What a text of ours may link to. */
export interface Allowed {
  /** The addresses of its links. */
  readonly links?: readonly string[];
  /** What GitHub makes a link of, such as `#9`. */
  readonly references?: readonly string[];
}

const TAGS = new Set(
  `a blockquote br code details em h1 h2 h3 h4 hr li ol p pre strong summary table tbody td th thead tr ul`.split(
    " ",
  ),
);

/** What GitHub links, mentions, or replaces in text that is neither code nor a link. */
const LIVE: Readonly<Record<string, RegExp>> = {
  mention: /(?<!\w)@\w[\w-]*(?:\/[\w-]+)?/g,
  "e-mail address": /[\w.+-]+@[\w-]+\.\w+/g,
  issue: /(?:[\w.-]+\/)?(?:[\w.-]+)?#\d+|\bgh-\d+/gi,
  commit: /(?:[\w.-]+\/[\w.-]+@)?\b(?=\d*[a-f])[\da-f]{7,40}\b/gi,
  address: /\b(?:https?:\/\/|www\.)\S*/gi,
  emoji: /:(?:[a-z]\w*|[+-]1):/gi,
  formula: /\$[^$]+\$/g,
};

// Line breaks and tabs are what sources are laid out with.
const UNSEEN = /[[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff]--[\n\t]]/gv;

/** Every way in which a text got out of where it was put, in HTML that `githubHtml` rendered; none when all is well. */
export function escapesOf(html: string, { links = [], references = [] }: Allowed = {}): string[] {
  const body = bodyOf(html);
  const elements = [...body.querySelectorAll("*")];
  const texts = textsOf(body);
  return [
    ...elements
      .filter(({ localName }) => !TAGS.has(localName))
      .map(({ localName }) => `element: ${localName}`),
    ...elements.flatMap((element) => foreignLinks(element, links)),
    ...elements.filter(isUneven).map(() => "table: rows of different length"),
    ...texts.filter((text) => !isInert(text)).flatMap((text) => liveIn(text.data, references)),
    ...texts
      .flatMap(({ data }) => data.match(UNSEEN) ?? [])
      .map((found) => `unseen: ${JSON.stringify(found)}`),
  ];
}

/** The rows of tables in Markdown that have more or fewer bars than their head; GitHub drops or adds cells in silence. */
export function unevenRows(markdown: string): string[] {
  const lines = markdown.split("\n");
  const bars = lines.map((line) => (line.startsWith("|") ? (line.match(/(?<!\\)\|/g)?.length ?? 0) : 0));
  return lines.filter((_, index) => {
    const [before = 0, here = 0] = [bars[index - 1], bars[index]];
    return before > 0 && here > 0 && before !== here;
  });
}

function foreignLinks(element: Element, links: readonly string[]): string[] {
  if (element.localName !== "a") return [];
  const href = element.getAttribute("href") ?? "";
  return links.includes(href) ? [] : [`link: ${href}`];
}

function isUneven(table: Element): boolean {
  if (table.localName !== "table") return false;
  return new Set([...table.querySelectorAll("tr")].map((row) => row.children.length)).size > 1;
}

function isInert(text: Text): boolean {
  return (text.parentElement?.closest("a, code, pre") ?? null) !== null;
}

function liveIn(text: string, references: readonly string[]): string[] {
  return Object.entries(LIVE).flatMap(([kind, pattern]) =>
    (text.match(pattern) ?? [])
      .filter((found) => !references.includes(found))
      .map((found) => `${kind}: ${found}`),
  );
}
