import { and, asc, desc, eq, gte, isNull, max, or, sql } from "drizzle-orm";
import { WHOLE } from "../domain/shipping/change.ts";
import { MOST_OF_TREE } from "../domain/shipping/contents.ts";
import { RETIRED_AFTER } from "../domain/shipping/heads.ts";
import type { TimelineState } from "../domain/shipping/timeline-state.ts";
import type { Database } from "./database.ts";
import { COMMITS, RULES } from "./json/columns.ts";
import { LazyMap, LazySet } from "./lazy.ts";
import { bound, matches } from "./rows.ts";
import { commits, ranges } from "./schema/commits.ts";
import { absences, arrivals, landings, targets } from "./schema/landings.ts";
import { rules } from "./schema/repositories.ts";

/** Reads the state of production before the next deployment effect, on demand. */
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

/** Each of these reads a few rows by an index, however long the history is. */
function prepare(database: Database) {
  const isApplied = sql`(${landings.reason} is null or ${landings.reason} not in ('not-in-force', 'withdrawn'))`;
  const isEffect = (...names: readonly ("repositoryId" | "channel" | "tree")[]) =>
    and(matches(landings, bound(...names)), isApplied);
  const isArrival = matches(arrivals, bound("repositoryId", "sha"));
  const { repositoryId, sha, channel, eventId } = absences;
  return {
    last: database
      .select({ sha: landings.sha })
      .from(landings)
      .where(isEffect("repositoryId"))
      .orderBy(desc(landings.at), desc(landings.deploymentId), desc(landings.environment))
      .limit(1)
      .prepare(),
    heads: database
      .select()
      .from(targets)
      .where(
        and(
          matches(targets, bound("repositoryId")),
          or(gte(targets.at, sql.placeholder("since")), matches(targets, bound("target"))),
        ),
      )
      .prepare(),
    // A commit whose absence began with its arrival was reached without its content.
    dropped: database
      .select({ sha: landings.sha })
      .from(absences)
      .innerJoin(arrivals, matches(arrivals, { repositoryId, sha, channel, eventId }))
      .innerJoin(landings, eq(landings.eventId, eventId))
      .where(and(matches(absences, bound("repositoryId", "sha", "channel")), isNull(absences.until)))
      .limit(1)
      .prepare(),
    services: database
      .select({ since: rules.since, services: rules.services })
      .from(rules)
      .where(matches(rules, bound("repositoryId")))
      .prepare(),
    channel: database
      .select({ at: landings.at })
      .from(landings)
      .where(isEffect("repositoryId", "channel"))
      .limit(1)
      .prepare(),
    commit: database
      .select({ parents: commits.parents, tree: commits.tree })
      .from(commits)
      .where(matches(commits, bound("repositoryId", "sha")))
      .prepare(),
    unrelated: database
      .select({ base: ranges.base })
      .from(ranges)
      .where(matches(ranges, { ...bound("repositoryId", "base", "head"), isRelated: false }))
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
      .where(matches(arrivals, bound("repositoryId", "sha", "channel")))
      .prepare(),
    highest: database
      .select({ position: max(arrivals.position) })
      .from(arrivals)
      .where(matches(arrivals, bound("repositoryId")))
      .prepare(),
    // A cross join makes SQLite go from the few commits of a tree to their numbers.
    makersOfTree: database
      .selectDistinct({ sha: commits.sha, position: arrivals.position })
      .from(commits)
      .crossJoin(arrivals)
      .where(
        and(
          matches(commits, bound("repositoryId", "tree")),
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
    deployedTree: database
      .select({ at: landings.at })
      .from(landings)
      .where(isEffect("repositoryId", "tree"))
      .orderBy(asc(landings.at))
      .limit(1)
      .prepare(),
  };
}
