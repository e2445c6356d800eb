import { z } from "zod";
import { configFile } from "./schema.ts";

/** A JSON Schema, as Zod makes it. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** A key that a config file may have. */
export interface ConfigKey {
  /** The keys that lead to it, and its own; `*` stands for a free name, and for each entry of a list. */
  readonly path: readonly string[];
  readonly schema: JsonSchema;
  /** Whether its mapping must have it. */
  readonly isRequired: boolean;
}

/** Creates the JSON Schema of a config file: draft-07, the newest that every editor reads. */
export function configJsonSchema(): JsonSchema {
  return z.toJSONSchema(configFile, { io: "input", target: "draft-07" });
}

let known: readonly ConfigKey[] | undefined;

/** Lists every key of a config file, a mapping before its own keys. */
export function configKeys(): readonly ConfigKey[] {
  known ??= keysIn(configJsonSchema(), []);
  return known;
}

function keysIn(mapping: JsonSchema, path: readonly string[]): ConfigKey[] {
  const named = Object.entries(mapping.properties ?? {}).flatMap(([name, value]) =>
    schemasAmong([value]).flatMap((schema) => {
      const key = { path: [...path, name], schema, isRequired: mapping.required?.includes(name) ?? false };
      return [key, ...keysIn(schema, key.path)];
    }),
  );
  const forms = schemasAmong(mapping.anyOf ?? []).flatMap((form) => keysIn(form, path));
  const entries = schemasAmong([mapping.additionalProperties, mapping.items].flat());
  return [...named, ...forms, ...entries.flatMap((entry) => keysIn(entry, [...path, "*"]))];
}

/** In JSON Schema `true` and `false` are schemas as well, which name no keys. */
function schemasAmong(candidates: readonly (JsonSchema | boolean | undefined)[]): JsonSchema[] {
  return candidates.filter((each) => typeof each === "object");
}
