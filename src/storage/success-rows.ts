import { and, asc, desc, ne, sql } from "drizzle-orm";
import type { ShippingRecord } from "../domain/shipping/deployment.ts";
import { type FindBefore, type Success, successesOf } from "../domain/shipping/deployment-events.ts";
import { matches, placeholders } from "./rows.ts";
import { successes } from "./schema/deployments.ts";
import type { Connection, Transaction } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

const { environment, at } = successes;
const SUCCESSES = build
  .select({ environment, at })
  .from(successes)
  .where(matches(successes, placeholders("deploymentId")));
const ADD_SUCCESS = build
  .insert(successes)
  .values(placeholders("repositoryId", "environment", "at", "deploymentId"));
const REMOVE_SUCCESS = build
  .delete(successes)
  .where(matches(successes, placeholders("environment", "at", "deploymentId")));

/** Stores the successes of a deployment, and returns the new and the removed ones. */
export async function saveSuccesses(
  transaction: Transaction,
  repositoryId: number,
  deployment: ShippingRecord & { readonly kind: "deployment" },
): Promise<Success[]> {
  const { id: deploymentId } = deployment;
  const before = await transaction.all(SUCCESSES, { deploymentId });
  const after = successesOf(deployment);
  const gone = without(before, after);
  const come = without(after, before);
  for (const { environment, at } of gone)
    await transaction.run(REMOVE_SUCCESS, { deploymentId, environment, at: at.getTime() });
  for (const each of come) await transaction.run(ADD_SUCCESS, { repositoryId, deploymentId, ...each });
  return [...gone, ...come];
}

function without(some: readonly Success[], others: readonly Success[]): Success[] {
  const isKnown = new Set(others.map(successKey));
  return some.filter((each) => !isKnown.has(successKey(each)));
}

function successKey({ environment, at }: Success): string {
  return `${at.getTime()} ${environment}`;
}

const PLACE = sql`(${successes.at}, ${successes.deploymentId})`;
const HERE = sql`(${sql.placeholder("at")}, ${sql.placeholder("id")})`;
const IS_THERE = matches(successes, placeholders("repositoryId", "environment"));
const IS_OTHERS = and(IS_THERE, ne(successes.deploymentId, sql.placeholder("id")));

const OTHER_BEFORE = build
  .select({ id: successes.deploymentId })
  .from(successes)
  .where(and(IS_OTHERS, sql`${PLACE} < ${HERE}`))
  .orderBy(desc(successes.at), desc(successes.deploymentId))
  .limit(1);
const OTHER_AFTER = build
  .select({ id: successes.deploymentId })
  .from(successes)
  .where(and(IS_OTHERS, sql`${PLACE} > ${HERE}`))
  .orderBy(asc(successes.at), asc(successes.deploymentId))
  .limit(1);

/** The other deployment whose two neighboring successes enclose a success of this one. */
export async function findEnclosing(
  connection: Connection,
  repositoryId: number,
  { environment, at, id }: Success & { readonly id: number },
): Promise<number | undefined> {
  const here = { repositoryId, environment, at: at.getTime(), id };
  const before = await connection.one(OTHER_BEFORE, here);
  const after = await connection.one(OTHER_AFTER, here);
  return before?.id === after?.id ? before?.id : undefined;
}

const LAST_BEFORE = build
  .select({ id: successes.deploymentId })
  .from(successes)
  .where(and(IS_THERE, sql`${PLACE} < ${HERE}`))
  .orderBy(desc(successes.at), desc(successes.deploymentId))
  .limit(1);

/** Loads, for each success of a record, which deployment had the last success before it in its environment. */
export async function loadBefore(
  connection: Connection,
  repositoryId: number,
  record: ShippingRecord,
): Promise<FindBefore> {
  const all = record.kind === "release" ? [] : successesOf(record);
  const before = new Map<string, number | undefined>();
  // Before its first success there is none of this record that could continue.
  for (const success of all.slice(1)) {
    const { environment, at } = success;
    const here = { repositoryId, environment, at: at.getTime(), id: record.id };
    before.set(successKey(success), (await connection.one(LAST_BEFORE, here))?.id);
  }
  return (success) => before.get(successKey(success));
}
