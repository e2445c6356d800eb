import type { DeclaredTool } from "../domain/attribution/tool-role.ts";
import type { DefinitionChange } from "../domain/metric/definition.ts";
import type { UnmergedPull } from "../domain/records/change.ts";
import type { StoredRules } from "../domain/records/rules.ts";
import type { Change } from "../domain/shipping/change.ts";
import { commitsBeforeEnd } from "../domain/shipping/change-stay.ts";
import type { EnvironmentCount } from "../domain/shipping/environment-counts.ts";
import type { ShipChoice } from "../domain/shipping/ship-choice.ts";
import type { History } from "../domain/shipping/shipping.ts";
import type { SideCommit } from "../domain/shipping/side-commits.ts";
import type { Stays } from "../domain/shipping/stays.ts";
import type { DeploymentEffect } from "../domain/shipping/timeline.ts";
import type { Return } from "../domain/shipping/timeline-state.ts";
import { loadChanges } from "./change-rows.ts";
import { listDefinitionChanges } from "./definitions.ts";
import { loadRepositoryRecords } from "./deployment-rows.ts";
import { loadEnvironmentCounts } from "./environment-counts.ts";
import { loadGraph, loadUnrelated } from "./graph-rows.ts";
import { listKeyChanges } from "./pseudonym-keys.ts";
import { findAllRelated, findDirectlyRelated } from "./related.ts";
import { loadRepositoryState, type RepositoryState } from "./repository-state.ts";
import { listRules } from "./rules.ts";
import { listChoices } from "./ship-choices.ts";
import { findRepeatedIn, loadRepeatingSides, loadSides } from "./side-rows.ts";
import type { Connection, SqlDatabase } from "./sql/handle.ts";
import { loadStays } from "./stay-rows.ts";
import { findDeclaredTools } from "./tool-rows.ts";
import { loadUnmerged } from "./unmerged-rows.ts";
import { findChangeIds, type Interval, loadEffects } from "./window-rows.ts";

/** The facts for judging some changes. */
interface Facts {
  readonly changes: readonly Change[];
  readonly stays: Stays;
  readonly returns: readonly Return[];
  /** The commits outside changes that may repeat them. */
  readonly sides: readonly SideCommit[];
  readonly rules: readonly StoredRules[];
}

/** The facts of an interval of time, with the deployments that ended in a part of it. */
export interface Window extends Facts, RepositoryState {
  /** The choices of `auto`, the oldest first. */
  readonly choices: readonly ShipChoice[];
  readonly definitions: readonly DefinitionChange[];
  /** The times from which people were hashed with another key. */
  readonly keyChanges: readonly Date[];
  readonly effects: readonly Pick<DeploymentEffect, "event" | "reason">[];
  /** The pull requests that were closed without a merge in the part. */
  readonly unmerged: readonly UnmergedPull[];
}

/** The interval of the merges, and the part of it in which the deployments ended. */
interface WindowQuery {
  readonly since: Date;
  /** Without it, the interval of the merges has no end. */
  readonly until?: Date;
  readonly deployedFrom: Date;
  readonly deployedUntil: Date;
}

/** The facts of repositories, in the form that the domain derives from. */
export interface HistoryStore {
  /** The facts about some changes, and about all related ones. */
  loadAround(repositoryId: number, ids: readonly string[]): Promise<Facts>;
  /**
   * The facts about the changes merged in an interval of time, and about the deployments that ended in a part of it.
   */
  loadWindow(repositoryId: number, window: WindowQuery): Promise<Window>;
  /** The state of a repository, with the warnings of an interval of time. */
  findStateIn(repositoryId: number, interval: Interval): Promise<RepositoryState>;
  /** The choices of `auto`, the oldest first; none where only one way to ship is in use. */
  listChoices(repositoryId: number): Promise<readonly ShipChoice[]>;
  /** The changes of the definition, the oldest first. */
  listDefinitionChanges(): Promise<readonly DefinitionChange[]>;
  /** The times from which people were hashed with another key, the oldest first. */
  listKeyChanges(): Promise<readonly Date[]>;
  /**
   * The deployments and releases that ended in an interval of time, whether they ship or not, by environment and place.
   */
  listEnvironmentCounts(repositoryId: number, interval: Interval): Promise<readonly EnvironmentCount[]>;
  /**
   * The tools that some changes declare, by the author or by an own commit. Changes without a declaration are absent.
   */
  findTools(
    repositoryId: number,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, readonly DeclaredTool[]>>;
  /** All facts of a repository. The stored timeline must equal the one that follows from them. */
  loadAll(repositoryId: number): Promise<History>;
}

/** Reads histories. */
export function createHistoryStore(database: SqlDatabase): HistoryStore {
  return {
    loadAround: (repositoryId, ids) =>
      database.read(async (snapshot) => {
        const related = await findAllRelated(snapshot, repositoryId, ids);
        return loadFacts(snapshot, repositoryId, await loadChanges(snapshot, repositoryId, related));
      }),
    loadWindow: (repositoryId, window) =>
      database.read((snapshot) => loadWindow(snapshot, repositoryId, window)),
    findStateIn: (repositoryId, interval) => loadRepositoryState(database, repositoryId, interval),
    listChoices: (repositoryId) => listChoices(database, repositoryId),
    listDefinitionChanges: () => listDefinitionChanges(database),
    listKeyChanges: () => listKeyChanges(database),
    listEnvironmentCounts: (repositoryId, interval) =>
      loadEnvironmentCounts(database, repositoryId, interval),
    findTools: (repositoryId, ids) => findDeclaredTools(database, repositoryId, ids),
    loadAll: (repositoryId) =>
      database.read(async (snapshot) => {
        const ever: Interval = [new Date(0), new Date(0)];
        const within = { merged: [new Date(0), NEVER] as const, shipped: ever };
        const ids = await findChangeIds(snapshot, repositoryId, within);
        return {
          changes: await loadChanges(snapshot, repositoryId, ids),
          sides: await loadSides(snapshot, repositoryId),
          deployments: await loadRepositoryRecords(snapshot, repositoryId),
          graph: await loadGraph(snapshot, repositoryId),
          unrelated: await loadUnrelated(snapshot, repositoryId),
          rules: await listRules(snapshot, repositoryId),
        };
      }),
  };
}

async function loadFacts(
  connection: Connection,
  repositoryId: number,
  changes: readonly Change[],
): Promise<Facts> {
  const sides = await loadRepeatingSides(connection, repositoryId, changes);
  const carriers = [...changes.flatMap((change) => change.carriers), ...sides.map(({ sha }) => sha)];
  const { stays, returns } = await loadStays(connection, repositoryId, carriers);
  const before = changes.flatMap((change) => commitsBeforeEnd(change, stays));
  const further: Stays =
    before.length === 0 ? new Map() : (await loadStays(connection, repositoryId, before)).stays;
  const rules = await listRules(connection, repositoryId);
  return { changes, stays: new Map([...stays, ...further]), returns, sides, rules };
}

/** After every time. */
const NEVER = new Date(8.64e15);

async function loadWindow(
  connection: Connection,
  repositoryId: number,
  { since, until, deployedFrom, deployedUntil }: WindowQuery,
): Promise<Window> {
  const interval: Interval = [deployedFrom, deployedUntil];
  const within = { merged: [since, until ?? NEVER] as const, shipped: interval };
  const ids = new Set([
    ...(await findChangeIds(connection, repositoryId, within)),
    ...(await findRepeatedIn(connection, repositoryId, interval)),
  ]);
  const merged = await loadChanges(connection, repositoryId, ids);
  // A later merge may restore what another later one reverted, and is in no interval with an end.
  const others =
    until === undefined
      ? await findDirectlyRelated(connection, repositoryId, merged)
      : await findAllRelated(connection, repositoryId, ids);
  const isRead = new Set(merged.map(({ id }) => id));
  const unread = [...others].filter((id) => !isRead.has(id));
  const further = await loadChanges(connection, repositoryId, unread);
  const facts = await loadFacts(connection, repositoryId, [...merged, ...further]);
  const choices = await listChoices(connection, repositoryId);
  const effects = await loadEffects(connection, repositoryId, { rules: facts.rules, choices, interval });
  const definitions = await listDefinitionChanges(connection);
  const keyChanges = await listKeyChanges(connection);
  const state = await loadRepositoryState(connection, repositoryId, interval);
  const unmerged = await loadUnmerged(connection, repositoryId, interval);
  return { ...facts, ...state, choices, definitions, keyChanges, effects, unmerged };
}
