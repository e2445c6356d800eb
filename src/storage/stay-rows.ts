import { and, asc, eq, getTableColumns, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Absence, Stay, Stays } from "../domain/shipping/stays.ts";
import type { Return } from "../domain/shipping/timeline-state.ts";
import { asList, isAmong } from "./among.ts";
import { listed } from "./expressions.ts";
import { placeholders } from "./rows.ts";
import { absences, landings, returns } from "./schema/landings.ts";
import type { Connection } from "./sql/handle.ts";
import { build, template } from "./sql/query.ts";

/** The stays of some commits, and the returns among them. */
interface Passed {
  readonly stays: Stays;
  readonly returns: readonly Return[];
}

const ending = alias(landings, "ending");
const { repositoryId, shas } = placeholders("repositoryId", "shas");
// Most repositories have none, and then no commit is looked up.
const hasAny = (table: typeof absences | typeof returns) =>
  sql`exists (select 1 from ${table} where repository_id = ${repositoryId})`;
const GONE = build
  .select({
    ...getTableColumns(absences),
    deploymentId: landings.deploymentId,
    endingId: ending.deploymentId,
    endingEnvironment: ending.environment,
  })
  .from(absences)
  .innerJoin(landings, eq(landings.eventId, absences.eventId))
  .leftJoin(ending, eq(ending.eventId, absences.endedBy))
  .where(and(eq(absences.repositoryId, repositoryId), hasAny(absences), isAmong(absences.sha, shas)))
  .orderBy(asc(absences.since), asc(landings.deploymentId), asc(landings.environment));
const RETURNS = build
  .select({ sha: returns.sha, reverted: returns.reverted })
  .from(returns)
  .where(and(eq(returns.repositoryId, repositoryId), hasAny(returns), isAmong(returns.sha, shas)));

interface ArrivalRow {
  readonly sha: string;
  readonly channel: string;
  readonly deploymentId: number;
  readonly at: number;
  readonly environment: string;
  readonly isLinked: 0 | 1;
}

/** Plain SQL, since nearly every commit has a row: Drizzle takes longer to map them than SQLite to read them. */
const CAME = template<ArrivalRow>(sql`
  select arrivals.sha, arrivals.channel, landings.deployment_id as "deploymentId", at, environment,
    is_linked as "isLinked"
  from ${listed(shas)} as own cross join arrivals
  join landings on landings.event_id = arrivals.event_id
  where arrivals.repository_id = ${repositoryId} and arrivals.sha = own.value`);

/** Loads the stays of some commits, and the returns among them. */
export async function loadStays(
  connection: Connection,
  repositoryId: number,
  commits: readonly string[],
): Promise<Passed> {
  const of = { repositoryId, shas: asList(new Set(commits)) };
  const gone = Map.groupBy(await connection.all(GONE, of), ({ sha, channel }) => keyOf(sha, channel));
  const stays = new Map<string, Stay[]>();
  for (const row of await connection.all(CAME, of)) {
    const absences = (gone.get(keyOf(row.sha, row.channel)) ?? []).map(toAbsence);
    const known = stays.get(row.sha);
    if (known === undefined) stays.set(row.sha, [toStay(row, absences)]);
    else known.push(toStay(row, absences));
  }
  return { stays, returns: toReturns(await connection.all(RETURNS, of)) };
}

function toStay(
  { channel, deploymentId, at, environment, isLinked }: ArrivalRow,
  absences: readonly Absence[],
): Stay {
  const arrival = { deploymentId, at: new Date(at), environment };
  return { channel, arrival, isLinked: isLinked === 1, absences };
}

interface AbsenceRow {
  readonly deploymentId: number;
  readonly since: Date;
  readonly until: Date | null;
  readonly endingId: number | null;
  readonly endingEnvironment: string | null;
}

function toAbsence({ deploymentId, since, until, endingId, endingEnvironment }: AbsenceRow): Absence {
  if (until === null || endingId === null) return { deploymentId, from: since, until: undefined };
  const endedBy = { deploymentId: endingId, environment: endingEnvironment ?? "" };
  return { deploymentId, from: since, until, endedBy };
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
