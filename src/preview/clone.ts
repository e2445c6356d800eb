import type { Config } from "../config/config.ts";
import { createAttributor } from "../domain/attribution/attribution.ts";
import type { CloneChange } from "../domain/clone/clone-change.ts";
import { type CloneWork, workOf } from "../domain/clone/clone-changes.ts";
import { type CloneCommit, toCloneCommit, withCommonKeys } from "../domain/clone/clone-commit.ts";
import {
  type CloneFiles,
  claimedBy,
  confirmPicks,
  namedChanges,
  pickedChanges,
  settleCloneClaims,
} from "../domain/clone/confirm-claims.ts";
import { createPersonReader, type People } from "../domain/clone/people.ts";
import type { Release } from "../domain/clone/releases.ts";
import { shiftWeek, startOf, weekOf } from "../domain/metric/week.ts";
import { compileFileRules, type FileRules, isEffectiveFile } from "../domain/shipping/effective.ts";
import type { SideCommit } from "../domain/shipping/side-commits.ts";
import { readShallow } from "../git/clone.ts";
import { readEach, readHistory } from "../git/history.ts";
import { nameOf } from "./clone-address.ts";
import { readAttributes } from "./clone-settings.ts";
import { createFileTest } from "./file-test.ts";
import type { OpenClone } from "./open-clone.ts";
import { findCut } from "./span.ts";

/** The part of a clone to read, and the rules for it. */
interface CloneRequest {
  /** `owner/name`, or a name like that for a clone without an origin. */
  readonly repository: string;
  /** The time up to which everything is known. */
  readonly asOf: Date;
  /** The number of weeks before that. */
  readonly weeks: number;
  /** The time zone of days and weeks. */
  readonly zone: string;
  readonly config: Config;
  /** Called with the number of commits read since the last call. */
  readonly onProgress?: ((commits: number) => void) | undefined;
}

/** The facts in a clone about its repository. */
export interface Clone
  extends Pick<CloneRequest, "repository" | "asOf" | "config">,
    Pick<OpenClone, "branch"> {
  readonly path: string;
  readonly files: FileRules;
  readonly graph: ReadonlyMap<string, CloneCommit>;
  readonly changes: readonly CloneChange[];
  readonly sides: readonly SideCommit[];
  /** Versions by their tags, oldest first: the ones in the part that was read, and the last one before it. */
  readonly releases: readonly Release[];
  /** Whether history ends at the boundary of a shallow clone. */
  readonly isShallow: boolean;
  /** The time of the newest commit at that boundary, if it is in the part that was read. */
  readonly cutAt: Date | undefined;
  readonly people: People;
}

/**
 * Reads a part of a clone's history, without network. It keeps only the text that attribution and reverts need.
 *
 * Throws a `GitError` when git cannot read it.
 */
export async function readClone(open: OpenClone, request: CloneRequest): Promise<Clone> {
  const { path, store, branch, address, settings } = open;
  const { repository, asOf, config, onProgress } = request;
  const since = startOf(shiftWeek(weekOf(asOf, request.zone), -request.weeks), request.zone);
  const [attributes, edge, cut] = await Promise.all([
    readAttributes(path, branch.sha, settings),
    readShallow(store),
    findCut(path, branch.sha, since),
  ]);
  const files = compileFileRules({ exclude: config.exclude, gitattributes: attributes.files });
  const { range, others, releases } = partOf(open, since, cut);
  const { graph, people } = await readGraph(readHistory(path, range), {
    config,
    files,
    onProgress,
  });
  const work = workOf({ graph, head: branch.sha, others, edge });
  const found = await confirmed(path, work, { names: [nameOf(address), ...open.remotes], rules: files });
  const history = { graph, releases, people, isShallow: edge.size > 0, cutAt: newestOf(edge, graph) };
  return { path, repository, asOf, config, branch, files, ...found, ...history };
}

function newestOf(shas: ReadonlySet<string>, graph: Clone["graph"]): Date | undefined {
  const times = [...shas].flatMap((sha) => graph.get(sha)?.at ?? []);
  return times.length === 0 ? undefined : new Date(Math.max(...times.map((at) => at.getTime())));
}

/** The part of a clone since a time: the range of commits, the tips beside the branch, and the versions. */
function partOf({ branch, releases }: OpenClone, since: Date, cut: string | undefined) {
  // They are in the order of time.
  const first = releases.findIndex(({ at }) => at.getTime() >= since.getTime());
  const [before, recent] = first < 0 ? [releases, []] : [releases.slice(0, first), releases.slice(first)];
  const others = recent.filter(({ isPrerelease }) => !isPrerelease).map(({ sha }) => sha);
  return {
    range: {
      include: [branch.sha, ...new Set(others)],
      exclude: [...new Set([...(cut === undefined ? [] : [cut]), ...before.map(({ sha }) => sha)])],
    },
    others,
    releases: [...before.filter(({ isPrerelease }) => !isPrerelease).slice(-1), ...recent],
  };
}

/** What decides which parts of a commit are kept. */
interface GraphOptions extends Pick<Clone, "config" | "files"> {
  readonly onProgress: CloneRequest["onProgress"];
}

/** The commits of a history by their shas, without the text that nothing needs, and the people in them. */
async function readGraph(
  commits: ReturnType<typeof readHistory>,
  { config, files, onProgress }: GraphOptions,
): Promise<Pick<Clone, "graph" | "people">> {
  const people = new Map<string, string>();
  const settings = {
    attribute: createAttributor(config),
    isEffective: createFileTest(files),
    services: config.services,
    personOf: createPersonReader(config, people),
  };
  const graph = new Map<string, CloneCommit>();
  for await (const batch of commits) {
    for (const commit of batch) {
      const kept = toCloneCommit(commit, settings);
      graph.set(kept.sha, kept);
    }
    onProgress?.(batch.length);
  }
  for (const commit of graph.values()) {
    const common = withCommonKeys(commit, people);
    if (common !== commit) graph.set(commit.sha, common);
  }
  return { graph, people };
}

/** The changes and side commits of a clone's history, with only those claims that the files confirm. */
async function confirmed(
  path: string,
  work: CloneWork,
  { names, rules }: { readonly names: readonly string[]; readonly rules: FileRules },
): Promise<{ readonly changes: readonly CloneChange[]; readonly sides: readonly SideCommit[] }> {
  const isEffective = (file: string) => isEffectiveFile(file, rules);
  const picked = pickedChanges(work.changes, work.sides);
  const sides = confirmPicks(work.sides, picked, {
    isEffective,
    filesOf: await readFiles(path, [
      ...work.sides.flatMap(({ sha, pickedFrom }) => [sha, ...pickedFrom]),
      ...[...picked.values()].flatMap(({ whole }) => whole),
    ]),
  });
  const isCopy = new Set(sides.flatMap(({ sha, pickedFrom }) => (pickedFrom.length > 0 ? [sha] : [])));
  const others = work.namesakes.filter(({ id }) => !isCopy.has(id));
  const changes = [...work.changes, ...others].sort((x, y) => x.mergedAt.getTime() - y.mergedAt.getTime());
  return { changes: await claimed(path, changes, { names, isEffective }), sides };
}

/** Reads the files of claiming changes and of the named ones, since a claim alone has no effect. */
async function claimed(
  path: string,
  changes: readonly CloneChange[],
  { names, isEffective }: Pick<CloneFiles, "isEffective"> & { readonly names: readonly string[] },
): Promise<CloneChange[]> {
  const named = namedChanges(changes, names);
  const claimants = changes.filter((change) => claimedBy(change).some((name) => named.has(name)));
  const involved = [...claimants, ...[...named.values()].map(({ change }) => change)];
  const commits = [...named.values()].map(({ name }) => name).filter((name) => !/^[#!]/.test(name));
  const filesOf = await readFiles(path, [...involved.flatMap(({ whole }) => whole), ...commits]);
  return settleCloneClaims(changes, named, { filesOf, isEffective });
}

/** The files of some commits, by their shas. */
async function readFiles(path: string, shas: readonly string[]): Promise<CloneFiles["filesOf"]> {
  const files = new Map<string, readonly string[]>();
  for await (const batch of readEach(path, [...new Set(shas)]))
    for (const commit of batch) files.set(commit.sha, commit.files);
  return (sha) => files.get(sha) ?? [];
}
