import { and, desc, gte, max, or, sql } from "drizzle-orm";
import { WHOLE } from "../domain/shipping/change.ts";
import { MOST_OF_TREE } from "../domain/shipping/contents.ts";
import { asText, jsonFirst, jsonLength, jsonTexts, listed, listedInOrder } from "./expressions.ts";
import type { Json } from "./json/form.ts";
import { matches, placeholders } from "./rows.ts";
import { commits } from "./schema/commits.ts";
import { arrivals, landings, targets } from "./schema/landings.ts";
import { build, type Query, template } from "./sql/query.ts";

/** Each query reads a part of the state of production by an index, however long the history is. */

const { repositoryId, sha, channel, shas, trees, channels } = placeholders(
  ...(["repositoryId", "sha", "channel", "shas", "trees", "channels"] as const),
);

/** An effect on production, and not only an event. */
const MOVES_PRODUCTION = sql`(landings.reason is null or landings.reason not in ('not-in-force', 'withdrawn'))`;

/** The channels of a list that have an effect. */
export const CHANNELS: Query<{ readonly value: string }> = template(sql`
  select value from ${listedInOrder(channels)} as known where exists (
    select 1 from landings
    where repository_id = ${repositoryId} and channel = known.value and ${MOVES_PRODUCTION}
  )
  order by known.place`);

/** A commit with the commits that it brings to a channel, and the held parents of these. */
export const REACHED: Query<{ readonly sha: string }> = template(sql`
  with recursive reached(sha) as (
    select ${asText(sha)}
    union
    select parent.value from reached
    cross join commits
    cross join ${jsonTexts(commits.parents, sql`parent`)}
    where commits.repository_id = ${repositoryId} and commits.sha = reached.sha and not exists (
      select 1 from arrivals where arrivals.repository_id = ${repositoryId} and arrivals.sha = reached.sha
        and arrivals.channel in (${channel}, ${sql.raw(`'${WHOLE}'`)})
    )
  )
  select sha from reached`);

/** The held commits between two numbers, the newest first. */
export const BETWEEN: Query<{ readonly sha: string }> = template(sql`
  select sha from arrivals
  where repository_id = ${repositoryId} and position between ${sql.placeholder("end")} and ${sql.placeholder("begin")}
  order by position desc limit ${sql.placeholder("most")}`);

/** A commit of the graph. */
interface CommitRow {
  readonly sha: string;
  readonly parents: Json<readonly string[]>;
  readonly tree: string | null;
}

/** Some commits of the graph. */
export const GRAPH: Query<CommitRow> = template(sql`
  select sha, parents, tree from ${listed(shas)} as wanted
  cross join commits
  where commits.repository_id = ${repositoryId} and commits.sha = wanted.value`);

/** A commit in a channel that has held it. */
export interface PlaceRow {
  readonly sha: string;
  readonly channel: string;
  readonly position: number;
  /** The deployed commit that reached it without its content. */
  readonly droppedBy: string | null;
}

/** A commit in a channel that has held it. An absence that began with the arrival: it came without its content. */
export const PLACES: Query<PlaceRow> = template(sql`
  select arrivals.sha, arrivals.channel, position, dropping.sha as "droppedBy" from ${listed(shas)} as wanted
  cross join arrivals
  left join absences on absences.repository_id = arrivals.repository_id and absences.sha = arrivals.sha
    and absences.channel = arrivals.channel and absences.event_id = arrivals.event_id and absences.until is null
  left join landings as dropping on dropping.event_id = absences.event_id
  where arrivals.repository_id = ${repositoryId} and arrivals.sha = wanted.value`);

/** A commit that made a tree. */
export interface Maker {
  readonly tree: string;
  readonly sha: string;
}

/** The newest held commits that made each tree. A merge with the content of its first parent makes no content. */
export const MAKERS: Query<Maker> = template(sql`
  select tree, sha from (
    select tree, sha, row_number() over (partition by tree order by position desc) as age from (
      select distinct commits.tree, commits.sha, arrivals.position from ${listed(trees)} as wanted
      cross join commits
      cross join arrivals
      where commits.repository_id = ${repositoryId} and commits.tree = wanted.value
        and arrivals.repository_id = ${repositoryId} and arrivals.sha = commits.sha
        and not exists (
          select 1 from commits as parent
          where ${jsonLength(commits.parents)} > 1 and parent.repository_id = ${repositoryId}
            and parent.tree = commits.tree and parent.sha = ${jsonFirst(commits.parents)}
        )
    ) as made
  ) as aged
  where age <= ${sql.raw(String(MOST_OF_TREE))} order by tree, age`);

/** The first time at which each tree was deployed. */
export const DEPLOYED_TREES: Query<{ readonly tree: string; readonly at: number | null }> = template(sql`
  select value as tree, (
    select at from landings
    where repository_id = ${repositoryId} and tree = wanted.value and ${MOVES_PRODUCTION}
    order by at limit 1
  ) as at
  from ${listed(trees)} as wanted`);

/** Whether both ends of a range share no history. */
export const UNRELATED: Query<{ readonly is_there: 1 }> = template(sql`
  select 1 as is_there from ranges
  where repository_id = ${repositoryId} and base = ${sql.placeholder("base")} and head = ${sql.placeholder("head")}
    and not is_related`);

/** The newest effect. */
export const LAST = build
  .select({ sha: landings.sha })
  .from(landings)
  .where(and(matches(landings, { repositoryId }), MOVES_PRODUCTION))
  .orderBy(desc(landings.at), desc(landings.deploymentId), desc(landings.environment))
  .limit(1);

/** The highest number of a held commit. */
export const HIGHEST = build
  .select({ position: max(arrivals.position) })
  .from(arrivals)
  .where(matches(arrivals, { repositoryId }));

/** The recent heads, and the one of a target. */
export const HEADS = build
  .select()
  .from(targets)
  .where(
    and(
      matches(targets, { repositoryId }),
      or(gte(targets.at, sql.placeholder("since")), matches(targets, placeholders("target"))),
    ),
  );
