import { eq } from "drizzle-orm";
import type { DeclaredTool } from "../domain/attribution/tool-role.ts";
import type { DefinitionChange } from "../domain/metric/definition.ts";
import type { StoredRules } from "../domain/records/rules.ts";
import type { Change } from "../domain/shipping/change.ts";
import { commitsBeforeEnd } from "../domain/shipping/change-stay.ts";
import type { EnvironmentCount } from "../domain/shipping/environment-counts.ts";
import { rangeKey } from "../domain/shipping/ranges.ts";
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
import { COMMITS } from "./json/columns.ts";
import { readKeyChanges } from "./pseudonym-keys.ts";
import { createRelatedReader } from "./related.ts";
import { createRepositoryStateReader, type RepositoryState } from "./repository-state.ts";
import { matches } from "./rows.ts";
import { createRulesReader } from "./rules.ts";
import { commits, ranges } from "./schema/commits.ts";
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
  readonly effects: readonly Pick<DeploymentEffect, "finished" | "reason">[];
}

/** The facts of repositories, in the form that the domain derives from. */
export interface HistoryStore {
  /** The facts about some changes, and about all related ones. */
  loadAround(repositoryId: number, ids: readonly string[]): Promise<Facts>;
  /**
   * The facts about the changes merged in an interval of time, and about the deployments that ended in a part of it.
   */
  loadWindow(
    repositoryId: number,
    window: { since: Date; deployedFrom: Date; deployedUntil: Date },
  ): Promise<Window>;
  /** The choices of `auto`, the oldest first; none where only one way to ship is in use. */
  choices(repositoryId: number): Promise<readonly ShipChoice[]>;
  /** The changes of the definition, the oldest first. */
  definitions(): Promise<readonly DefinitionChange[]>;
  /** The times from which people were hashed with another key, the oldest first. */
  keyChanges(): Promise<readonly Date[]>;
  /**
   * The deployments and releases that ended in an interval of time, whether they ship or not, by environment and place.
   */
  environmentCounts(repositoryId: number, interval: Interval): Promise<readonly EnvironmentCount[]>;
  /**
   * The tools that some changes declare, by the author or by an own commit. Changes without a declaration are absent.
   */
  toolsOf(
    repositoryId: number,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, readonly DeclaredTool[]>>;
  /** All facts of a repository. The stored timeline must equal the one that follows from them. */
  load(repositoryId: number): Promise<History>;
}

type Reader = Pick<Database, "select">;

/** Reads histories from SQLite. */
export function createHistoryStore(database: Database): HistoryStore {
  const related = createRelatedReader(database);
  const read = {
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
  const factsOf = (repositoryId: number, found: readonly Change[]): Facts => {
    const sides = read.sides.repeating(repositoryId, found);
    const carriers = [...found.flatMap((change) => change.carriers), ...sides.map(({ sha }) => sha)];
    const { stays, returns } = read.stays(repositoryId, carriers);
    const before = found.flatMap((change) => commitsBeforeEnd(change, stays));
    const further = before.length === 0 ? [] : read.stays(repositoryId, before).stays;
    const all = new Map([...stays, ...further]);
    return { changes: found, stays: all, returns, sides, rules: read.rules(repositoryId) };
  };
  return {
    async loadAround(repositoryId, ids) {
      return database.transaction(() => {
        return factsOf(repositoryId, read.changes(repositoryId, related.all(repositoryId, ids)));
      });
    },
    async loadWindow(repositoryId, { since, deployedFrom, deployedUntil }) {
      const interval: Interval = [deployedFrom, deployedUntil];
      return database.transaction(() => {
        const ids = new Set([
          ...read.ids(repositoryId, since, interval),
          ...read.sides.repeatedIn(repositoryId, interval),
        ]);
        const merged = read.changes(repositoryId, ids);
        const others = related.directly(repositoryId, merged);
        const isRead = new Set(merged.map(({ id }) => id));
        const further = read.changes(
          repositoryId,
          [...others].filter((id) => !isRead.has(id)),
        );
        const facts = factsOf(repositoryId, [...merged, ...further]);
        const choices = read.choices(repositoryId);
        const ended = read.effects(repositoryId, { rules: facts.rules, choices }, interval);
        const [definitions, keyChanges] = [readDefinitionChanges(database), readKeyChanges(database)];
        const state = read.state(repositoryId, interval);
        return { ...facts, ...state, choices, definitions, keyChanges, effects: ended };
      });
    },
    choices: async (repositoryId) => read.choices(repositoryId),
    definitions: async () => readDefinitionChanges(database),
    keyChanges: async () => readKeyChanges(database),
    async environmentCounts(repositoryId, interval) {
      return database.transaction(() => read.environmentCounts(repositoryId, interval));
    },
    toolsOf: async (repositoryId, ids) => read.tools(repositoryId, ids),
    async load(repositoryId) {
      const ever: Interval = [new Date(0), new Date(0)];
      return database.transaction((reader) => ({
        changes: read.changes(repositoryId, read.ids(repositoryId, new Date(0), ever)),
        sides: read.sides.all(repositoryId),
        deployments: readRecords(reader, repositoryId),
        graph: readGraph(reader, repositoryId),
        unrelated: readUnrelated(reader, repositoryId),
        rules: read.rules(repositoryId),
      }));
    },
  };
}

function readGraph(reader: Reader, repositoryId: number): History["graph"] {
  const rows = reader
    .select({ sha: commits.sha, parents: commits.parents, tree: commits.tree })
    .from(commits)
    .where(eq(commits.repositoryId, repositoryId))
    .all();
  return new Map(
    rows.map(({ sha, parents, tree }) => [
      sha,
      { parents: COMMITS.parents.read(parents, { repositoryId, sha }), tree: tree ?? undefined },
    ]),
  );
}

function readUnrelated(reader: Reader, repositoryId: number): Set<string> {
  const rows = reader
    .select({ base: ranges.base, head: ranges.head })
    .from(ranges)
    .where(matches(ranges, { repositoryId, isRelated: false }))
    .all();
  return new Set(rows.map(rangeKey));
}
