import type { Digest } from "../../domain/metric/digest.ts";
import { toolNames } from "../tool-names.ts";
import type { DigestOptions } from "./options.ts";
import { SECTIONS } from "./sections.ts";

/** The sections of a digest that have something to say, as Markdown by their names. */
export function digestSections(
  digest: Digest,
  { visible = new Set(), names = toolNames(), ...options }: DigestOptions = {},
): ReadonlyMap<string, string> {
  const shown = { ...options, visible, names };
  const texts = Object.entries(SECTIONS).map(([name, { markdown }]) => {
    return [name, markdown?.(digest, shown) ?? ""] as const;
  });
  return new Map(texts.filter(([, text]) => text !== ""));
}
