import type { Preview } from "../../domain/clone/preview.ts";
import type { Digest } from "../../domain/metric/digest.ts";
import type { Html } from "../html.ts";
import type { SiteScope } from "../site/site.ts";
import type { Style } from "../terminal-text.ts";
import type { ToolNames } from "../tool-names.ts";
import type { DigestOptions } from "./options.ts";

/** The options for Markdown beside the numbers, with defaults for those that a section needs. */
export interface MarkdownOptions extends DigestOptions {
  readonly visible: ReadonlySet<string>;
  readonly names: ToolNames;
}

/**
 * One part of a digest, and how each surface shows it.
 *
 * A surface leaves out a section that has no function for it, or whose text is empty.
 */
export interface Section {
  /** In an issue, and in the `digest.md` of a preview. */
  readonly markdown?: (digest: Digest, options: MarkdownOptions) => string;
  /** In a preview on a terminal. */
  readonly terminal?: (preview: Preview, style: Style) => string;
  /** On a page of a site. */
  readonly page?: (scope: SiteScope) => Html;
}
