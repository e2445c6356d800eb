import { and, asc, desc, eq, gte, isNotNull, isNull, lte, sql } from "drizzle-orm";
import type { FinishedDeployment } from "../domain/shipping/deployment.ts";
import { finish } from "../domain/shipping/finish.ts";
import type { Range } from "../domain/shipping/ranges.ts";
import { DEFAULT_RULES, type Rules, rulesAt } from "../domain/shipping/rules.ts";
import type { Way } from "../domain/shipping/ship-choice.ts";
import { isInForce } from "../domain/shipping/ship-mode.ts";
import { applyDeployment } from "../domain/shipping/timeline.ts";
import type { Database } from "./database.ts";
import { eventOfRow } from "./deployment-rows.ts";
import { saveEffect, takeBack } from "./effect-rows.ts";
import { matches } from "./rows.ts";
import { createRulesReader } from "./rules.ts";
import { changes } from "./schema/changes.ts";
import { commits, ranges } from "./schema/commits.ts";
import { deploymentEvents, MOVES_PRODUCTION } from "./schema/deployments.ts";
import { landings } from "./schema/landings.ts";
import { repositories } from "./schema/repositories.ts";
import { createChoiceReader, createChoiceWriter } from "./ship-choices.ts";
import { createSideCommitNoter } from "./side-commits.ts";
import { createStateReader } from "./timeline-state.ts";

/**
 * The effects of deployments on production, derived one effect after another and stored.
 *
 * The cost of an effect grows with the commits that it moves. A fact of the past removes the later effects, and they
 * are applied again. So the stored state always equals the one that all known facts give, whatever their order.
 */
export interface TimelineStore {
  /** Whether a deployment must be applied or removed. Most deliveries move nothing. */
  hasNext(repositoryId: number): Promise<boolean>;
  /** A range that must be read before the next deployment can be applied, with the time of that deployment. */
  nextRange(repositoryId: number): Promise<(Range & { readonly at: Date }) | undefined>;
  /** Applies the next deployment, and resolves to the commits that it moved; `undefined` when all are applied. */
  applyNext(repositoryId: number): Promise<readonly string[] | undefined>;
}

/** Keeps timelines in SQLite. */
export function createTimelineStore(database: Database): TimelineStore {
  const readState = createStateReader(database);
  const noteSides = createSideCommitNoter(database);
  const chooseFor = createChoiceWriter(database);
  const readRules = createRulesReader(database);
  const findNext = createNextFinder(database);
  const readChoices = createChoiceReader(database);
  const replayed = database
    .select({ from: repositories.replayFrom })
    .from(repositories)
    .where(eq(repositories.id, sql.placeholder("repositoryId")))
    .prepare();
  const look = (transaction: Writer, repositoryId: number): Next | undefined => {
    takeBack(transaction, repositoryId);
    const rules = readRules(repositoryId);
    const row = findNext(repositoryId);
    if (row === undefined) return undefined;
    const next = { eventId: row.id, finished: finish(eventOfRow(transaction, row), rules) };
    chooseFor(repositoryId, next.finished, rules);
    const { finished } = next;
    const isShipping = isInForce(finished, { rules, choices: readChoices(repositoryId) }, (way) =>
      lastBefore(transaction, repositoryId, { finished, way }),
    );
    return { ...next, rules, isShipping };
  };
  return {
    async hasNext(repositoryId) {
      const isReplayed = replayed.get({ repositoryId })?.from != null;
      return isReplayed || findNext(repositoryId) !== undefined;
    },
    async nextRange(repositoryId) {
      return database.transaction((transaction) => {
        const next = look(transaction, repositoryId);
        if (next === undefined || !needsHistory(transaction, repositoryId, next)) return undefined;
        const { sha: head, at } = next.finished;
        const base = previousSha(transaction, repositoryId) ?? earliestBase(transaction, repositoryId, at);
        if (base === undefined || base === head) return undefined;
        return isRead(transaction, repositoryId, { base, head }) ? undefined : { base, head, at };
      });
    },
    async applyNext(repositoryId) {
      return database.transaction((transaction) => {
        const next = look(transaction, repositoryId);
        if (next === undefined) return undefined;
        const { eventId, finished, isShipping } = next;
        const state = isShipping ? readState(repositoryId, finished) : undefined;
        const effect = state && applyDeployment(state, finished);
        saveEffect(transaction, { repositoryId, eventId, finished, effect, state });
        if (effect?.isLinked) noteSides(repositoryId, { at: finished.at, shas: effect.fresh });
        const moved = effect?.movements.flatMap(({ lost, regained }) => [...lost, ...regained]) ?? [];
        return [...(effect?.fresh ?? []), ...moved];
      });
    },
  };
}

type Writer = Pick<Database, "select" | "selectDistinct" | "insert" | "update" | "delete">;
type Reader = Pick<Database, "select">;

const isDeployed = sql`(${landings.reason} is null or ${landings.reason} not in ('not-in-force', 'withdrawn'))`;
const newestFirst = [desc(landings.at), desc(landings.deploymentId), desc(landings.environment)];

/** The next event to apply, with its stored id. */
interface Next {
  readonly eventId: number;
  readonly finished: FinishedDeployment;
  readonly rules: readonly Rules[];
  /** Whether it ships by the rules of its time. */
  readonly isShipping: boolean;
}

/** Prepares to find the earliest pending event that moves production. All later events are pending, too. */
function createNextFinder(database: Database) {
  const { at, deploymentId, environment } = deploymentEvents;
  const repositoryId = sql.placeholder("repositoryId");
  const last = database
    .select({ at: landings.at })
    .from(landings)
    .where(eq(landings.repositoryId, repositoryId))
    .orderBy(...newestFirst)
    .limit(1)
    .prepare();
  const pending = database
    .select()
    .from(deploymentEvents)
    .leftJoin(landings, eq(landings.eventId, deploymentEvents.id))
    .where(
      and(
        eq(deploymentEvents.repositoryId, repositoryId),
        MOVES_PRODUCTION,
        gte(at, sql.placeholder("from")),
        isNull(landings.eventId),
      ),
    )
    .orderBy(asc(at), asc(deploymentId), asc(environment))
    .limit(1)
    .prepare();
  return (repository: number) => {
    const from = last.get({ repositoryId: repository })?.at.getTime() ?? 0;
    return pending.get({ repositoryId: repository, from })?.deployment_events;
  };
}

/** The last production event of a way to ship, before an event. */
function lastBefore(
  reader: Reader,
  repositoryId: number,
  { finished, way }: { readonly finished: FinishedDeployment; readonly way: Way },
): Date | undefined {
  const { at, deploymentId, environment } = deploymentEvents;
  const isEarlier = sql`(${at}, ${deploymentId}, ${environment})
    < (${finished.at.getTime()}, ${finished.deployment.id}, ${finished.environment})`;
  const before = reader
    .select({ at })
    .from(deploymentEvents)
    .where(
      and(
        matches(deploymentEvents, { repositoryId, ending: "production" }),
        MOVES_PRODUCTION,
        way === "deployments" ? sql`${deploymentId} > 0` : sql`${deploymentId} < 0`,
        isEarlier,
      ),
    )
    .orderBy(desc(at), desc(deploymentId), desc(environment))
    .limit(1)
    .get();
  return before?.at;
}

/**
 * Whether the history before an event must be known. An event that ships needs it to be applied. With `auto`, a
 * production event of the other way needs it to show which way carries more.
 */
function needsHistory(reader: Reader, repositoryId: number, { finished, rules, isShipping }: Next): boolean {
  if (finished.ending === "withdrawn") return false;
  if (isShipping) return true;
  const { ship } = rulesAt(rules, finished.at) ?? DEFAULT_RULES;
  return ship === "auto" && !isKnown(reader, repositoryId, finished.sha);
}

function isKnown(reader: Reader, repositoryId: number, sha: string): boolean {
  const isCommit = matches(commits, { repositoryId, sha });
  return reader.select({ sha: commits.sha }).from(commits).where(isCommit).get() !== undefined;
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

/** The base of the earliest change merged by some time, or at any time. */
export function earliestBase(reader: Reader, repositoryId: number, by?: Date): string | undefined {
  const isMerged = by === undefined ? isNotNull(changes.mergedAt) : lte(changes.mergedAt, by);
  return reader
    .select({ sha: changes.baseSha })
    .from(changes)
    .where(and(eq(changes.repositoryId, repositoryId), isMerged))
    .orderBy(asc(changes.mergedAt), asc(changes.number))
    .limit(1)
    .get()?.sha;
}

function isRead(reader: Reader, repositoryId: number, { base, head }: Range): boolean {
  const isRange = matches(ranges, { repositoryId, base, head });
  return reader.select({ base: ranges.base }).from(ranges).where(isRange).get() !== undefined;
}
