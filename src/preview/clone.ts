import { basename, resolve } from "node:path";
import type { Config } from "../config/config.ts";
import type { DeclaredTool } from "../domain/attribution/tool-role.ts";
import type { CloneChange } from "../domain/clone/clone-change.ts";
import { type CloneWork, workOf } from "../domain/clone/clone-changes.ts";
import { type CloneCommit, toCloneCommit } from "../domain/clone/clone-commit.ts";
import {
  type CloneFiles,
  claimedBy,
  confirmPicks,
  namedChanges,
  pickedChanges,
  settleCloneClaims,
} from "../domain/clone/confirm-claims.ts";
import { createPersonReader } from "../domain/clone/people.ts";
import { type Release, releasesOf } from "../domain/clone/releases.ts";
import { shiftWeek, startOf, weekOf } from "../domain/metric/week.ts";
import type { Change } from "../domain/shipping/change.ts";
import { compileFileRules, type FileRules, isEffectiveFile } from "../domain/shipping/effective.ts";
import type { SideCommit } from "../domain/shipping/side-commits.ts";
import { readBranch, readOrigin, readShallow, readTags } from "../git/clone.ts";
import { readEach, readHistory } from "../git/history.ts";
import { readAttributes, readConfig } from "./clone-settings.ts";
import { findCut, findHead } from "./span.ts";

/** The part of a clone to read. */
export interface CloneRequest {
  readonly path: string;
  /** The latest time to read; by default that of the newest commit or version tag. */
  readonly until: Date | undefined;
  /** The number of weeks before that. */
  readonly weeks: number;
  readonly now: Date;
  /** Called with the number of commits read: with 0 at the start, and then now and then. */
  readonly onProgress?: (commits: number) => void;
}

/** The facts in a clone about its repository. */
export interface Clone {
  /** `owner/name` from where it was cloned, else `local/` and the name of its folder. */
  readonly scope: string;
  /** The branch that was read, and its tip. */
  readonly branch: { readonly name: string; readonly sha: string };
  /** The time up to which everything is known. */
  readonly asOf: Date;
  readonly config: Config;
  readonly files: FileRules;
  readonly graph: ReadonlyMap<string, CloneCommit>;
  readonly changes: readonly Change[];
  readonly sides: readonly SideCommit[];
  /** The commits with the content of each change. */
  readonly contents: ReadonlyMap<string, readonly string[]>;
  /** The tools that each change declares, the most used first. */
  readonly tools: ReadonlyMap<string, readonly DeclaredTool[]>;
  /** Versions by their tags, oldest first: the ones in the part that was read, and the last one before it. */
  readonly releases: readonly Release[];
  /** Whether history ends at the boundary of a shallow clone. */
  readonly isShallow: boolean;
}

/**
 * Reads a part of a clone's history, without network. It keeps only the text that attribution and reverts need.
 *
 * Throws a `GitError` when git cannot read it, and a `ConfigError` when its config is invalid.
 */
export async function readClone({ path, until, weeks, now, onProgress }: CloneRequest): Promise<Clone> {
  onProgress?.(0);
  const branch = await readBranch(path);
  const tags = releasesOf(await readTags(path));
  const limit = until ?? now;
  const head = await findHead(path, branch.ref, limit);
  const known = tags.filter(({ at }) => at <= limit);
  const asOf = until ?? new Date(Math.max(head.at.getTime(), known.at(-1)?.at.getTime() ?? 0));
  const config = await readConfig(path, head.sha);
  const attributes = await readAttributes(path, head.sha);
  const files = compileFileRules({ exclude: config.exclude, gitattributes: attributes.files });
  const since = startOf(shiftWeek(weekOf(asOf, config.timezone), -weeks), config.timezone);
  const [before, recent] = [known.filter(({ at }) => at < since), known.filter(({ at }) => at >= since)];
  const final = recent.filter(({ isPrerelease }) => !isPrerelease);
  const cut = await findCut(path, head.sha, since);
  const range = {
    include: [head.sha, ...new Set(final.map(({ sha }) => sha))],
    exclude: [...new Set([...(cut === undefined ? [] : [cut]), ...before.map(({ sha }) => sha)])],
  };
  const graph = await readGraph(readHistory(path, range), { config, files, onProgress });
  const edge = await readShallow(path);
  const scope = scopeOf(await readOrigin(path), path);
  const work = workOf({ graph, head: head.sha, others: final.map(({ sha }) => sha), edge });
  const { changes, sides } = await confirmed(path, work, { scope, rules: files });
  return {
    ...{ scope, branch: { name: branch.name, sha: head.sha }, asOf, config, files, graph },
    ...{ changes, sides },
    contents: new Map(changes.map(({ id, content }) => [id, content])),
    tools: new Map(changes.map(({ id, tools }) => [id, tools])),
    releases: [...before.filter(({ isPrerelease }) => !isPrerelease).slice(-1), ...recent],
    isShallow: edge.size > 0,
  };
}

/** What decides which parts of a commit are kept. */
interface GraphOptions extends Pick<Clone, "config" | "files"> {
  readonly onProgress: CloneRequest["onProgress"] | undefined;
}

/** The commits of a history by their shas, without the text that nothing needs. */
async function readGraph(
  commits: ReturnType<typeof readHistory>,
  { config, files, onProgress }: GraphOptions,
): Promise<Map<string, CloneCommit>> {
  const settings = {
    attribution: config,
    files,
    services: config.services,
    personOf: createPersonReader(config),
  };
  const graph = new Map<string, CloneCommit>();
  for await (const batch of commits) {
    for (const commit of batch) {
      const kept = toCloneCommit(commit, settings);
      graph.set(kept.sha, kept);
    }
    onProgress?.(graph.size);
  }
  return graph;
}

/** The changes and side commits of a clone's history, with only those claims that the files confirm. */
async function confirmed(
  path: string,
  work: CloneWork,
  { scope, rules }: { readonly scope: string; readonly rules: FileRules },
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
  return { changes: await claimed(path, changes, { scope, isEffective }), sides };
}

/** Reads the files of claiming changes and of the named ones, since a claim alone has no effect. */
async function claimed(
  path: string,
  changes: readonly CloneChange[],
  { scope, isEffective }: Pick<CloneFiles, "isEffective"> & { readonly scope: string },
): Promise<CloneChange[]> {
  const named = namedChanges(changes, scope);
  const claimants = changes.filter((change) => claimedBy(change).some((name) => named.has(name)));
  const involved = [...claimants, ...[...named.values()].map(({ change }) => change)];
  const names = [...named.values()].map(({ name }) => name).filter((name) => !/^[#!]/.test(name));
  const filesOf = await readFiles(path, [...involved.flatMap(({ whole }) => whole), ...names]);
  return settleCloneClaims(changes, named, { filesOf, isEffective });
}

/** The files of some commits, by their shas. */
async function readFiles(path: string, shas: readonly string[]): Promise<CloneFiles["filesOf"]> {
  const files = new Map<string, readonly string[]>();
  for await (const batch of readEach(path, [...new Set(shas)]))
    for (const commit of batch) files.set(commit.sha, commit.files);
  return (sha) => files.get(sha) ?? [];
}

/** `owner/name` from an address with any host and scheme, without its user or password. */
function scopeOf(origin: string | undefined, path: string): string {
  const [, name] = /([^/:@]+\/[^/:]+?)(?:\.git)?\/*$/.exec(origin ?? "") ?? [];
  return name ?? `local/${basename(resolve(path)).replace(/\.git$/, "")}`;
}
