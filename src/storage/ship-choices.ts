import { and, asc, desc, gt, sql } from "drizzle-orm";
import type { JudgedEvent } from "../domain/shipping/deployment.ts";
import { channelOf } from "../domain/shipping/event-judgement.ts";
import { DEFAULT_RULES, type Rules, rulesAt } from "../domain/shipping/rules.ts";
import {
  type Carried,
  COMPARED_AFTER,
  COMPARED_UNTIL,
  choiceTime,
  chooseWay,
  type ShipChoice,
} from "../domain/shipping/ship-choice.ts";
import type { Database } from "./database.ts";
import { CHANGES, COMMITS } from "./json/columns.ts";
import type { Json } from "./json/form.ts";
import { markForReplay } from "./replay.ts";
import { matches, placeholders } from "./rows.ts";
import { shipChoices } from "./schema/landings.ts";

/** Prepares to choose the way that ships in a week, before a production event of that week is applied. */
export function createChoiceWriter(database: Database) {
  const isBoth = database.$client.prepare(IS_BOTH).pluck();
  const last = database
    .select()
    .from(shipChoices)
    .where(matches(shipChoices, placeholders("repositoryId")))
    .orderBy(desc(shipChoices.since))
    .limit(1)
    .prepare();
  const readCarried = createCarriedReader(database);
  return (repositoryId: number, { at, ending }: JudgedEvent, rules: readonly Rules[]): void => {
    const isLeftOpen = (rulesAt(rules, at) ?? DEFAULT_RULES).ship === "auto";
    if (ending !== "production" || !isLeftOpen) return;
    const since = choiceTime(at);
    const newest = last.get({ repositoryId });
    if (newest?.since.getTime() === since.getTime()) return;
    const until = since.getTime();
    const interval = { repositoryId, from: until - COMPARED_UNTIL, until };
    // Most repositories have one way to ship, and no choice.
    if (isBoth.get(interval) !== 1) return;
    const choice = chooseWay(since, newest?.ship ?? "deployments", readCarried(interval, rules));
    if (choice !== undefined)
      database
        .insert(shipChoices)
        .values({ repositoryId, ...choice })
        .run();
  };
}

/** Prepares to read the choices of `auto` in a repository, the oldest first. */
export function createChoiceReader(database: Database): (repositoryId: number) => ShipChoice[] {
  const all = database
    .select()
    .from(shipChoices)
    .where(matches(shipChoices, placeholders("repositoryId")))
    .orderBy(asc(shipChoices.since))
    .prepare();
  return (repositoryId) => all.all({ repositoryId }).map(({ repositoryId: _, ...choice }) => choice);
}

/** Prepares to replay after a choice, when a change that counts for it arrives only now. */
export function createChoiceReplayer(database: Database): (repositoryId: number, mergedAt: Date) => void {
  const later = database
    .select({ since: shipChoices.since })
    .from(shipChoices)
    .where(
      and(matches(shipChoices, placeholders("repositoryId")), gt(shipChoices.since, sql.placeholder("from"))),
    )
    .limit(1)
    .prepare();
  return (repositoryId, mergedAt) => {
    const from = mergedAt.getTime() + COMPARED_AFTER;
    if (later.get({ repositoryId, from }) !== undefined)
      markForReplay(database, repositoryId, new Date(from));
  };
}

/** The production events of an interval. */
const SHIPPED = `repository_id = @repositoryId and at >= @from and at < @until and ending = 'production'`;

/** Runs before each production event. It begins with the releases, since most repositories have none. */
const IS_BOTH = `
  select exists (
    select 1 from releases cross join deployment_events as event on event.deployment_id = releases.id
    where releases.repository_id = @repositoryId and event.at >= @from and event.at < @until
      and event.ending = 'production'
  ) and exists (select 1 from deployment_events where ${SHIPPED} and deployment_id > 0)`;

const MERGED = `
  select changes.id as id, merged_at as mergedAt, json_group_array(sha) as carriers, services from changes
  join change_commits on change_commits.repository_id = changes.repository_id and change_id = changes.id
    and role = 'carrier'
  where changes.repository_id = @repositoryId and merged_at >= @from and merged_at < @until and not is_explained
  group by changes.id`;

const GRAPH = "select sha, parents from commits where repository_id = @repositoryId";

interface MergedRow {
  readonly id: string;
  readonly mergedAt: number;
  readonly carriers: string;
  readonly services: Json<readonly string[]> | null;
}

interface GraphRow {
  readonly sha: string;
  readonly parents: Json<readonly string[]>;
}

/**
 * Prepares to read the facts for counting the changes that each way has carried. It uses plain SQL, since it reads the
 * whole graph.
 */
function createCarriedReader(database: Database) {
  const prepare = (query: string) => database.$client.prepare(query);
  const shipped = prepare(
    `select at, sha, environment, deployment_id as id from deployment_events where ${SHIPPED}`,
  );
  const [merged, graph] = [prepare(MERGED), prepare(GRAPH)];
  return (
    interval: { repositoryId: number; from: number; until: number },
    rules: readonly Rules[],
  ): Carried => {
    const { repositoryId } = interval;
    const rows = {
      shipped: shipped.all(interval) as { at: number; sha: string; environment: string; id: number }[],
      merged: merged.all(interval) as MergedRow[],
      graph: graph.all({ repositoryId }) as GraphRow[],
    };
    return {
      shipped: rows.shipped.map(({ at, sha, environment, id }) => ({
        at: new Date(at),
        sha,
        channel: channelOf({ environment, at: new Date(at) }, rules),
        deployment: { kind: id < 0 ? "release" : "deployment" },
      })),
      changes: rows.merged.map(({ id, mergedAt, carriers, services }) => ({
        mergedAt: new Date(mergedAt),
        carriers: JSON.parse(carriers),
        services: services === null ? [] : CHANGES.services.read(services, { repositoryId, id }),
      })),
      graph: new Map(
        rows.graph.map(({ sha, parents }) => [
          sha,
          { parents: COMMITS.parents.read(parents, { repositoryId, sha }) },
        ]),
      ),
    };
  };
}
