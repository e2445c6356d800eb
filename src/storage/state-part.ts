import { WHOLE } from "../domain/shipping/change.ts";
import type { GraphCommit } from "../domain/shipping/commit-graph.ts";
import type { JudgedEvent } from "../domain/shipping/deployment.ts";
import { type Head, RETIRED_AFTER } from "../domain/shipping/heads.ts";
import { rangeKey } from "../domain/shipping/ranges.ts";
import type { Rules } from "../domain/shipping/rules.ts";
import { asList } from "./among.ts";
import { COMMITS } from "./json/columns.ts";
import type { Connection } from "./sql/handle.ts";
import {
  BETWEEN,
  CHANNELS,
  DEPLOYED_TREES,
  GRAPH,
  HEADS,
  HIGHEST,
  LAST,
  MAKERS,
  type Maker,
  PLACES,
  type PlaceRow,
  REACHED,
  UNRELATED,
} from "./state-statements.ts";

/** The next event of a repository, with all rules. */
export interface ToDerive {
  readonly repositoryId: number;
  readonly event: JudgedEvent;
  readonly rules: readonly Rules[];
}

/** The loaded commits. */
interface LoadedCommits {
  readonly repositoryId: number;
  /** The commits whose facts were read. */
  readonly loaded: Set<string>;
  readonly commits: Map<string, GraphCommit>;
  readonly places: PlaceRow[];
}

/** The loaded part of the state of production. */
export interface StatePart extends LoadedCommits {
  /** The trees whose facts were read. */
  readonly loadedTrees: ReadonlySet<string>;
  readonly makers: readonly Maker[];
  readonly deployedTrees: readonly (readonly [tree: string, at: Date])[];
  readonly heads: readonly (readonly [target: string, head: Head])[];
  /** The deployed commit, and the former head of its target. */
  readonly ends: readonly string[];
  /** The channels with an effect. */
  readonly channels: readonly string[];
  readonly unrelated: readonly string[];
  readonly previous: string | undefined;
  readonly nextPosition: number;
}

/** Loads the part on which most effects depend: the commits that an event brings, and the heads that it may move. */
export async function loadPart(
  connection: Connection,
  { repositoryId, event, rules }: ToDerive,
): Promise<StatePart> {
  const { sha, channel, target, at } = event;
  const since = at.getTime() - RETIRED_AFTER;
  const heads = await connection.all(HEADS, { repositoryId, target, since });
  const former = heads.find((head) => head.target === target);
  const reached = (await connection.all(REACHED, { repositoryId, sha, channel })).map((row) => row.sha);
  const all: LoadedCommits = { repositoryId, loaded: new Set(), commits: new Map(), places: [] };
  // What a target no longer holds depends on the heads of all targets. A new target held nothing.
  await load(connection, all, [...reached, ...(former === undefined ? [] : heads.map((head) => head.sha))]);
  const ends = former === undefined ? [sha] : [sha, former.sha];
  const previous = (await connection.one(LAST, { repositoryId }))?.sha;
  const range = { base: previous ?? "", head: sha };
  const isUnrelated = (await connection.one(UNRELATED, { repositoryId, ...range })) !== undefined;
  const channels = await connection.all(CHANNELS, { repositoryId, channels: asList(channelsOf(rules)) });
  return {
    ...all,
    ...(await loadTrees(connection, all, [...reached, ...ends])),
    ends,
    heads: heads.map((head) => [head.target, head]),
    channels: channels.map(({ value }) => value),
    unrelated: isUnrelated ? [rangeKey(range)] : [],
    previous,
    nextPosition: ((await connection.one(HIGHEST, { repositoryId }))?.position ?? -1) + 1,
  };
}

/** A missing commit, and the most held commits to load with it. */
interface Missing {
  readonly sha: string;
  readonly most: number;
}

/**
 * Loads more: all commits that the loaded facts name, and a part of the history. It begins at the child of the missing
 * commit and ends at the oldest of the commits with which the effect compares others.
 */
export async function loadBelow(
  connection: Connection,
  part: StatePart,
  { sha, most }: Missing,
): Promise<void> {
  const { repositoryId, commits } = part;
  const compared = [...part.ends, ...namedBy(part)];
  const parents = [...commits.values()].flatMap((commit) => commit.parents);
  await load(connection, part, [sha, ...compared, ...part.heads.map(([, head]) => head.sha), ...parents]);
  const positions = new Map(part.places.map((place) => [place.sha, place.position]));
  const [child] = [...commits].find(([, commit]) => commit.parents.includes(sha)) ?? [];
  const begin = positions.get(child ?? sha) ?? positions.get(sha);
  if (begin === undefined) return;
  const older = compared.flatMap((each) => positions.get(each) ?? []).filter((position) => position < begin);
  const end = older.length === 0 ? 0 : older.reduce((one, other) => Math.min(one, other));
  const range = { repositoryId, begin, end, most };
  const between = await connection.all(BETWEEN, range);
  await load(
    connection,
    part,
    between.map((row) => row.sha),
  );
}

/** The commits with an earlier content, and those that left a commit out. */
function namedBy({ makers, places }: StatePart): string[] {
  return [...makers.map(({ sha }) => sha), ...places.flatMap(({ droppedBy }) => droppedBy ?? [])];
}

/** Loads the facts of those commits that are not loaded yet. */
async function load(connection: Connection, part: LoadedCommits, named: readonly string[]): Promise<void> {
  const { repositoryId, loaded, commits } = part;
  const missing = new Set(named).difference(loaded);
  if (missing.size === 0) return;
  const of = { repositoryId, shas: asList(missing) };
  for (const { sha, parents, tree } of await connection.all(GRAPH, of))
    commits.set(sha, {
      parents: COMMITS.parents.read(parents, { repositoryId, sha }),
      tree: tree ?? undefined,
    });
  for (const place of await connection.all(PLACES, of)) part.places.push(place);
  for (const sha of missing) loaded.add(sha);
}

async function loadTrees(
  connection: Connection,
  { repositoryId, commits }: LoadedCommits,
  shas: readonly string[],
): Promise<Pick<StatePart, "loadedTrees" | "makers" | "deployedTrees">> {
  const loadedTrees = new Set(shas.flatMap((sha) => commits.get(sha)?.tree ?? []));
  const of = { repositoryId, trees: asList(loadedTrees) };
  const deployed = await connection.all(DEPLOYED_TREES, of);
  return {
    loadedTrees,
    makers: await connection.all(MAKERS, of),
    deployedTrees: deployed.flatMap(({ tree, at }) => (at === null ? [] : [[tree, new Date(at)]])),
  };
}

/** The whole repository, and all services that rules ever named. */
function channelsOf(rules: readonly Rules[]): ReadonlySet<string> {
  return new Set([WHOLE, ...rules.flatMap(({ services }) => services.map(({ name }) => name))]);
}
