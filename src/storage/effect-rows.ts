import { and, eq, gt, gte, inArray, type SQL, sql } from "drizzle-orm";
import type { JudgedEvent } from "../domain/shipping/deployment.ts";
import { asList } from "./among.ts";
import { listed, listedRows } from "./expressions.ts";
import { buildUpsert, matches, placeholders } from "./rows.ts";
import { absences, landings, type StoredReason, shipChoices, targets } from "./schema/landings.ts";
import { repositories } from "./schema/repositories.ts";
import type { Transaction } from "./sql/handle.ts";
import { build } from "./sql/query.ts";
import type { Derived } from "./timeline-state.ts";

/** An effect to store. */
interface EffectToStore {
  readonly repositoryId: number;
  /** The id of the stored event. */
  readonly eventId: number;
  readonly event: JudgedEvent;
  /** Absent when the event ships nothing by the rules of its time. */
  readonly derived: Derived | undefined;
}

const { repositoryId, eventId, at, rows } = placeholders("repositoryId", "eventId", "at", "rows");
const IN_CHANNEL = { sha: "text", channel: "text" } as const;

/** One statement stores all rows of a kind. */
const ARRIVE = sql`
  insert into arrivals (repository_id, sha, channel, position, event_id)
  select cast(${repositoryId} as bigint), sha, channel, position, cast(${eventId} as bigint)
  from ${listedRows(rows, { ...IN_CHANNEL, position: "bigint" })} where true
  on conflict do nothing`;

const LEAVE = sql`
  insert into absences (repository_id, sha, channel, event_id, since)
  select cast(${repositoryId} as bigint), sha, channel, cast(${eventId} as bigint), cast(${at} as bigint)
  from ${listedRows(rows, IN_CHANNEL)}`;

const COME_BACK = sql`
  update absences set ended_by = ${eventId}, until = ${at}
  where repository_id = ${repositoryId} and until is null
    and (sha, channel) in (select sha, channel from ${listedRows(rows, IN_CHANNEL)})`;

const RESTORE = sql`
  insert into returns (repository_id, sha, reverted, event_id)
  select cast(${repositoryId} as bigint), sha, reverted, cast(${eventId} as bigint)
  from ${listedRows(rows, { sha: "text", reverted: "text" })}`;

/** Stores the effect of a deployment event on production. */
export async function saveEffect(transaction: Transaction, toStore: EffectToStore): Promise<void> {
  await saveLanding(transaction, toStore);
  const { repositoryId, eventId, event, derived } = toStore;
  if (derived === undefined) return;
  const { arrived, lost, regained, restoring } = rowsOf(event, derived);
  const of = { repositoryId, eventId, at: event.at.getTime() };
  const store = async (command: SQL, all: readonly object[]) => {
    if (all.length > 0) await transaction.run(command, { ...of, rows: JSON.stringify(all) });
  };
  await store(ARRIVE, arrived);
  await store(RESTORE, restoring);
  await store(LEAVE, lost);
  await store(COME_BACK, regained);
}

/** Stores what an event did to its target. */
async function saveLanding(
  transaction: Transaction,
  { repositoryId, eventId, event, derived }: EffectToStore,
): Promise<void> {
  const { deployment, environment, target, channel, at, sha } = event;
  const place = { repositoryId, target, channel, sha, at, eventId };
  const tree = derived?.state.graph.get(sha)?.tree ?? null;
  const isLinked = derived?.effect.isLinked ?? false;
  const details = { deploymentId: deployment.id, environment, tree, reason: reasonOf(event, derived) };
  await transaction.run(build.insert(landings).values({ ...place, ...details, isLinked }));
  if (derived === undefined) return;
  const key = [targets.repositoryId, targets.target];
  await transaction.run(
    event.ending === "withdrawn"
      ? build.delete(targets).where(matches(targets, { repositoryId, target }))
      : buildUpsert(targets, { row: place, key }),
  );
}

function reasonOf({ ending }: JudgedEvent, derived: Derived | undefined): StoredReason | null {
  if (derived === undefined) return "not-in-force";
  return ending === "withdrawn" ? "withdrawn" : (derived.effect.reason ?? null);
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

const REPLAYED = build
  .select({ from: repositories.replayFrom })
  .from(repositories)
  .where(matches(repositories, { id: repositoryId }));

/** Deletes the deployment effects that must be derived again, with all rows that depend on them. */
export async function takeBack(transaction: Transaction, repositoryId: number): Promise<void> {
  const row = await transaction.one(REPLAYED, { repositoryId });
  if (!row?.from) return;
  const isLater = and(eq(landings.repositoryId, repositoryId), gte(landings.at, row.from));
  const later = build.select({ id: landings.eventId }).from(landings).where(isLater);
  const moved = await transaction.all(
    build.selectDistinct({ target: landings.target }).from(landings).where(isLater),
  );
  const open = { endedBy: null, until: null };
  await transaction.run(build.update(absences).set(open).where(inArray(absences.endedBy, later)));
  // The rows of an effect are deleted with it.
  await transaction.run(build.delete(landings).where(isLater));
  const names = asList(moved.map(({ target }) => target));
  await transaction.run(RESTORE_TARGETS, { repositoryId, names });
  // A choice at that very instant depends on earlier facts only.
  const isChosenLater = and(eq(shipChoices.repositoryId, repositoryId), gt(shipChoices.since, row.from));
  await transaction.run(build.delete(shipChoices).where(isChosenLater));
  const isIt = eq(repositories.id, repositoryId);
  await transaction.run(build.update(repositories).set({ replayFrom: null }).where(isIt));
}

/** Sets targets back to their newest remaining effects. */
const RESTORE_TARGETS = sql`
  insert into targets (repository_id, target, channel, sha, at, event_id)
  select repository_id, target, channel, sha, at, event_id from ${listed(sql.placeholder("names"))} as moved
  cross join landings as newest
  where newest.event_id = (
      select event_id from landings
      where repository_id = ${repositoryId} and target = moved.value and reason is distinct from 'not-in-force'
      order by at desc, deployment_id desc, environment desc limit 1
    )
    and newest.reason is distinct from 'withdrawn'
  on conflict (repository_id, target) do update set
    channel = excluded.channel, sha = excluded.sha, at = excluded.at, event_id = excluded.event_id`;
