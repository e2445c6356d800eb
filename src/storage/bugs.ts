import { desc, lt, sql } from "drizzle-orm";
import { bugs } from "./schema/bugs.ts";
import type { SqlDatabase } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

/** A bug of ours, with the number of its occurrences. */
export interface Bug {
  /** The kind of work: `delivery push`, `check run`, `digest`. */
  readonly work: string;
  /** The error, and its place in our code, without values. */
  readonly error: string;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly times: number;
}

/** The bugs that a new version must mend, for the operator. */
export interface BugStore {
  remember(bug: Pick<Bug, "work" | "error"> & { readonly at: Date }): Promise<void>;
  /** The bugs with the latest occurrence first. */
  list(limit: number): Promise<readonly Bug[]>;
  /** Deletes the bugs without an occurrence since then. */
  forget(before: Date): Promise<void>;
}

/** Keeps bugs. */
export function createBugStore(database: SqlDatabase): BugStore {
  return {
    async remember({ work, error, at }) {
      const again = { lastAt: at, times: sql`${bugs.times} + 1` };
      await database.run(
        build
          .insert(bugs)
          .values({ work, error, firstAt: at, lastAt: at, times: 1 })
          .onConflictDoUpdate({ target: [bugs.work, bugs.error], set: again }),
      );
    },
    list: (limit) =>
      database.all(build.select().from(bugs).orderBy(desc(bugs.lastAt), bugs.error).limit(limit)),
    async forget(before) {
      await database.run(build.delete(bugs).where(lt(bugs.lastAt, before)));
    },
  };
}
