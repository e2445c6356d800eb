import type { Identity } from "./commit-text.ts";

const LONGEST = 1000;

/**
 * Finds the people in the value of a co-author line, even a damaged one.
 *
 * Every e-mail address ends one person, whether it stands in `<…>`, in Markdown, bare, or behind a typing error; the
 * words before it are the name. A value without an address is one person without one.
 */
export function peopleOf(value: string): Identity[] {
  const text = unescaped(value.slice(0, LONGEST));
  const people: Identity[] = [];
  let from = 0;
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    const start = addressStart(text, from, at);
    const end = addressEnd(text, at);
    if (start === at || end === at + 1) continue; // a handle, not an address
    people.push({ name: cleanName(text.slice(from, start)), email: text.slice(start, end).toLowerCase() });
    from = end;
  }
  return people.length > 0 ? people : [{ name: cleanName(text), email: "" }];
}

function unescaped(text: string): string {
  return text.includes("&") ? text.replaceAll("&lt;", "<").replaceAll("&gt;", ">") : text;
}

function addressStart(text: string, from: number, at: number): number {
  let start = at;
  while (start > from && isAddressCharacter(text.charCodeAt(start - 1))) start--;
  return text[start] === "[" ? start + 1 : start; // Markdown's; the one in `dependabot[bot]` is never first
}

function addressEnd(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && isDomainCharacter(text.charCodeAt(end))) end++;
  while (end > at + 1 && text[end - 1] === ".") end--;
  return end;
}

function isDomainCharacter(code: number): boolean {
  const lower = code | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x2e;
}

// Letters, digits, and `+ - . _ [ ]`: the characters that GitHub and the tools put before an @.
function isAddressCharacter(code: number): boolean {
  return isDomainCharacter(code) || code === 0x2b || code === 0x5f || code === 0x5b || code === 0x5d;
}

function cleanName(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && " \t<>&,;[]()*_`".includes(text[start] as string)) start++;
  while (end > start && " \t<>&,;[(*_`".includes(text[end - 1] as string)) end--;
  return text.slice(start, end);
}
