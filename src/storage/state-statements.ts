import { and, desc, gte, max, or, sql } from "drizzle-orm";
import { WHOLE } from "../domain/shipping/change.ts";
import { MOST_OF_TREE } from "../domain/shipping/contents.ts";
import type { Database } from "./database.ts";
import type { Json } from "./json/form.ts";
import { matches, placeholders } from "./rows.ts";
import { arrivals, landings, targets } from "./schema/landings.ts";

/** An effect on production, and not only an event. */
const MOVES_PRODUCTION = "(landings.reason is null or landings.reason not in ('not-in-force', 'withdrawn'))";

/** The channels of a list that have an effect. */
const CHANNELS = `
  select value from json_each(@channels) as known where exists (
    select 1 from landings
    where repository_id = @repositoryId and channel = known.value and ${MOVES_PRODUCTION}
  )
  order by known.key`;

/** A commit with the commits that it brings to a channel, and the held parents of these. */
const REACHED = `
  with recursive reached(sha) as (
    select @sha
    union
    select parent.value from reached
    cross join commits on commits.repository_id = @repositoryId and commits.sha = reached.sha
    cross join json_each(commits.parents) as parent
    where not exists (
      select 1 from arrivals where arrivals.repository_id = @repositoryId and arrivals.sha = reached.sha
        and arrivals.channel in (@channel, '${WHOLE}')
    )
  )
  select sha from reached`;

/** The held commits between two numbers, the newest first. */
const BETWEEN = `
  select sha from arrivals
  where repository_id = @repositoryId and position between @end and @begin
  order by position desc limit @most`;

const COMMITS = `
  select sha, parents, tree from json_each(@shas) as wanted
  cross join commits on commits.repository_id = @repositoryId and commits.sha = wanted.value`;

/** A commit in a channel that has held it. An absence that began with the arrival: it came without its content. */
const PLACES = `
  select arrivals.sha, arrivals.channel, position, dropping.sha as droppedBy from json_each(@shas) as wanted
  cross join arrivals on arrivals.repository_id = @repositoryId and arrivals.sha = wanted.value
  left join absences on absences.repository_id = arrivals.repository_id and absences.sha = arrivals.sha
    and absences.channel = arrivals.channel and absences.event_id = arrivals.event_id and absences.until is null
  left join landings as dropping on dropping.event_id = absences.event_id`;

/** The newest held commits that made each tree. A merge with the content of its first parent makes no content. */
const MAKERS = `
  select tree, sha from (
    select tree, sha, row_number() over (partition by tree order by position desc) as age from (
      select distinct commits.tree, commits.sha, arrivals.position from json_each(@trees) as wanted
      cross join commits on commits.repository_id = @repositoryId and commits.tree = wanted.value
      cross join arrivals on arrivals.repository_id = @repositoryId and arrivals.sha = commits.sha
      where not exists (
        select 1 from commits as parent
        where json_array_length(commits.parents) > 1 and parent.repository_id = @repositoryId
          and parent.tree = commits.tree and parent.sha = commits.parents ->> 0
      )
    )
  )
  where age <= ${MOST_OF_TREE} order by tree, age`;

/** The first time at which each tree was deployed. */
const DEPLOYED_TREES = `
  select value as tree, (
    select at from landings
    where repository_id = @repositoryId and tree = wanted.value and ${MOVES_PRODUCTION}
    order by at limit 1
  ) as at
  from json_each(@trees) as wanted`;

const UNRELATED = `
  select 1 from ranges
  where repository_id = @repositoryId and base = @base and head = @head and not is_related`;

/** A commit of the graph. */
export interface CommitRow {
  readonly sha: string;
  readonly parents: Json<readonly string[]>;
  readonly tree: string | null;
}

/** A commit in a channel that has held it. */
export interface PlaceRow {
  readonly sha: string;
  readonly channel: string;
  readonly position: number;
  /** The deployed commit that reached it without its content. */
  readonly droppedBy: string | null;
}

/** Prepares to read parts of the state of production. Each statement reads by an index, however long the history is. */
export function prepareState(database: Database) {
  const prepare = (query: string) => database.$client.prepare(query);
  return {
    ...prepareEnds(database),
    channels: prepare(CHANNELS).pluck(),
    reached: prepare(REACHED).pluck(),
    between: prepare(BETWEEN).pluck(),
    commits: prepare(COMMITS),
    places: prepare(PLACES),
    makers: prepare(MAKERS),
    deployedTrees: prepare(DEPLOYED_TREES),
    unrelated: prepare(UNRELATED),
  };
}

/** The newest effect, the highest number, and the heads. */
function prepareEnds(database: Database) {
  const isOfRepository = placeholders("repositoryId");
  return {
    last: database
      .select({ sha: landings.sha })
      .from(landings)
      .where(and(matches(landings, isOfRepository), sql.raw(MOVES_PRODUCTION)))
      .orderBy(desc(landings.at), desc(landings.deploymentId), desc(landings.environment))
      .limit(1)
      .prepare(),
    highest: database
      .select({ position: max(arrivals.position) })
      .from(arrivals)
      .where(matches(arrivals, isOfRepository))
      .prepare(),
    heads: database
      .select()
      .from(targets)
      .where(
        and(
          matches(targets, isOfRepository),
          or(gte(targets.at, sql.placeholder("since")), matches(targets, placeholders("target"))),
        ),
      )
      .prepare(),
  };
}
