import { and, eq, gt, gte, inArray, sql } from "drizzle-orm";
import type { JudgedEvent } from "../domain/shipping/deployment.ts";
import { asList } from "./among.ts";
import type { Database } from "./database.ts";
import { matches, upsert } from "./rows.ts";
import { absences, landings, type StoredReason, shipChoices, targets } from "./schema/landings.ts";
import { repositories } from "./schema/repositories.ts";
import type { Derived } from "./timeline-state.ts";

type Writer = Pick<Database, "select" | "selectDistinct" | "insert" | "update" | "delete" | "run">;

/** An effect to store. */
interface EffectToStore {
  readonly repositoryId: number;
  /** The id of the stored event. */
  readonly eventId: number;
  readonly event: JudgedEvent;
  /** Absent when the event ships nothing by the rules of its time. */
  readonly derived: Derived | undefined;
}

const ARRIVE = `
  insert into arrivals (repository_id, sha, channel, position, event_id)
  select @repositoryId, value ->> '$.sha', value ->> '$.channel', value ->> '$.position', @eventId
  from json_each(@rows) where true
  on conflict do nothing`;

const LEAVE = `
  insert into absences (repository_id, sha, channel, event_id, since)
  select @repositoryId, value ->> '$.sha', value ->> '$.channel', @eventId, @at from json_each(@rows)`;

const COME_BACK = `
  update absences set ended_by = @eventId, until = @at
  where repository_id = @repositoryId and until is null
    and (sha, channel) in (select value ->> '$.sha', value ->> '$.channel' from json_each(@rows))`;

const RESTORE = `
  insert into returns (repository_id, sha, reverted, event_id)
  select @repositoryId, value ->> '$.sha', value ->> '$.reverted', @eventId from json_each(@rows)`;

/** Prepares to store the effect of a deployment event on production. One statement stores all rows of a kind. */
export function createEffectWriter(database: Database) {
  const prepare = (query: string) => database.$client.prepare(query);
  const [arrive, leave] = [prepare(ARRIVE), prepare(LEAVE)];
  const [comeBack, restore] = [prepare(COME_BACK), prepare(RESTORE)];
  return (writer: Writer, toStore: EffectToStore): void => {
    saveLanding(writer, toStore);
    const { repositoryId, eventId, event, derived } = toStore;
    if (derived === undefined) return;
    const { arrived, lost, regained, restoring } = rowsOf(event, derived);
    const of = { repositoryId, eventId };
    const moved = { ...of, at: event.at.getTime() };
    if (arrived.length > 0) arrive.run({ ...of, rows: JSON.stringify(arrived) });
    if (restoring.length > 0) restore.run({ ...of, rows: JSON.stringify(restoring) });
    if (lost.length > 0) leave.run({ ...moved, rows: JSON.stringify(lost) });
    if (regained.length > 0) comeBack.run({ ...moved, rows: JSON.stringify(regained) });
  };
}

/** Stores what an event did to its target. */
function saveLanding(writer: Writer, { repositoryId, eventId, event, derived }: EffectToStore): void {
  const { deployment, environment, target, channel, at, sha } = event;
  const place = { repositoryId, target, channel, sha, at, eventId };
  const tree = derived?.state.graph.get(sha)?.tree ?? null;
  const isLinked = derived?.effect.isLinked ?? false;
  const details = { deploymentId: deployment.id, environment, tree, reason: reasonOf(event, derived) };
  writer
    .insert(landings)
    .values({ ...place, ...details, isLinked })
    .run();
  if (derived === undefined) return;
  if (event.ending === "withdrawn") deleteTarget(writer, repositoryId, target);
  else upsert(writer, targets, { row: place, key: [targets.repositoryId, targets.target] });
}

function reasonOf({ ending }: JudgedEvent, derived: Derived | undefined): StoredReason | null {
  if (derived === undefined) return "not-in-force";
  return ending === "withdrawn" ? "withdrawn" : (derived.effect.reason ?? null);
}

function deleteTarget(writer: Writer, repositoryId: number, target: string): void {
  writer.delete(targets).where(matches(targets, { repositoryId, target })).run();
}

/** The rows of an effect that depend on its landing. */
function rowsOf(event: JudgedEvent, { effect, state }: Derived) {
  const { fresh, returns: found, movements } = effect;
  const placed = (channel: string) => (sha: string) => ({ sha, channel });
  const arrived = [
    ...fresh.map(placed(event.channel)),
    // A commit that a service took over from the whole repository gets a stay of its own.
    ...movements.flatMap(({ channel, regained, kept }) => [...regained, ...kept].map(placed(channel))),
  ];
  return {
    arrived: arrived.map((row) => ({ ...row, position: state.positions.get(row.sha) ?? 0 })),
    restoring: found.flatMap(({ sha, reverted }) => reverted.map((each) => ({ sha, reverted: each }))),
    lost: movements.flatMap(({ channel, lost }) => lost.map(placed(channel))),
    regained: movements.flatMap(({ channel, regained }) => regained.map(placed(channel))),
  };
}

/** Deletes the deployment effects that must be derived again, with all rows that depend on them. */
export function takeBack(writer: Writer, repositoryId: number): void {
  const isRepository = eq(repositories.id, repositoryId);
  const row = writer.select({ from: repositories.replayFrom }).from(repositories).where(isRepository).get();
  if (!row?.from) return;
  const isLater = and(eq(landings.repositoryId, repositoryId), gte(landings.at, row.from));
  const later = writer.select({ id: landings.eventId }).from(landings).where(isLater);
  const moved = writer.selectDistinct({ target: landings.target }).from(landings).where(isLater).all();
  writer.update(absences).set({ endedBy: null, until: null }).where(inArray(absences.endedBy, later)).run();
  // The rows of an effect are deleted with it.
  writer.delete(landings).where(isLater).run();
  restoreTargets(
    writer,
    repositoryId,
    moved.map(({ target }) => target),
  );
  // A choice at that very instant depends on earlier facts only.
  const isChosenLater = and(eq(shipChoices.repositoryId, repositoryId), gt(shipChoices.since, row.from));
  writer.delete(shipChoices).where(isChosenLater).run();
  writer.update(repositories).set({ replayFrom: null }).where(isRepository).run();
}

/** Sets targets back to their newest remaining effects. */
function restoreTargets(writer: Writer, repositoryId: number, moved: readonly string[]): void {
  writer.run(sql`
    insert into targets (repository_id, target, channel, sha, at, event_id)
    select repository_id, target, channel, sha, at, event_id from json_each(${asList(moved)}) as moved
    cross join landings as newest on newest.event_id = (
      select event_id from landings
      where repository_id = ${repositoryId} and target = moved.value and reason is not 'not-in-force'
      order by at desc, deployment_id desc, environment desc limit 1
    )
    where newest.reason is not 'withdrawn'
    on conflict (repository_id, target) do update set
      channel = excluded.channel, sha = excluded.sha, at = excluded.at, event_id = excluded.event_id`);
}
