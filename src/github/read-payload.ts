import type { z } from "zod";
import { type EventName, PAYLOADS, type Payload } from "./payloads.ts";
import { tellUnknown, type UnknownWord } from "./words.ts";

/** A payload lacks what this version reads of it. Another version may understand it. */
export class NotUnderstoodError extends Error {
  override readonly name = "NotUnderstoodError";
}

/** What a payload says: what is read of it, which words of it are new, or why it is not understood. */
type ReadPayload<Name extends EventName> =
  | { readonly payload: Payload<Name> }
  | { readonly unknownWords: readonly UnknownWord[] }
  | { readonly problem: string };

/** Reads a payload as GitHub sent it, or as it was trimmed by this or an earlier version. New words are told of. */
export function readPayload<Name extends EventName>(event: Name, payload: unknown): ReadPayload<Name> {
  const read = PAYLOADS[event].safeParse(payload, { reportInput: true });
  if (read.success) return { payload: read.data as Payload<Name> };
  const { issues } = read.error;
  const unknownWords = issues.flatMap(toUnknownWord);
  const [issue] = issues;
  // What lacks something besides is not understood, whatever its words.
  if (unknownWords.length < issues.length)
    return { problem: `${event}: ${issue?.path.join(".")}: ${issue?.message}` };
  for (const { field, word } of unknownWords) tellUnknown(field, word);
  return { unknownWords };
}

/** The word that a field holds where only some words are known. */
function toUnknownWord({ code, path, input }: z.core.$ZodIssue): UnknownWord[] {
  return code === "invalid_value" && typeof input === "string"
    ? [{ field: path.join("."), word: input }]
    : [];
}
