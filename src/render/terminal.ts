import type { Preview } from "../domain/clone/preview.ts";
import { SECTIONS } from "./digest/sections.ts";
import { previewNotes, printable, silenceNote } from "./preview-notes.ts";
import { PLAIN, type Style, wrapped } from "./terminal-text.ts";

/** Renders a preview for a terminal, in 80 columns. */
export function renderTerminal(preview: Preview, style: Style = PLAIN): string {
  const { digest } = preview;
  const blocks = [
    style.strong(`Plimsoll · ${printable(digest.scope)} · ${digest.week}`),
    wrapped(silenceNote(preview), "").join("\n"),
    ...Object.values(SECTIONS).map(({ terminal }) => terminal?.(preview, style) ?? ""),
    previewNotes(preview)
      .flatMap((note) => wrapped(note, ""))
      .map(style.faint)
      .join("\n"),
  ];
  return `${blocks.filter(Boolean).join("\n\n")}\n`;
}
