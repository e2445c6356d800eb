import { and, asc, desc, eq, isNotNull, lte, sql } from "drizzle-orm";
import type { Range } from "../domain/shipping/ranges.ts";
import type { Database } from "./database.ts";
import { matches } from "./rows.ts";
import { changes } from "./schema/changes.ts";
import { ranges } from "./schema/commits.ts";
import { landings } from "./schema/landings.ts";

type Reader = Pick<Database, "select">;

const isDeployed = sql`(${landings.reason} is null or ${landings.reason} not in ('not-in-force', 'withdrawn'))`;

/** The commit of the last effect. */
export function previousSha(reader: Reader, repositoryId: number): string | undefined {
  return reader
    .select({ sha: landings.sha })
    .from(landings)
    .where(and(eq(landings.repositoryId, repositoryId), isDeployed))
    .orderBy(desc(landings.at), desc(landings.deploymentId), desc(landings.environment))
    .limit(1)
    .get()?.sha;
}

/** The base of the earliest change merged by some time, or at any time. */
export function earliestBase(reader: Reader, repositoryId: number, by?: Date): string | undefined {
  const isMerged = by === undefined ? isNotNull(changes.mergedAt) : lte(changes.mergedAt, by);
  return reader
    .select({ sha: changes.baseSha })
    .from(changes)
    .where(and(eq(changes.repositoryId, repositoryId), isMerged))
    .orderBy(asc(changes.mergedAt), asc(changes.number))
    .limit(1)
    .get()?.sha;
}

/** Whether a range was read. */
export function isRead(reader: Reader, repositoryId: number, { base, head }: Range): boolean {
  const isRange = matches(ranges, { repositoryId, base, head });
  return reader.select({ base: ranges.base }).from(ranges).where(isRange).get() !== undefined;
}
