import { and, asc, desc, eq, isNotNull, lte, sql } from "drizzle-orm";
import type { Range } from "../domain/shipping/ranges.ts";
import { matches, placeholders } from "./rows.ts";
import { changes } from "./schema/changes.ts";
import { ranges } from "./schema/commits.ts";
import { landings } from "./schema/landings.ts";
import type { Connection } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

const IS_DEPLOYED = sql`(${landings.reason} is null or ${landings.reason} not in ('not-in-force', 'withdrawn'))`;
const LAST = build
  .select({ sha: landings.sha })
  .from(landings)
  .where(and(matches(landings, placeholders("repositoryId")), IS_DEPLOYED))
  .orderBy(desc(landings.at), desc(landings.deploymentId), desc(landings.environment))
  .limit(1);
const RANGE = build
  .select({ base: ranges.base })
  .from(ranges)
  .where(matches(ranges, placeholders("repositoryId", "base", "head")));

/** The commit of the last effect. */
export async function findPreviousSha(
  connection: Connection,
  repositoryId: number,
): Promise<string | undefined> {
  return (await connection.one(LAST, { repositoryId }))?.sha;
}

/** The base of the earliest change merged by some time, or at any time. */
export async function findEarliestBase(
  connection: Connection,
  repositoryId: number,
  by?: Date,
): Promise<string | undefined> {
  const isMerged = by === undefined ? isNotNull(changes.mergedAt) : lte(changes.mergedAt, by);
  const row = await connection.one(
    build
      .select({ sha: changes.baseSha })
      .from(changes)
      .where(and(eq(changes.repositoryId, repositoryId), isMerged))
      .orderBy(asc(changes.mergedAt), sql`${changes.number} nulls first`)
      .limit(1),
  );
  return row?.sha;
}

/** Whether a range was read. */
export async function isRead(
  connection: Connection,
  repositoryId: number,
  { base, head }: Range,
): Promise<boolean> {
  return (await connection.one(RANGE, { repositoryId, base, head })) !== undefined;
}
