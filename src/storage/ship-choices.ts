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
import { CHANGES, COMMITS } from "./json/columns.ts";
import type { Json } from "./json/form.ts";
import { markForReplay } from "./replay.ts";
import { matches, placeholders } from "./rows.ts";
import { shipChoices } from "./schema/landings.ts";
import type { Connection, Transaction } from "./sql/handle.ts";
import { build, template } from "./sql/query.ts";

const LAST = build
  .select()
  .from(shipChoices)
  .where(matches(shipChoices, placeholders("repositoryId")))
  .orderBy(desc(shipChoices.since))
  .limit(1);
const ALL = build
  .select()
  .from(shipChoices)
  .where(matches(shipChoices, placeholders("repositoryId")))
  .orderBy(asc(shipChoices.since));
const HAS_LATER = build
  .select({ since: shipChoices.since })
  .from(shipChoices)
  .where(
    and(matches(shipChoices, placeholders("repositoryId")), gt(shipChoices.since, sql.placeholder("from"))),
  )
  .limit(1);

/** Chooses the way that ships in a week, before a production event of that week is applied. */
export async function saveChoice(
  transaction: Transaction,
  repositoryId: number,
  { event: { at, ending }, rules }: { readonly event: JudgedEvent; readonly rules: readonly Rules[] },
): Promise<void> {
  const isLeftOpen = (rulesAt(rules, at) ?? DEFAULT_RULES).ship === "auto";
  if (ending !== "production" || !isLeftOpen) return;
  const since = choiceTime(at);
  const newest = await transaction.one(LAST, { repositoryId });
  if (newest?.since.getTime() === since.getTime()) return;
  const until = since.getTime();
  const interval = { repositoryId, from: until - COMPARED_UNTIL, until };
  // Most repositories have one way to ship, and no choice.
  if ((await transaction.one(IS_BOTH, interval))?.is_both !== 1) return;
  const carried = await loadCarried(transaction, interval, rules);
  const choice = chooseWay(since, newest?.ship ?? "deployments", carried);
  if (choice !== undefined)
    await transaction.run(build.insert(shipChoices).values({ repositoryId, ...choice }));
}

/** The choices of `auto` in a repository, the oldest first. */
export async function listChoices(connection: Connection, repositoryId: number): Promise<ShipChoice[]> {
  const rows = await connection.all(ALL, { repositoryId });
  return rows.map(({ repositoryId: _, ...choice }) => choice);
}

/** Replays after a choice, when a change that counts for it arrives only now. */
export async function replayAfterChoice(
  transaction: Transaction,
  repositoryId: number,
  mergedAt: Date,
): Promise<void> {
  const from = mergedAt.getTime() + COMPARED_AFTER;
  if ((await transaction.one(HAS_LATER, { repositoryId, from })) !== undefined)
    await markForReplay(transaction, repositoryId, new Date(from));
}

const { repositoryId, from, until } = placeholders("repositoryId", "from", "until");

/** The production events of an interval. */
const SHIPPED = sql`repository_id = ${repositoryId} and at >= ${from} and at < ${until} and ending = 'production'`;

/** Runs before each production event. It begins with the releases, since most repositories have none. */
const IS_BOTH = template<{ readonly is_both: 0 | 1 }>(sql`
  select exists (
    select 1 from releases cross join deployment_events as event
    where event.deployment_id = releases.id
      and releases.repository_id = ${repositoryId} and event.at >= ${from} and event.at < ${until}
      and event.ending = 'production'
  ) and exists (select 1 from deployment_events where ${SHIPPED} and deployment_id > 0) as is_both`);

const EVENTS = template<{
  readonly at: number;
  readonly sha: string;
  readonly environment: string;
  readonly id: number;
}>(sql`select at, sha, environment, deployment_id as id from deployment_events where ${SHIPPED}`);

const MERGED = template<MergedRow>(sql`
  select changes.id as id, merged_at as "mergedAt", sha, services from changes
  join change_commits on change_commits.repository_id = changes.repository_id and change_id = changes.id
    and role = 'carrier'
  where changes.repository_id = ${repositoryId} and merged_at >= ${from} and merged_at < ${until} and not is_explained
  order by changes.id, position`);

const GRAPH = template<GraphRow>(sql`select sha, parents from commits where repository_id = ${repositoryId}`);

/** A merged change, with one of its carriers. */
interface MergedRow {
  readonly id: string;
  readonly mergedAt: number;
  readonly sha: string;
  readonly services: Json<readonly string[]> | null;
}

interface GraphRow {
  readonly sha: string;
  readonly parents: Json<readonly string[]>;
}

/**
 * Loads the facts for counting the changes that each way has carried. It uses plain SQL, since it reads the whole
 * graph.
 */
async function loadCarried(
  connection: Connection,
  interval: { repositoryId: number; from: number; until: number },
  rules: readonly Rules[],
): Promise<Carried> {
  const { repositoryId } = interval;
  const [shipped, merged] = [await connection.all(EVENTS, interval), await connection.all(MERGED, interval)];
  const graph = await connection.all(GRAPH, { repositoryId });
  return {
    shipped: shipped.map(({ at, sha, environment, id }) => ({
      at: new Date(at),
      sha,
      channel: channelOf({ environment, at: new Date(at) }, rules),
      deployment: { kind: id < 0 ? "release" : "deployment" },
    })),
    changes: [...Map.groupBy(merged, ({ id }) => id)].flatMap(([id, [first, ...rest]]) =>
      first === undefined
        ? []
        : [
            {
              mergedAt: new Date(first.mergedAt),
              carriers: [first, ...rest].map(({ sha }) => sha),
              services:
                first.services === null ? [] : CHANGES.services.read(first.services, { repositoryId, id }),
            },
          ],
    ),
    graph: new Map(
      graph.map(({ sha, parents }) => [
        sha,
        { parents: COMMITS.parents.read(parents, { repositoryId, sha }) },
      ]),
    ),
  };
}
