import { integer, text } from "drizzle-orm/sqlite-core";

/** An instant, in milliseconds since 1970. */
export const time = (name: string) => integer(name, { mode: "timestamp_ms" });

export const flag = (name: string) => integer(name, { mode: "boolean" });

/** A list as JSON. */
export const list = <T>(name: string) => text(name, { mode: "json" }).$type<readonly T[]>();
