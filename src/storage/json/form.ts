import { z } from "zod";
import { parseJson } from "../../domain/json.ts";

declare const VALUE: unique symbol;

/** A value as the JSON of a column. Only the column's form writes and reads it. */
export type Json<Value> = string & { readonly [VALUE]: Value };

/** What a column holds is not JSON in a form that this version reads. */
export class StoredJsonError extends Error {
  override readonly name = "StoredJsonError";
}

/** The columns that name a row, for whoever looks for it. */
type RowKey = Readonly<Record<string, string | number | Date>>;

/** How the values of one column are written and read. */
interface JsonForm<Value extends object> {
  /** Its table and name. */
  readonly column: string;
  write(value: Value): Json<Value>;
  /** Throws a `StoredJsonError` that names the column and the row. */
  read(text: string, row: RowKey): Value;
}

/** A schema for each key, also for those that may be absent, so that the compiler asks for the schema of a key that is added. */
export type Keys<Value> = Readonly<Record<keyof Value, z.ZodType>>;

/** What a value says of its version. Lists and what was written before there were versions say nothing: they are of the first. */
const versioned = z.object({ version: z.int().min(1).default(1) });

/**
 * Makes the form of a column, from the schemas of its versions, the first one first. Each of them makes a value of today.
 *
 * A schema ignores keys that it does not know, and has a default for those that came later: so a key can be added without a
 * new version. What must be read in another way than before is a new version, with a schema at the end.
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
      // The parser's error quotes the text, and so is left out.
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

/** Where the first thing lies that does not fit, and what was expected, without what is there. */
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
