import type { DeclaredTool } from "../domain/attribution/tool-role.ts";
import type { DefinitionChange } from "../domain/metric/definition.ts";
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
import { createChangeReader } from "./change-rows.ts";
import type { Database } from "./database.ts";
import { readDefinitionChanges } from "./definitions.ts";
import { readRecords } from "./deployment-rows.ts";
import { createEnvironmentCountReader } from "./environment-counts.ts";
import { readGraph, readUnrelated } from "./graph-rows.ts";
import { readKeyChanges } from "./pseudonym-keys.ts";
import { createRelatedReader } from "./related.ts";
import { createRepositoryStateReader, type RepositoryState } from "./repository-state.ts";
import { createRulesReader } from "./rules.ts";
import { createChoiceReader } from "./ship-choices.ts";
import { createSideReader } from "./side-rows.ts";
import { createStayReader } from "./stay-rows.ts";
import { createToolReader } from "./tool-rows.ts";
import { createEffectReader, createIdReader, type Interval } from "./window-rows.ts";

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

/** Reads histories from SQLite. */
export function createHistoryStore(database: Database): HistoryStore {
  const read = createReaders(database);
  return {
    async loadAround(repositoryId, ids) {
      return database.transaction(() => {
        return factsOf(read, repositoryId, read.changes(repositoryId, read.related.all(repositoryId, ids)));
      });
    },
    async loadWindow(repositoryId, window) {
      return database.transaction(() => loadWindow(database, read, { repositoryId, ...window }));
    },
    findStateIn: async (repositoryId, interval) => read.state(repositoryId, interval),
    listChoices: async (repositoryId) => read.choices(repositoryId),
    listDefinitionChanges: async () => readDefinitionChanges(database),
    listKeyChanges: async () => readKeyChanges(database),
    async listEnvironmentCounts(repositoryId, interval) {
      return database.transaction(() => read.environmentCounts(repositoryId, interval));
    },
    findTools: async (repositoryId, ids) => read.tools(repositoryId, ids),
    async loadAll(repositoryId) {
      const ever: Interval = [new Date(0), new Date(0)];
      return database.transaction((reader) => ({
        changes: read.changes(repositoryId, read.ids(repositoryId, [new Date(0), NEVER], ever)),
        sides: read.sides.all(repositoryId),
        deployments: readRecords(reader, repositoryId),
        graph: readGraph(reader, repositoryId),
        unrelated: readUnrelated(reader, repositoryId),
        rules: read.rules(repositoryId),
      }));
    },
  };
}

type Readers = ReturnType<typeof createReaders>;

function createReaders(database: Database) {
  return {
    related: createRelatedReader(database),
    ids: createIdReader(database),
    changes: createChangeReader(database),
    stays: createStayReader(database),
    effects: createEffectReader(database),
    state: createRepositoryStateReader(database),
    rules: createRulesReader(database),
    environmentCounts: createEnvironmentCountReader(database),
    tools: createToolReader(database),
    sides: createSideReader(database),
    choices: createChoiceReader(database),
  };
}

function factsOf(read: Readers, repositoryId: number, found: readonly Change[]): Facts {
  const sides = read.sides.repeating(repositoryId, found);
  const carriers = [...found.flatMap((change) => change.carriers), ...sides.map(({ sha }) => sha)];
  const { stays, returns } = read.stays(repositoryId, carriers);
  const before = found.flatMap((change) => commitsBeforeEnd(change, stays));
  const further = before.length === 0 ? [] : read.stays(repositoryId, before).stays;
  const all = new Map([...stays, ...further]);
  return { changes: found, stays: all, returns, sides, rules: read.rules(repositoryId) };
}

/** After every time. */
const NEVER = new Date(8.64e15);

function loadWindow(
  database: Database,
  read: Readers,
  {
    repositoryId,
    since,
    until,
    deployedFrom,
    deployedUntil,
  }: WindowQuery & { readonly repositoryId: number },
): Window {
  const interval: Interval = [deployedFrom, deployedUntil];
  const ids = new Set([
    ...read.ids(repositoryId, [since, until ?? NEVER], interval),
    ...read.sides.repeatedIn(repositoryId, interval),
  ]);
  const merged = read.changes(repositoryId, ids);
  // A later merge may restore what another later one reverted, and is in no interval with an end.
  const others =
    until === undefined ? read.related.directly(repositoryId, merged) : read.related.all(repositoryId, ids);
  const isRead = new Set(merged.map(({ id }) => id));
  const further = read.changes(
    repositoryId,
    [...others].filter((id) => !isRead.has(id)),
  );
  const facts = factsOf(read, repositoryId, [...merged, ...further]);
  const choices = read.choices(repositoryId);
  const ended = read.effects(repositoryId, { rules: facts.rules, choices }, interval);
  const [definitions, keyChanges] = [readDefinitionChanges(database), readKeyChanges(database)];
  const state = read.state(repositoryId, interval);
  return { ...facts, ...state, choices, definitions, keyChanges, effects: ended };
}
