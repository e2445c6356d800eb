import { and, desc, eq, gte, lt, sql } from "drizzle-orm";
import type { Change } from "../domain/shipping/change.ts";
import type { FinishedDeployment } from "../domain/shipping/deployment.ts";
import { finishAll } from "../domain/shipping/deployment.ts";
import type { Passages } from "../domain/shipping/passages.ts";
import { rangeKey } from "../domain/shipping/ranges.ts";
import { inForce } from "../domain/shipping/ship-mode.ts";
import type { History } from "../domain/shipping/shipping.ts";
import type { Landing, Return } from "../domain/shipping/timeline.ts";
import { createChangeReader } from "./change-rows.ts";
import type { Database } from "./database.ts";
import { readDeployments } from "./deployment-rows.ts";
import { createPassageReader } from "./passage-rows.ts";
import { createRelatedReader } from "./related.ts";
import { type RepositoryState, readState } from "./repository-state.ts";
import { readRules, type StoredRules } from "./rules.ts";
import { changes } from "./schema/changes.ts";
import { commits, ranges } from "./schema/commits.ts";
import { deployments } from "./schema/deployments.ts";
import { landings } from "./schema/landings.ts";

/** What decides about some changes, ready to be judged. */
export interface Facts {
  readonly changes: readonly Change[];
  readonly passages: Passages;
  readonly returns: readonly Return[];
  readonly rules: readonly StoredRules[];
}

/** The facts of a stretch of time, with the deployments that ended in a part of it. */
export interface Window extends Facts, RepositoryState {
  readonly landings: readonly Pick<Landing, "finished" | "reason">[];
}

/** All facts of a repository, as the domain derives from them. */
export interface HistoryStore {
  /** The facts about some changes, and all that bears on them. */
  loadAround(repositoryId: number, ids: readonly string[]): Promise<Facts>;
  /** The facts about the changes merged in a stretch of time, and about the deployments that ended in a part of it. */
  loadWindow(
    repositoryId: number,
    window: { since: Date; deployedFrom: Date; deployedUntil: Date },
  ): Promise<Window>;
  /** All that was ever told of a repository: what is kept of its timeline must be what follows from it. */
  load(repositoryId: number): Promise<History>;
}

type Reader = Pick<Database, "select" | "all">;

/** Reads histories from SQLite. */
export function createHistoryStore(database: Database): HistoryStore {
  const related = createRelatedReader(database);
  const readChanges = createChangeReader(database);
  const readPassages = createPassageReader(database);
  const readFacts = (repositoryId: number, ids: Iterable<string>): Facts => {
    const found = readChanges(repositoryId, ids);
    const passed = readPassages(
      repositoryId,
      found.flatMap((change) => change.carriers),
    );
    return { changes: found, ...passed, rules: readRules(database, repositoryId) };
  };
  return {
    async loadAround(repositoryId, ids) {
      return database.transaction(() => readFacts(repositoryId, related.all(repositoryId, ids)));
    },
    async loadWindow(repositoryId, { since, deployedFrom, deployedUntil }) {
      return database.transaction((reader) => {
        const merged = mergedSince(reader, repositoryId, since);
        const arrived = arrivedBetween(reader, repositoryId, [deployedFrom, deployedUntil]);
        return {
          ...readFacts(repositoryId, related.directly(repositoryId, [...merged, ...arrived])),
          landings: readLandings(reader, repositoryId, [deployedFrom, deployedUntil]),
          ...readState(reader, repositoryId, [deployedFrom, deployedUntil]),
        };
      });
    },
    async load(repositoryId) {
      return database.transaction((reader) => ({
        changes: readChanges(repositoryId, mergedSince(reader, repositoryId, new Date(0))),
        deployments: readDeployments(reader, eq(deployments.repositoryId, repositoryId)),
        graph: readGraph(reader, repositoryId),
        unrelated: readUnrelated(reader, repositoryId),
        rules: readRules(reader, repositoryId),
      }));
    },
  };
}

function mergedSince(reader: Reader, repositoryId: number, since: Date): string[] {
  return reader
    .select({ id: changes.id })
    .from(changes)
    .where(and(eq(changes.repositoryId, repositoryId), gte(changes.mergedAt, since)))
    .all()
    .map(({ id }) => id);
}

/** The changes that a landing of a stretch of time was the first to carry. */
function arrivedBetween(reader: Reader, repositoryId: number, [from, until]: [Date, Date]): string[] {
  const rows = reader.all<{ id: string }>(sql`
    select distinct change_id as id from landings
    join arrivals on arrivals.deployment_id = landings.deployment_id
    join change_commits on change_commits.repository_id = arrivals.repository_id and change_commits.sha = arrivals.sha
    where landings.repository_id = ${repositoryId} and landings.at >= ${from.getTime()}
      and landings.at < ${until.getTime()} and role = 'carrier'`);
  return rows.map(({ id }) => id);
}

/** The deployments that ended in a stretch of time, with why those that landed are not counted, if told. */
function readLandings(
  reader: Reader,
  repositoryId: number,
  [from, until]: [Date, Date],
): Pick<Landing, "finished" | "reason">[] {
  const isOfRepository = eq(deployments.repositoryId, repositoryId);
  const isWithin = and(isOfRepository, gte(deployments.endedAt, from), lt(deployments.endedAt, until));
  const rules = readRules(reader, repositoryId);
  const finished = finishAll(readDeployments(reader, isWithin), rules);
  const isEarlier = and(isOfRepository, eq(deployments.ending, "production"), lt(deployments.endedAt, from));
  const before = reader
    .select({ at: deployments.endedAt })
    .from(deployments)
    .where(and(isEarlier, sql`${deployments.id} > 0`))
    .orderBy(desc(deployments.endedAt))
    .limit(1)
    .get();
  const reasons = reader
    .select({ id: landings.deploymentId, reason: landings.reason })
    .from(landings)
    .where(and(eq(landings.repositoryId, repositoryId), gte(landings.at, from), lt(landings.at, until)))
    .all();
  const reasonOf = new Map(reasons.map(({ id, reason }) => [id, reason]));
  return inForce(finished, rules, before?.at ?? undefined).map((each) => ({
    finished: each,
    reason: placeOf(each, reasonOf.get(each.deployment.id)),
  }));
}

function placeOf(
  { ending }: FinishedDeployment,
  kept: typeof landings.$inferSelect.reason | undefined,
): Landing["reason"] {
  if (ending !== "production") return ending;
  return kept === null || kept === "not-in-force" ? undefined : kept;
}

function readGraph(reader: Reader, repositoryId: number): History["graph"] {
  const rows = reader
    .select({ sha: commits.sha, parents: commits.parents, tree: commits.tree })
    .from(commits)
    .where(eq(commits.repositoryId, repositoryId))
    .all();
  return new Map(rows.map(({ sha, parents, tree }) => [sha, { parents, tree: tree ?? undefined }]));
}

function readUnrelated(reader: Reader, repositoryId: number): Set<string> {
  const rows = reader
    .select({ base: ranges.base, head: ranges.head })
    .from(ranges)
    .where(and(eq(ranges.repositoryId, repositoryId), eq(ranges.isRelated, false)))
    .all();
  return new Set(rows.map(rangeKey));
}
