import type { Preview } from "../../domain/clone/preview.ts";
import { previewNotes, silenceNote } from "../preview-notes.ts";
import { code } from "../text.ts";
import { digestSections } from "./markdown.ts";
import { MEANING } from "./meaning/section.ts";
import { previewToolsTable } from "./preview-tools/section.ts";

/** The reader of a preview has all its clones. */
function repositoriesOf({ source: { clones = [] } }: Preview): ReadonlySet<string> {
  return new Set(clones.map(({ repository }) => repository));
}

/** Renders a preview as the digest issue that it would have been, as Markdown. */
export function renderPreviewDigest(preview: Preview): string {
  const { digest } = preview;
  const sections = [
    `# Plimsoll · ${code(digest.scope)} · ${digest.week}`,
    silenceNote(preview),
    ...digestSections(digest, { isClone: true, visible: repositoriesOf(preview) }).values(),
    previewToolsTable(preview),
    previewNotes(preview, code).join(" "),
    MEANING,
  ];
  return `${sections.filter(Boolean).join("\n\n")}\n`;
}
