import { and, asc, desc, eq, gte, isNull, max, or, sql } from "drizzle-orm";
import { WHOLE } from "../domain/shipping/change.ts";
import { MOST_OF_TREE } from "../domain/shipping/contents.ts";
import { RETIRED_AFTER } from "../domain/shipping/heads.ts";
import type { TimelineState } from "../domain/shipping/timeline-state.ts";
import type { Database } from "./database.ts";
import { COMMITS, RULES } from "./json/columns.ts";
import { LazyMap, LazySet } from "./lazy.ts";
import { commits, ranges } from "./schema/commits.ts";
import { absences, arrivals, landings, targets } from "./schema/landings.ts";
import { rules } from "./schema/repositories.ts";

/** Looks up the state of production before the next landing, as it is asked for. */
export function createStateReader(database: Database) {
  const statements = prepare(database);
  return (repositoryId: number, { at, target }: { at: Date; target: string }): TimelineState => {
    const since = at.getTime() - RETIRED_AFTER;
    const heads = statements.heads.all({ repositoryId, target, since });
    const services = statements.services
      .all({ repositoryId })
      .flatMap((row) => RULES.services.read(row.services, { repositoryId, since: row.since }));
    const channels = [...new Set([WHOLE, ...services.map(({ name }) => name)])].filter(
      (channel) => statements.channel.get({ repositoryId, channel }) !== undefined,
    );
    return {
      graph: new LazyMap((sha) => {
        const row = statements.commit.get({ repositoryId, sha });
        return (
          row && {
            parents: COMMITS.parents.read(row.parents, { repositoryId, sha }),
            tree: row.tree ?? undefined,
          }
        );
      }),
      unrelated: new LazySet((key) => {
        const [base, head] = key.split("...");
        return statements.unrelated.get({ repositoryId, base, head }) !== undefined;
      }),
      positions: new LazyMap((sha) => statements.position.get({ repositoryId, sha })?.position),
      layers: new Map(
        channels.map((channel) => [
          channel,
          new LazySet((sha: string) => statements.member.get({ repositoryId, sha, channel }) !== undefined),
        ]),
      ),
      dropped: new LazyMap((place) => {
        const end = place.lastIndexOf(" ");
        const [channel, sha] = [place.slice(0, end), place.slice(end + 1)];
        return statements.dropped.get({ repositoryId, channel, sha })?.sha;
      }),
      heads: new Map(heads.map((head) => [head.target, head])),
      makersOfTree: new LazyMap((tree) => {
        return statements.makersOfTree.all({ repositoryId, tree }).map(({ sha }) => sha);
      }),
      deployedTrees: new LazyMap((tree) => statements.deployedTree.get({ repositoryId, tree })?.at),
      previous: statements.last.get({ repositoryId })?.sha,
      nextPosition: (statements.highest.get({ repositoryId })?.position ?? -1) + 1,
    };
  };
}

const column = (name: string) => sql.placeholder(name);

/** Each of these reads a few rows by an index, however long the history is. */
function prepare(database: Database) {
  const isOfRepository = eq(landings.repositoryId, column("repositoryId"));
  const isPlayed = sql`(${landings.reason} is null or ${landings.reason} not in ('not-in-force', 'withdrawn'))`;
  const isArrival = and(eq(arrivals.repositoryId, column("repositoryId")), eq(arrivals.sha, column("sha")));
  const isCommit = eq(commits.repositoryId, column("repositoryId"));
  return {
    last: database
      .select({ sha: landings.sha })
      .from(landings)
      .where(and(isOfRepository, isPlayed))
      .orderBy(desc(landings.at), desc(landings.deploymentId), desc(landings.environment))
      .limit(1)
      .prepare(),
    heads: database
      .select()
      .from(targets)
      .where(
        and(
          eq(targets.repositoryId, column("repositoryId")),
          or(gte(targets.at, column("since")), eq(targets.target, column("target"))),
        ),
      )
      .prepare(),
    // What was gone at once when it came was reached without its content.
    dropped: database
      .select({ sha: landings.sha })
      .from(absences)
      .innerJoin(
        arrivals,
        and(
          eq(arrivals.repositoryId, absences.repositoryId),
          eq(arrivals.sha, absences.sha),
          eq(arrivals.channel, absences.channel),
          eq(arrivals.eventId, absences.eventId),
        ),
      )
      .innerJoin(landings, eq(landings.eventId, absences.eventId))
      .where(
        and(
          eq(absences.repositoryId, column("repositoryId")),
          eq(absences.sha, column("sha")),
          eq(absences.channel, column("channel")),
          isNull(absences.until),
        ),
      )
      .limit(1)
      .prepare(),
    services: database
      .select({ since: rules.since, services: rules.services })
      .from(rules)
      .where(eq(rules.repositoryId, column("repositoryId")))
      .prepare(),
    channel: database
      .select({ at: landings.at })
      .from(landings)
      .where(and(isOfRepository, isPlayed, eq(landings.channel, column("channel"))))
      .limit(1)
      .prepare(),
    commit: database
      .select({ parents: commits.parents, tree: commits.tree })
      .from(commits)
      .where(and(isCommit, eq(commits.sha, column("sha"))))
      .prepare(),
    unrelated: database
      .select({ base: ranges.base })
      .from(ranges)
      .where(
        and(
          eq(ranges.repositoryId, column("repositoryId")),
          eq(ranges.base, column("base")),
          eq(ranges.head, column("head")),
          eq(ranges.isRelated, false),
        ),
      )
      .prepare(),
    position: database
      .select({ position: arrivals.position })
      .from(arrivals)
      .where(isArrival)
      .limit(1)
      .prepare(),
    member: database
      .select({ sha: arrivals.sha })
      .from(arrivals)
      .where(and(isArrival, eq(arrivals.channel, column("channel"))))
      .prepare(),
    highest: database
      .select({ position: max(arrivals.position) })
      .from(arrivals)
      .where(eq(arrivals.repositoryId, column("repositoryId")))
      .prepare(),
    // A cross join keeps SQLite to this order: from the few commits of a tree to their numbers.
    makersOfTree: database
      .selectDistinct({ sha: commits.sha, position: arrivals.position })
      .from(commits)
      .crossJoin(arrivals)
      .where(
        and(
          isCommit,
          eq(commits.tree, column("tree")),
          eq(arrivals.repositoryId, commits.repositoryId),
          eq(arrivals.sha, commits.sha),
          // A merge with the content of its first parent makes none.
          sql`not exists (select 1 from ${commits} as parent
            where json_array_length(${commits.parents}) > 1 and parent.repository_id = ${commits.repositoryId} and parent.tree = ${commits.tree}
              and parent.sha = ${commits.parents} ->> 0)`,
        ),
      )
      .orderBy(desc(arrivals.position))
      .limit(MOST_OF_TREE)
      .prepare(),
    deployedTree: database
      .select({ at: landings.at })
      .from(landings)
      .where(and(isOfRepository, isPlayed, eq(landings.tree, column("tree"))))
      .orderBy(asc(landings.at))
      .limit(1)
      .prepare(),
  };
}
