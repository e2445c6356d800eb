import { z } from "zod";
import { parseJson } from "../../domain/json.ts";

declare const VALUE: unique symbol;

/** A value as the JSON of a column. Only the column's form writes and reads it. */
export type Json<Value> = string & { readonly [VALUE]: Value };

/** The content of a column is not JSON in a form that this version reads. */
export class StoredJsonError extends Error {
  override readonly name = "StoredJsonError";
}

/** The key columns of a row, to find it. */
type RowKey = Readonly<Record<string, string | number | Date>>;

/** Writes and reads the values of one column. */
interface JsonForm<Value extends object> {
  /** Its table and name. */
  readonly column: string;
  write(value: Value): Json<Value>;
  /** Throws a `StoredJsonError` that names the column and the row. */
  read(text: string, row: RowKey): Value;
}

/** A schema for each key, optional ones included, so that the compiler asks for the schema of a new key. */
export type Keys<Value> = Readonly<Record<keyof Value, z.ZodType>>;

/** The version of a value. Lists and values from before there were versions have none: they are of the first. */
const versioned = z.object({ version: z.int().min(1).default(1) });

/**
 * Makes the form of a column, from the schemas of its versions, the first one first. Each schema makes a present value.
 *
 * A schema ignores unknown keys, and has a default for later ones, so a new key needs no new version. A value that must
 * be read differently is a new version, with a schema at the end.
 */
export function jsonForm<Value extends object>(
  column: string,
  ...schemas: readonly [z.ZodType<Value>, ...z.ZodType<Value>[]]
): JsonForm<Value> {
  const version = schemas.length;
  const parse = (json: unknown): Value | string => {
    const schema = schemas[versionOf(json) - 1];
    if (schema === undefined) return `version ${versionOf(json)}, where this release reads up to ${version}`;
    const { data, error } = schema.safeParse(json);
    return data ?? problemOf(error);
  };
  return {
    column,
    write: (value) => JSON.stringify(Array.isArray(value) ? value : { version, ...value }) as Json<Value>,
    read(text, row) {
      // The parser's error quotes the text, so it is left out.
      const json = parseJson(text);
      const value = json === undefined ? "not JSON" : parse(json);
      if (typeof value === "string") throw new StoredJsonError(`${column} of ${toText(row)}: ${value}`);
      return value;
    },
  };
}

function versionOf(json: unknown): number {
  return Array.isArray(json) ? 1 : (versioned.safeParse(json).data?.version ?? 1);
}

/** The path of the first problem, and the expected type, without the value. */
function problemOf(error: z.ZodError | undefined): string {
  const [issue] = error?.issues ?? [];
  const expected = issue?.code === "invalid_type" ? `, expected ${issue.expected}` : "";
  return `${issue?.path.join(".") || "the whole"} is not right (${issue?.code}${expected})`;
}

function toText(row: RowKey): string {
  const parts = Object.entries(row).map(
    ([name, value]) => `${name} ${value instanceof Date ? value.toISOString() : value}`,
  );
  return parts.join(", ");
}
