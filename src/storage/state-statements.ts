import { and, asc, desc, eq, gte, isNull, max, or, sql } from "drizzle-orm";
import { MOST_OF_TREE } from "../domain/shipping/contents.ts";
import type { Database } from "./database.ts";
import { matches, placeholders } from "./rows.ts";
import { commits, ranges } from "./schema/commits.ts";
import { absences, arrivals, landings, targets } from "./schema/landings.ts";
import { rules } from "./schema/repositories.ts";

/** Prepares to read the state of production. Each statement reads a few rows by an index, however long the history is. */
export function prepareState(database: Database) {
  return { ...prepareEffects(database), ...prepareArrivals(database), ...prepareCommits(database) };
}

function prepareEffects(database: Database) {
  const movesProduction = sql`(${landings.reason} is null or ${landings.reason} not in ('not-in-force', 'withdrawn'))`;
  const isEffect = (...names: readonly ("repositoryId" | "channel" | "tree")[]) =>
    and(matches(landings, placeholders(...names)), movesProduction);
  return {
    last: database
      .select({ sha: landings.sha })
      .from(landings)
      .where(isEffect("repositoryId"))
      .orderBy(desc(landings.at), desc(landings.deploymentId), desc(landings.environment))
      .limit(1)
      .prepare(),
    channel: database
      .select({ at: landings.at })
      .from(landings)
      .where(isEffect("repositoryId", "channel"))
      .limit(1)
      .prepare(),
    deployedTree: database
      .select({ at: landings.at })
      .from(landings)
      .where(isEffect("repositoryId", "tree"))
      .orderBy(asc(landings.at))
      .limit(1)
      .prepare(),
    heads: database
      .select()
      .from(targets)
      .where(
        and(
          matches(targets, placeholders("repositoryId")),
          or(gte(targets.at, sql.placeholder("since")), matches(targets, placeholders("target"))),
        ),
      )
      .prepare(),
  };
}

function prepareArrivals(database: Database) {
  const isArrival = matches(arrivals, placeholders("repositoryId", "sha"));
  const { repositoryId, sha, channel, eventId } = absences;
  return {
    position: database
      .select({ position: arrivals.position })
      .from(arrivals)
      .where(isArrival)
      .limit(1)
      .prepare(),
    member: database
      .select({ sha: arrivals.sha })
      .from(arrivals)
      .where(matches(arrivals, placeholders("repositoryId", "sha", "channel")))
      .prepare(),
    highest: database
      .select({ position: max(arrivals.position) })
      .from(arrivals)
      .where(matches(arrivals, placeholders("repositoryId")))
      .prepare(),
    // A commit whose absence began with its arrival was reached without its content.
    dropped: database
      .select({ sha: landings.sha })
      .from(absences)
      .innerJoin(arrivals, matches(arrivals, { repositoryId, sha, channel, eventId }))
      .innerJoin(landings, eq(landings.eventId, eventId))
      .where(and(matches(absences, placeholders("repositoryId", "sha", "channel")), isNull(absences.until)))
      .limit(1)
      .prepare(),
  };
}

function prepareCommits(database: Database) {
  return {
    commit: database
      .select({ parents: commits.parents, tree: commits.tree })
      .from(commits)
      .where(matches(commits, placeholders("repositoryId", "sha")))
      .prepare(),
    unrelated: database
      .select({ base: ranges.base })
      .from(ranges)
      .where(matches(ranges, { ...placeholders("repositoryId", "base", "head"), isRelated: false }))
      .prepare(),
    // A cross join makes SQLite go from the few commits of a tree to their numbers.
    makersOfTree: database
      .selectDistinct({ sha: commits.sha, position: arrivals.position })
      .from(commits)
      .crossJoin(arrivals)
      .where(
        and(
          matches(commits, placeholders("repositoryId", "tree")),
          matches(arrivals, { repositoryId: commits.repositoryId, sha: commits.sha }),
          // A merge with the content of its first parent makes no content.
          sql`not exists (select 1 from ${commits} as parent
            where json_array_length(${commits.parents}) > 1 and parent.repository_id = ${commits.repositoryId} and parent.tree = ${commits.tree}
              and parent.sha = ${commits.parents} ->> 0)`,
        ),
      )
      .orderBy(desc(arrivals.position))
      .limit(MOST_OF_TREE)
      .prepare(),
    services: database
      .select({ since: rules.since, services: rules.services })
      .from(rules)
      .where(matches(rules, placeholders("repositoryId")))
      .prepare(),
  };
}
