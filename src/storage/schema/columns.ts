import { integer, text } from "drizzle-orm/sqlite-core";
import type { Json } from "../json/form.ts";

/** An instant, in milliseconds since 1970. */
export const time = (name: string) => integer(name, { mode: "timestamp_ms" });

export const flag = (name: string) => integer(name, { mode: "boolean" });

/** JSON, which the column's form in `storage/json` writes and reads. */
export const json = <Value>(name: string) => text(name).$type<Json<Value>>();

/** A list as JSON. */
export const list = <Item>(name: string) => json<readonly Item[]>(name);
