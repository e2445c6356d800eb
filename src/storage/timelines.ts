import { and, asc, desc, eq, gte, isNull, sql } from "drizzle-orm";
import type { FinishedDeployment } from "../domain/shipping/deployment.ts";
import { finish } from "../domain/shipping/finish.ts";
import type { Range } from "../domain/shipping/ranges.ts";
import { isInForce } from "../domain/shipping/ship-mode.ts";
import { land } from "../domain/shipping/timeline.ts";
import type { Database } from "./database.ts";
import { eventOfRow } from "./deployment-rows.ts";
import { saveLanding, takeBack } from "./landing-rows.ts";
import { readRules } from "./rules.ts";
import { changes } from "./schema/changes.ts";
import { ranges } from "./schema/commits.ts";
import { deploymentEvents, IS_PLAYED } from "./schema/deployments.ts";
import { landings } from "./schema/landings.ts";
import { createSideCommitNoter } from "./side-commits.ts";
import { createStateReader } from "./timeline-state.ts";

/**
 * What deployments did to production, derived one landing after another and kept.
 *
 * The cost of one more landing is that of what it moves. A fact of the past takes back the landings after it, and they
 * are played again; so what is kept is always what all known facts give, whatever their order.
 */
export interface TimelineStore {
  /** A stretch of history that must be read before the next landing can be played, with the time of that. */
  nextRange(repositoryId: number): Promise<(Range & { readonly at: Date }) | undefined>;
  /** Plays the next landing, and resolves to the commits that it moved; `undefined` when all are played. */
  playNext(repositoryId: number): Promise<readonly string[] | undefined>;
}

/** Keeps timelines in SQLite. */
export function createTimelineStore(database: Database): TimelineStore {
  const readState = createStateReader(database);
  const noteSides = createSideCommitNoter(database);
  return {
    async nextRange(repositoryId) {
      return database.transaction((transaction) => {
        takeBack(transaction, repositoryId);
        const next = nextToPlay(transaction, repositoryId);
        if (next === undefined || !ships(transaction, repositoryId, next.finished)) return undefined;
        const { ending, sha: head, at } = next.finished;
        if (ending === "withdrawn") return undefined;
        const base = previousSha(transaction, repositoryId) ?? earliestBase(transaction, repositoryId, at);
        if (base === undefined || base === head) return undefined;
        return isRead(transaction, repositoryId, { base, head }) ? undefined : { base, head, at };
      });
    },
    async playNext(repositoryId) {
      return database.transaction((transaction) => {
        takeBack(transaction, repositoryId);
        const next = nextToPlay(transaction, repositoryId);
        if (next === undefined) return undefined;
        const { eventId, finished } = next;
        const state = ships(transaction, repositoryId, finished)
          ? readState(repositoryId, finished)
          : undefined;
        const landing = state && land(state, finished);
        saveLanding(transaction, { repositoryId, eventId, finished, landing, state });
        if (landing?.isLinked) noteSides(repositoryId, { at: finished.at, shas: landing.fresh });
        const moved = landing?.movements.flatMap(({ lost, regained }) => [...lost, ...regained]) ?? [];
        return [...(landing?.fresh ?? []), ...moved];
      });
    },
  };
}

type Reader = Pick<Database, "select">;

const isDeployed = sql`(${landings.reason} is null or ${landings.reason} not in ('not-in-force', 'withdrawn'))`;
const newestFirst = [desc(landings.at), desc(landings.deploymentId), desc(landings.environment)];

/** An event to be played, and what it is kept under. */
interface Next {
  readonly eventId: number;
  readonly finished: FinishedDeployment;
}

/** The earliest event that moves production and is not played; those after it are not either. */
function nextToPlay(reader: Reader, repositoryId: number): Next | undefined {
  const last = reader
    .select({ at: landings.at })
    .from(landings)
    .where(eq(landings.repositoryId, repositoryId))
    .orderBy(...newestFirst)
    .limit(1)
    .get();
  const { at, deploymentId, environment } = deploymentEvents;
  const found = reader
    .select()
    .from(deploymentEvents)
    .leftJoin(landings, eq(landings.eventId, deploymentEvents.id))
    .where(
      and(
        eq(deploymentEvents.repositoryId, repositoryId),
        IS_PLAYED,
        gte(at, last?.at ?? new Date(0)),
        isNull(landings.eventId),
      ),
    )
    .orderBy(asc(at), asc(deploymentId), asc(environment))
    .limit(1)
    .get();
  const row = found?.deployment_events;
  if (row === undefined) return undefined;
  return { eventId: row.id, finished: finish(eventOfRow(reader, row), readRules(reader, repositoryId)) };
}

function ships(reader: Reader, repositoryId: number, finished: FinishedDeployment): boolean {
  const { at, deploymentId, environment, ending } = deploymentEvents;
  const isEarlier = sql`(${at}, ${deploymentId}, ${environment})
    < (${finished.at.getTime()}, ${finished.deployment.id}, ${finished.environment})`;
  const before = reader
    .select({ at })
    .from(deploymentEvents)
    .where(
      and(
        eq(deploymentEvents.repositoryId, repositoryId),
        IS_PLAYED,
        eq(ending, "production"),
        sql`${deploymentId} > 0`,
        isEarlier,
      ),
    )
    .orderBy(desc(at), desc(deploymentId), desc(environment))
    .limit(1)
    .get();
  return isInForce(finished, readRules(reader, repositoryId), before?.at);
}

function previousSha(reader: Reader, repositoryId: number): string | undefined {
  return reader
    .select({ sha: landings.sha })
    .from(landings)
    .where(and(eq(landings.repositoryId, repositoryId), isDeployed))
    .orderBy(...newestFirst)
    .limit(1)
    .get()?.sha;
}

/** Where the earliest change that the first deployment may carry began. */
function earliestBase(reader: Reader, repositoryId: number, at: Date): string | undefined {
  return reader
    .select({ sha: changes.baseSha })
    .from(changes)
    .where(and(eq(changes.repositoryId, repositoryId), sql`${changes.mergedAt} <= ${at.getTime()}`))
    .orderBy(asc(changes.mergedAt), asc(changes.number))
    .limit(1)
    .get()?.sha;
}

function isRead(reader: Reader, repositoryId: number, { base, head }: Range): boolean {
  const isRange = and(eq(ranges.repositoryId, repositoryId), eq(ranges.base, base), eq(ranges.head, head));
  return reader.select({ base: ranges.base }).from(ranges).where(isRange).get() !== undefined;
}
