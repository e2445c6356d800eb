import { z } from "zod";
import { parseJson } from "../domain/json.ts";
import { type AttributeFile, linguistLines } from "../domain/shipping/gitattributes.ts";

const VERSION = 1;

const kept = z.object({
  version: z.literal(VERSION),
  files: z.array(z.object({ folder: z.string(), lines: z.array(z.string()) })),
});

/** The stored text of `.gitattributes` files; null when they set nothing. */
export function toStoredAttributes(files: readonly AttributeFile[]): string | null {
  return files.length === 0 ? null : JSON.stringify({ version: VERSION, files });
}

/** Reads the stored text. Version 0.1 stored the lines of the root's `.gitattributes` unchanged. */
export function fromStoredAttributes(text: string | null): readonly AttributeFile[] {
  if (text === null) return [];
  const { data } = kept.safeParse(parseJson(text));
  return data?.files ?? linguistLines([{ folder: "", text }]);
}
