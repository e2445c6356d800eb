import { type ConfigKey, configKeys, type JsonSchema } from "../../src/config/keys.ts";

/** The keys of a config file as a Markdown table. */
export function tableOfKeys(): string {
  const rows = configKeys().map(rowOf);
  return ["| key | value | default | says |", "|---|---|---|---|", ...rows, ""].join("\n");
}

function rowOf(key: ConfigKey): string {
  const { path, schema } = key;
  return `| \`${path.join(".")}\` | ${valuesOf(schema).join(", ")} | ${defaultOf(key)} | ${schema.description} |`;
}

/** The allowed values: a list of words, or a kind. */
function valuesOf({ enum: words, const: word, anyOf, type, minimum, maximum }: JsonSchema): string[] {
  // The shortest form of several is the last one. Only `false` is a constant, which is how YAML 1.1 reads `off`.
  if (anyOf !== undefined) return anyOf.toReversed().flatMap((form) => valuesOf(form as JsonSchema));
  if (word !== undefined) return [];
  if (words !== undefined) return words.map((word) => `\`${word}\``);
  if (type === "integer") return [`${minimum} to ${maximum}`];
  return [KINDS[String(type)] ?? ""];
}

const KINDS: Readonly<Record<string, string>> = {
  ...{ array: "a list", boolean: "`true`, `false`", object: "a mapping", string: "text" },
  "string,number": "an amount",
};

function defaultOf({ schema, isRequired }: ConfigKey): string {
  const { default: value, properties } = schema;
  if (isRequired) return "required";
  if (value === undefined || properties !== undefined) return "";
  if (Array.isArray(value) && value.length > 0) return `\`${value.join(", ")}\``;
  return typeof value === "object" ? "none" : `\`${value}\``;
}
