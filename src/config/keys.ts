import { z } from "zod";
import { configFile } from "./schema.ts";

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** A key that a config file may have. */
export interface ConfigKey {
  /** The keys that lead to it, and its own; `*` stands for a name of one's own, and for each entry of a list. */
  readonly path: readonly string[];
  readonly schema: JsonSchema;
}

/** The JSON Schema of a config file: draft-07, the newest that every editor reads. */
export function configJsonSchema(): JsonSchema {
  return z.toJSONSchema(configFile, { io: "input", target: "draft-07" });
}

/** Every key that a config file may have, a mapping before what is in it. */
export function configKeys(): readonly ConfigKey[] {
  return keysIn(configJsonSchema(), []);
}

function keysIn(schema: JsonSchema, path: readonly string[]): ConfigKey[] {
  const named = Object.entries(schema.properties ?? {}).flatMap(([name, each]) => {
    const key = { path: [...path, name] };
    return schemasAmong([each]).flatMap((found) => [{ ...key, schema: found }, ...keysIn(found, key.path)]);
  });
  const forms = schemasAmong(schema.anyOf ?? []).flatMap((form) => keysIn(form, path));
  const entries = schemasAmong([schema.additionalProperties, schema.items].flat());
  return [...named, ...forms, ...entries.flatMap((entry) => keysIn(entry, [...path, "*"]))];
}

/** In JSON Schema `true` and `false` are schemas as well, which name no keys. */
function schemasAmong(candidates: readonly (JsonSchema | boolean | undefined)[]): JsonSchema[] {
  return candidates.filter((each) => typeof each === "object");
}
