import { and, asc, eq, sql } from "drizzle-orm";
import type { Absence, Passage, Passages } from "../domain/shipping/passages.ts";
import type { Return } from "../domain/shipping/timeline.ts";
import { among, asList } from "./among.ts";
import type { Database } from "./database.ts";
import { absences, arrivals, landings, returns } from "./schema/landings.ts";

/** How some commits went through production, and which of them take others back. */
export interface Passed {
  readonly passages: Passages;
  readonly returns: readonly Return[];
}

/** Prepares to read how commits went through production. */
export function createPassageReader(database: Database) {
  const statements = prepare(database);
  return (repositoryId: number, commits: readonly string[]): Passed => {
    const of = { repositoryId, shas: asList(commits) };
    const gone = Map.groupBy(statements.gone.all(of), ({ sha, channel }) => keyOf(sha, channel));
    const passages = new Map<string, Passage[]>();
    for (const { sha, channel, isLinked, ...arrival } of statements.came.all(of)) {
      const absences = (gone.get(keyOf(sha, channel)) ?? []).map(toAbsence);
      const others = passages.get(sha) ?? [];
      passages.set(sha, [...others, { channel, arrival, isLinked, absences }]);
    }
    return { passages, returns: toReturns(statements.returns.all(of)) };
  };
}

function prepare(database: Database) {
  const [repositoryId, shas] = [sql.placeholder("repositoryId"), sql.placeholder("shas")];
  return {
    gone: database
      .select()
      .from(absences)
      .where(and(eq(absences.repositoryId, repositoryId), among(absences.sha, shas)))
      .orderBy(asc(absences.since), asc(absences.deploymentId))
      .prepare(),
    came: database
      .select({
        sha: arrivals.sha,
        channel: arrivals.channel,
        deploymentId: arrivals.deploymentId,
        at: landings.at,
        environment: landings.environment,
        isLinked: landings.isLinked,
      })
      .from(arrivals)
      .innerJoin(landings, eq(landings.deploymentId, arrivals.deploymentId))
      .where(and(eq(arrivals.repositoryId, repositoryId), among(arrivals.sha, shas)))
      .prepare(),
    returns: database
      .select({ sha: returns.sha, reverted: returns.reverted })
      .from(returns)
      .where(and(eq(returns.repositoryId, repositoryId), among(returns.sha, shas)))
      .prepare(),
  };
}

function toAbsence({ deploymentId, since, until }: typeof absences.$inferSelect): Absence {
  return { deploymentId, from: since, until: until ?? undefined };
}

function toReturns(rows: readonly { readonly sha: string; readonly reverted: string }[]): Return[] {
  return [...Map.groupBy(rows, ({ sha }) => sha)].map(([sha, all]) => ({
    sha,
    reverted: all.map(({ reverted }) => reverted),
  }));
}

function keyOf(sha: string, channel: string): string {
  return `${sha} ${channel}`;
}
