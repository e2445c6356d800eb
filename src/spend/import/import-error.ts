import { printable } from "../../operations/text.ts";

const MOST_CHARACTERS = 40;

/** A place in a file. */
export interface Place {
  readonly line?: number | undefined;
  readonly column?: string | undefined;
}

/** A file cannot be imported. The message is one line: the place, the problem and the remedy. */
export class ImportError extends Error {
  override readonly name = "ImportError";

  constructor(problem: string, { line, column }: Place = {}) {
    const place = [line && `line ${line}`, column && `column ${column}`].filter(Boolean).join(", ");
    super(place === "" ? problem : `${place}: ${problem}`);
  }
}

/** A value of a file for a message: quoted, short, printable, and never an address. */
export function shown(value: string): string {
  if (value.includes("@")) return "a value with an @";
  const text = Array.from(printable(value.slice(0, 4 * MOST_CHARACTERS)).trim());
  return JSON.stringify(text.slice(0, MOST_CHARACTERS).join("") + (text.length > MOST_CHARACTERS ? "…" : ""));
}
