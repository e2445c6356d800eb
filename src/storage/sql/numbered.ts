import { sql } from "drizzle-orm";
import { type Query, template } from "./query.ts";

const PARAMETER = /\$(\d+)/;

/** A query from the text of another library, in which `$1` is the first value. */
export function numbered(text: string, values: readonly unknown[]): Query<object> {
  const parts = text.split(PARAMETER);
  // Texts and numbers take turns.
  return template(
    sql.join(
      parts.map((part, index) => (index % 2 === 0 ? sql.raw(part) : sql.param(values[Number(part) - 1]))),
    ),
  );
}
