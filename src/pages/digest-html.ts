import { micromark, type Options } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { Html, html } from "../render/html.ts";

/** The tags that a digest has, without attributes, and its hidden comments. */
const TAGS = /(<\/?(?:details|summary)>|<!--.*?-->)/s;

/** Renders the Markdown of a digest's issue. Every other HTML in it becomes text, as nothing else is ours. */
export function digestHtml(markdown: string): Html {
  const body = micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml(), OWN_TAGS] });
  // Only the whole element matches: a text cannot hold one, since its brackets are escaped.
  const chart = /<pre><code class="language-mermaid">[^<]*<\/code><\/pre>/g;
  return new Html(body.replaceAll(chart, '<p class="hint">On GitHub, there is a chart here.</p>'));
}

type HtmlExtension = NonNullable<Options["htmlExtensions"]>[number];
type Handle = NonNullable<NonNullable<HtmlExtension["exit"]>["htmlFlowData"]>;

const keepTags: Handle = function (token) {
  const parts = this.sliceSerialize(token).split(TAGS);
  this.raw(parts.map((part, index) => (index % 2 === 0 ? html`${part}`.text : tagOf(part))).join(""));
};

const OWN_TAGS: HtmlExtension = { exit: { htmlFlowData: keepTags, htmlTextData: keepTags } };

function tagOf(part: string): string {
  return part.startsWith("<!--") ? "" : part;
}
