import { and, asc, desc, eq, getTableColumns, gte, isNull, sql } from "drizzle-orm";
import type { JudgedEvent } from "../domain/shipping/deployment.ts";
import { judgeEvent } from "../domain/shipping/event-judgement.ts";
import { DEFAULT_RULES, type Rules, rulesAt } from "../domain/shipping/rules.ts";
import type { Way } from "../domain/shipping/ship-choice.ts";
import { isInForce, rivalOf } from "../domain/shipping/ship-mode.ts";
import { loadEvent } from "./deployment-rows.ts";
import { takeBack } from "./effect-rows.ts";
import { matches, placeholders } from "./rows.ts";
import { listRules } from "./rules.ts";
import { commits } from "./schema/commits.ts";
import { deploymentEvents, MOVES_PRODUCTION } from "./schema/deployments.ts";
import { landings } from "./schema/landings.ts";
import { listChoices, saveChoice } from "./ship-choices.ts";
import type { Connection, Transaction } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

/** The next event to apply, with its stored id. */
interface Next {
  readonly eventId: number;
  readonly event: JudgedEvent;
  readonly rules: readonly Rules[];
  /** Whether it ships by the rules of its time. */
  readonly isShipping: boolean;
}

/** The next event to apply. Deployment effects that are marked for replay are removed first. */
export async function takeNext(transaction: Transaction, repositoryId: number): Promise<Next | undefined> {
  await takeBack(transaction, repositoryId);
  const rules = await listRules(transaction, repositoryId);
  const row = await findNextEvent(transaction, repositoryId);
  if (row === undefined) return undefined;
  const event = judgeEvent(await loadEvent(transaction, row), rules);
  await saveChoice(transaction, repositoryId, { event, rules });
  const shipRules = { rules, choices: await listChoices(transaction, repositoryId) };
  const rival = rivalOf(event, shipRules);
  const last = rival && (await findLastBefore(transaction, repositoryId, { event, way: rival }));
  return { eventId: row.id, event, rules, isShipping: isInForce(event, shipRules, last) };
}

const { at, deploymentId, environment } = deploymentEvents;
const LAST = build
  .select({ at: landings.at })
  .from(landings)
  .where(matches(landings, placeholders("repositoryId")))
  .orderBy(desc(landings.at), desc(landings.deploymentId), desc(landings.environment))
  .limit(1);
const PENDING = build
  .select(getTableColumns(deploymentEvents))
  .from(deploymentEvents)
  .leftJoin(landings, eq(landings.eventId, deploymentEvents.id))
  .where(
    and(
      matches(deploymentEvents, placeholders("repositoryId")),
      MOVES_PRODUCTION,
      gte(at, sql.placeholder("from")),
      isNull(landings.eventId),
    ),
  )
  .orderBy(asc(at), asc(deploymentId), asc(environment))
  .limit(1);

/** The earliest pending event that moves production. All later events are pending, too. */
export async function findNextEvent(connection: Connection, repositoryId: number) {
  const from = (await connection.one(LAST, { repositoryId }))?.at.getTime() ?? 0;
  return connection.one(PENDING, { repositoryId, from });
}

/** The last production event of a way to ship, before an event. */
async function findLastBefore(
  connection: Connection,
  repositoryId: number,
  { event, way }: { readonly event: JudgedEvent; readonly way: Way },
): Promise<Date | undefined> {
  const isEarlier = sql`(${at}, ${deploymentId}, ${environment})
    < (${event.at.getTime()}, ${event.deployment.id}, ${event.environment})`;
  const before = await connection.one(
    build
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
      .limit(1),
  );
  return before?.at;
}

/**
 * Whether the history before an event must be known. An event that ships cannot be applied without it. With `auto`, a
 * production event of the other way needs it to show which way carries more.
 */
export async function needsHistory(
  connection: Connection,
  repositoryId: number,
  { event, rules, isShipping }: Next,
): Promise<boolean> {
  if (event.ending === "withdrawn") return false;
  if (isShipping) return true;
  const { ship } = rulesAt(rules, event.at) ?? DEFAULT_RULES;
  const { sha } = event;
  return ship === "auto" && (await connection.one(COMMIT, { repositoryId, sha })) === undefined;
}

const COMMIT = build
  .select({ sha: commits.sha })
  .from(commits)
  .where(matches(commits, placeholders("repositoryId", "sha")));
