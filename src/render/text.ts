import { DAY_MS, HOUR_MS, MINUTE_MS } from "../domain/durations.ts";

const LONGEST_CODE = 100;

/**
 * Shows a user's text as a code span in Markdown, so that it can neither format, mention, link, nor leave a table cell.
 *
 * In a code span nothing is markup but the backtick and, inside a table, the bar. The start of an HTML comment is
 * broken up because issues are found again by theirs. Inside a line of HTML, such as a summary, nothing is a code
 * span: no text of a user may go there.
 */
export function code(text: string): string {
  const line = oneLine(text).replaceAll("`", "'").replaceAll("|", "¦").replaceAll("<!--", "<! --");
  return `\`${cut(line, LONGEST_CODE) || " "}\``;
}

/**
 * A user's text for a place without Markdown, such as a title: one line of at most `longest` UTF-16 code units.
 *
 * Its signs stay as they are: GitHub neither mentions nor links from a title, and an address must stay usable.
 */
export function plain(text: string, longest: number): string {
  return cut(oneLine(text), longest);
}

/** Control, bidirectional, zero-width and other unseen characters, lone surrogates, and spaces; but not those of an emoji. */
const UNSEEN = String.raw`(\p{RGI_Emoji})|[\s\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]+`;
/** It takes 30 ms to compile, and most commands render no text of a user. */
let unseen: RegExp | undefined;
/** More marks on one letter than any language has tower over the lines around it. */
const TOWER = /(\p{M}{4})\p{M}+/gu;

function oneLine(text: string): string {
  unseen ??= new RegExp(UNSEEN, "gv");
  return text
    .replaceAll(unseen, (_, emoji: string | undefined) => emoji ?? " ")
    .replaceAll(TOWER, "$1")
    .trim();
}

/** It takes 15 ms to make. */
let graphemes: Intl.Segmenter | undefined;

/** Cuts between what readers see as characters, so that no letter, emoji or flag is cut in two. */
function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  graphemes ??= new Intl.Segmenter("en");
  let end = 0;
  for (const { index } of graphemes.segment(text)) {
    if (index >= longest) break;
    end = index;
  }
  return `${text.slice(0, end).trimEnd()}…`;
}

/** A text of ours without the marks of Markdown. */
export function withoutMarks(markdown: string): string {
  return markdown.replace(/^#+ /, "").replaceAll(/\*\*?/g, "");
}

/** `1 change`, `2 changes`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}

/** A text of ours, in which no line ends between a number and its unit. */
export function unbroken(text: string): string {
  return text.replaceAll(/(\d) (?=%|min\b|h\b|days\b)/g, "$1\u00a0");
}

/** A duration in words of one unit: `12 min`, `3 h`, `2 days`. */
export function duration(milliseconds: number): string {
  if (milliseconds < HOUR_MS) return `${Math.max(1, Math.round(milliseconds / MINUTE_MS))} min`;
  if (milliseconds < 2 * DAY_MS) return `${Math.round(milliseconds / HOUR_MS)} h`;
  return `${Math.round(milliseconds / DAY_MS)} days`;
}

/** An instant for people, in UTC: `21 Nov 2026, 14:02 UTC`. */
export function instant(at: Date): string {
  return `${day(at)}, ${at.toISOString().slice(11, 16)} UTC`;
}

/** A date for people, in UTC: `21 Nov 2026`. */
export function day(at: Date): string {
  return at.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
}
