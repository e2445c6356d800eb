import { broken } from "./lines.ts";

/** The marks of emphasis in a terminal. Without colours each returns its input. */
export interface Style {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly accent: (text: string) => string;
}

/** Without colours. */
export const PLAIN: Style = { strong: (text) => text, faint: (text) => text, accent: (text) => text };

export const WIDTH = 80;
export const INDENT = "  ";

/** A text as lines of a terminal. */
export function wrapped(text: string, indent = INDENT): string[] {
  return broken(text, WIDTH - indent.length).map((line) => `${indent}${line}`);
}

/** Lines below a title; nothing where there are none. */
export function titled(title: string, lines: readonly string[], { strong }: Style): string {
  return lines.length === 0 ? "" : [strong(title), ...lines].join("\n");
}
