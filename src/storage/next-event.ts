import { and, asc, desc, eq, gte, isNull, sql } from "drizzle-orm";
import type { JudgedEvent } from "../domain/shipping/deployment.ts";
import { judgeEvent } from "../domain/shipping/event-judgement.ts";
import { DEFAULT_RULES, type Rules, rulesAt } from "../domain/shipping/rules.ts";
import type { Way } from "../domain/shipping/ship-choice.ts";
import { isInForce, rivalOf } from "../domain/shipping/ship-mode.ts";
import type { Database } from "./database.ts";
import { eventOfRow } from "./deployment-rows.ts";
import { takeBack } from "./effect-rows.ts";
import { matches } from "./rows.ts";
import { createRulesReader } from "./rules.ts";
import { commits } from "./schema/commits.ts";
import { deploymentEvents, MOVES_PRODUCTION } from "./schema/deployments.ts";
import { landings } from "./schema/landings.ts";
import { createChoiceReader, createChoiceWriter } from "./ship-choices.ts";

type Writer = Pick<Database, "select" | "selectDistinct" | "insert" | "update" | "delete" | "run">;
type Reader = Pick<Database, "select">;

/** The next event to apply, with its stored id. */
interface Next {
  readonly eventId: number;
  readonly event: JudgedEvent;
  readonly rules: readonly Rules[];
  /** Whether it ships by the rules of its time. */
  readonly isShipping: boolean;
}

/**
 * Prepares to read the next event, within the transaction of the caller. Deployment effects that are marked for replay
 * are removed first.
 */
export function createNextReader(database: Database, findNext: ReturnType<typeof createNextFinder>) {
  const chooseFor = createChoiceWriter(database);
  const readRules = createRulesReader(database);
  const readChoices = createChoiceReader(database);
  return (transaction: Writer, repositoryId: number): Next | undefined => {
    takeBack(transaction, repositoryId);
    const rules = readRules(repositoryId);
    const row = findNext(repositoryId);
    if (row === undefined) return undefined;
    const next = { eventId: row.id, event: judgeEvent(eventOfRow(transaction, row), rules) };
    chooseFor(repositoryId, next.event, rules);
    const { event } = next;
    const shipRules = { rules, choices: readChoices(repositoryId) };
    const rival = rivalOf(event, shipRules);
    const last = rival && lastBefore(transaction, repositoryId, { event, way: rival });
    const isShipping = isInForce(event, shipRules, last);
    return { ...next, rules, isShipping };
  };
}

/** Prepares to find the earliest pending event that moves production. All later events are pending, too. */
export function createNextFinder(database: Database) {
  const { at, deploymentId, environment } = deploymentEvents;
  const repositoryId = sql.placeholder("repositoryId");
  const last = database
    .select({ at: landings.at })
    .from(landings)
    .where(eq(landings.repositoryId, repositoryId))
    .orderBy(desc(landings.at), desc(landings.deploymentId), desc(landings.environment))
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
  { event, way }: { readonly event: JudgedEvent; readonly way: Way },
): Date | undefined {
  const { at, deploymentId, environment } = deploymentEvents;
  const isEarlier = sql`(${at}, ${deploymentId}, ${environment})
    < (${event.at.getTime()}, ${event.deployment.id}, ${event.environment})`;
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
 * Whether the history before an event must be known. An event that ships cannot be applied without it. With `auto`, a
 * production event of the other way needs it to show which way carries more.
 */
export function needsHistory(
  reader: Reader,
  repositoryId: number,
  { event, rules, isShipping }: Next,
): boolean {
  if (event.ending === "withdrawn") return false;
  if (isShipping) return true;
  const { ship } = rulesAt(rules, event.at) ?? DEFAULT_RULES;
  return ship === "auto" && !isKnown(reader, repositoryId, event.sha);
}

function isKnown(reader: Reader, repositoryId: number, sha: string): boolean {
  const isCommit = matches(commits, { repositoryId, sha });
  return reader.select({ sha: commits.sha }).from(commits).where(isCommit).get() !== undefined;
}
