import { desc, lt, sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { mistakes } from "./schema/mistakes.ts";

/** A mistake of ours, however often it was met. */
export interface Mistake {
  /** Which kind of work met it: `delivery push`, `check run`, `digest`. */
  readonly work: string;
  /** What went wrong, and where in our code, without a value. */
  readonly error: string;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly times: number;
}

/** The mistakes that a new version is to mend, for those who run the server. */
export interface MistakeStore {
  remember(mistake: Pick<Mistake, "work" | "error"> & { readonly at: Date }): Promise<void>;
  /** Those met last, first. */
  list(limit: number): Promise<readonly Mistake[]>;
  /** Forgets those that were not met since. */
  forget(before: Date): Promise<void>;
}

/** Keeps mistakes in SQLite. */
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
