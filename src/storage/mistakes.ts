import { desc, lt, sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { mistakes } from "./schema/mistakes.ts";

/** A bug of ours, with the number of its occurrences. */
export interface Mistake {
  /** The kind of work: `delivery push`, `check run`, `digest`. */
  readonly work: string;
  /** The error, and its place in our code, without values. */
  readonly error: string;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly times: number;
}

/** The bugs that a new version must mend, for the operator. */
export interface MistakeStore {
  remember(mistake: Pick<Mistake, "work" | "error"> & { readonly at: Date }): Promise<void>;
  /** The bugs with the latest occurrence first. */
  list(limit: number): Promise<readonly Mistake[]>;
  /** Deletes the bugs without an occurrence since then. */
  forget(before: Date): Promise<void>;
}

/** Keeps bugs in SQLite. */
export function createMistakeStore(database: Database): MistakeStore {
  return {
    async remember({ work, error, at }) {
      const again = { lastAt: at, times: sql`${mistakes.times} + 1` };
      database
        .insert(mistakes)
        .values({ work, error, firstAt: at, lastAt: at, times: 1 })
        .onConflictDoUpdate({ target: [mistakes.work, mistakes.error], set: again })
        .run();
    },
    async list(limit) {
      return database
        .select()
        .from(mistakes)
        .orderBy(desc(mistakes.lastAt), mistakes.error)
        .limit(limit)
        .all();
    },
    async forget(before) {
      database.delete(mistakes).where(lt(mistakes.lastAt, before)).run();
    },
  };
}
