import type { z } from "zod";
import { type EventName, PAYLOADS, type Payload } from "./payloads.ts";
import { publishUnknownWord, type UnknownWord } from "./words.ts";

/** A payload lacks a field that this version reads. Another version may understand it. */
export class NotUnderstoodError extends Error {
  override readonly name = "NotUnderstoodError";
}

/** The result of reading a payload: the fields that are read, or its new words, or a problem. */
type ReadPayload<Name extends EventName> =
  | { readonly payload: Payload<Name> }
  | { readonly unknownWords: readonly UnknownWord[] }
  | { readonly problem: string };

/** Reads a payload from GitHub, or one that this or an earlier version trimmed, and logs new words. */
export function readPayload<Name extends EventName>(event: Name, payload: unknown): ReadPayload<Name> {
  const read = PAYLOADS[event].safeParse(payload, { reportInput: true });
  if (read.success) return { payload: read.data as Payload<Name> };
  const { issues } = read.error;
  const unknownWords = issues.flatMap(toUnknownWord);
  const [issue] = issues;
  // A payload with other problems is not understood, whatever its words are.
  if (unknownWords.length < issues.length)
    return { problem: `${event}: ${issue?.path.join(".")}: ${issue?.message}` };
  for (const { field, word } of unknownWords) publishUnknownWord(field, word);
  return { unknownWords };
}

/** The unknown word in a field that accepts only some words. */
function toUnknownWord({ code, path, input }: z.core.$ZodIssue): UnknownWord[] {
  return code === "invalid_value" && typeof input === "string"
    ? [{ field: path.join("."), word: input }]
    : [];
}
