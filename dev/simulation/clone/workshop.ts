import type { Attribution } from "../../../src/domain/attribution/attribution.ts";
import { broughtBy } from "../../../src/domain/shipping/brought.ts";
import type { Change } from "../../../src/domain/shipping/change.ts";
import { type GraphCommit, newCommits } from "../../../src/domain/shipping/commit-graph.ts";
import type { Deployment, DeploymentState, ShippingRecord } from "../../../src/domain/shipping/deployment.ts";
import { isEffectiveFile } from "../../../src/domain/shipping/effective.ts";
import type { Release, ReleaseState } from "../../../src/domain/shipping/release.ts";
import { DEFAULT_RULES, type Rules, rulesAt, servicesOf } from "../../../src/domain/shipping/rules.ts";
import type { History } from "../../../src/domain/shipping/shipping.ts";
import type { SideCommit } from "../../../src/domain/shipping/side-commits.ts";
import { reachableFrom } from "../world/reachable.ts";
import { difference, type Edits, edited, type Files, hash, treeOf } from "./files.ts";

/** A branch that somebody works on. */
export interface Branch {
  /** The commit of the base branch that it was last brought up to date with. */
  base: string;
  head: string;
  /** The commits or changes that it says it reverts, and the commits that it says it was picked from. */
  readonly reverts: string[];
  readonly pickedFrom: string[];
  /** Its own commits that only do that: all of them unless told otherwise, where it says so. */
  restating?: string[];
}

/** How a branch is merged, and by whom it was written. */
export interface Merge {
  readonly by?: string | undefined;
  readonly method?: "merge" | "squash" | "rebase";
  readonly attribution?: Attribution;
  readonly isApproved?: boolean;
  /** The branch that it is merged into: main unless it is stacked on another. */
  readonly into?: Branch;
  /** Whether the content of the base branch is kept, as a conflict may be settled. */
  readonly keepsBase?: boolean;
  /** Lines changed in each file. */
  readonly lines?: number;
}

/** A repository in memory with all that happens to it, and a clock; what it leaves is the facts that GitHub tells. */
export class Workshop {
  main = "0";
  now: Date;
  readonly #graph = new Map<string, GraphCommit>([["0", { parents: [], tree: treeOf({}) }]]);
  readonly #files = new Map<string, Files>([["0", {}]]);
  readonly #trees = new Map([["0", treeOf({})]]);
  /** What was reachable from main when it was last asked for. */
  #onMain = { tip: "0", reached: new Set(["0"]) };
  readonly #changes: Change[] = [];
  readonly #deployments: ShippingRecord[] = [];
  readonly #rules: Rules[];
  readonly #sides: SideCommit[] = [];
  #made = 0;

  constructor(start: Date, rules: readonly Rules[] = [DEFAULT_RULES]) {
    this.now = start;
    this.#rules = [...rules];
  }

  /** Lets time pass. */
  wait(minutes: number): void {
    this.now = new Date(this.now.getTime() + minutes * 60_000);
  }

  /** Starts a branch on a commit, main's tip unless told otherwise. */
  branch(base = this.main): Branch {
    return { base, head: base, reverts: [], pickedFrom: [] };
  }

  /** Starts a history that shares nothing with the rest. */
  orphan(files: Files): string {
    return this.#add([], files);
  }

  /** Brings a branch up to date by merging the one that it will go into. */
  update(branch: Branch, base = this.main): string {
    const files = edited(
      this.filesOf(base),
      difference(this.filesOf(branch.base), this.filesOf(branch.head)),
    );
    branch.head = this.#add([branch.head, base], files);
    branch.base = base;
    return branch.head;
  }

  /** The files of a commit. */
  filesOf(sha: string): Files {
    return this.#files.get(sha) ?? {};
  }

  /** Commits changed files to a branch; without files, an empty commit. `undefined` deletes one. */
  commit(branch: Branch, files: Edits = {}): string {
    const sha = this.#add([branch.head], edited(this.filesOf(branch.head), files));
    branch.head = sha;
    return sha;
  }

  /** Merges a branch, as a pull request would be. */
  merge(branch: Branch, options: Merge = {}): Change {
    const { method = "squash", into, keepsBase = false } = options;
    const base = into?.head ?? this.main;
    const known = into === undefined ? this.#reachableFromMain() : reachableFrom(this.#graph, base);
    const commits = newCommits(this.#graph, branch.head, (sha) => known.has(sha));
    const { merged, rewritten } = this.#land(branch, base, { method, commits, keepsBase });
    if (into === undefined) this.main = merged;
    else into.head = merged;
    const id = `#${this.#changes.length + 1}`;
    return this.#record(id, { branch, carriers: [merged, branch.head], commits, rewritten, options });
  }

  /** Merges another branch into one that somebody works on, and keeps the content of that: `git merge -s ours`. */
  keepOurs(branch: Branch, other: Branch): void {
    branch.head = this.#add([branch.head, other.head], this.filesOf(branch.head));
  }

  /** Merges a branch into main by hand, and keeps main's content: `git merge -s ours`. */
  mergeOurs(branch: Branch): Change {
    const known = this.#reachableFromMain();
    const brought = newCommits(this.#graph, branch.head, (sha) => known.has(sha));
    const ours: Branch = {
      ...this.branch(),
      head: this.#add([this.main, branch.head], this.filesOf(this.main)),
    };
    this.main = ours.head;
    const commits = [...brought, ours.head];
    return this.#record(ours.head, {
      branch: ours,
      carriers: [ours.head],
      commits,
      rewritten: [],
      options: {},
    });
  }

  /** Puts main to a history of its own with the same content, one commit for each of the line: a forced push. */
  rewrite(options: Merge = {}): Change {
    const line: string[] = [];
    for (let sha = this.main; sha !== "0"; sha = this.#graph.get(sha)?.parents[0] ?? "0") line.unshift(sha);
    const branch: Branch = { ...this.branch("0"), base: this.main };
    const commits = line.map((sha) => {
      branch.head = this.#add([branch.head], this.filesOf(sha));
      return branch.head;
    });
    this.main = branch.head;
    return this.#record(branch.head, { branch, carriers: [branch.head], commits, rewritten: [], options });
  }

  /** One commit in a pull request, merged at once. */
  ship(files: Edits, options: Merge = {}): Change {
    const branch = this.branch();
    this.commit(branch, files);
    return this.merge(branch, options);
  }

  /** Pushes straight to main: one commit, or one for each set of files. */
  push(files: Edits | readonly Edits[], options: Merge = {}): Change {
    const branch = this.branch();
    const each: readonly Edits[] = Array.isArray(files) ? files : [files];
    const commits = each.map((edits) => this.commit(branch, edits));
    this.main = branch.head;
    return this.#record(branch.head, { branch, carriers: [branch.head], commits, rewritten: [], options });
  }

  /** Takes back what a change did to its files; `isNamed` unless it is passed off as something else. */
  revert(
    change: Change,
    { isNamed = true, ...options }: Merge & { readonly isNamed?: boolean } = {},
  ): Change {
    const branch = this.branch();
    this.commit(branch, this.#backwards(change));
    if (isNamed) branch.reverts.push(...namesOf(change));
    return this.merge(branch, options);
  }

  /** Copies a change's commits onto another branch, with or without a word where they come from. */
  pick(change: Change, onto: Branch, { isNamed = true }: { readonly isNamed?: boolean } = {}): Branch {
    const branch = this.branch(onto.head);
    const [before, after] = [this.filesOf(change.baseSha), this.filesOf(change.carriers.at(-1) ?? "")];
    this.commit(branch, difference(before, after));
    if (isNamed) branch.pickedFrom.push(...namesOf(change));
    return branch;
  }

  /** Copies a commit onto another branch and pushes it there without a pull request, naming what it was picked from. */
  pushAside(sha: string, onto: Branch, pickedFrom: readonly string[] = [sha]): string {
    const [parent = ""] = this.#graph.get(sha)?.parents ?? [];
    const [before, patch] = [this.filesOf(parent), difference(this.filesOf(parent), this.filesOf(sha))];
    const side = { sha: this.commit(onto, patch), pickedFrom, patchId: patchIdOf(before, patch) };
    this.#sides.push(side);
    return side.sha;
  }

  /** Deploys a commit, main's tip unless told otherwise. */
  deploy(
    sha = this.main,
    rest: Partial<Omit<Deployment, "sha">> & { readonly state?: DeploymentState } = {},
  ): Deployment {
    const { state = "success", ...others } = rest;
    const deployment: Deployment = {
      kind: "deployment",
      id: this.#deployments.length + 1,
      sha,
      environment: "production",
      isProduction: (others.environment ?? "production") === "production",
      isTransient: false,
      creator: undefined,
      statuses: [{ state, at: this.now, environment: undefined }],
      ...others,
    };
    this.#deployments.push(deployment);
    return deployment;
  }

  /** Adds a status to a deployment, now, for its environment unless told otherwise. */
  report(deployment: Pick<Deployment, "id">, state: DeploymentState, environment?: string): void {
    const index = this.#deployments.findIndex(({ id }) => id === deployment.id);
    const before = this.#deployments[index];
    if (before?.kind !== "deployment") throw new Error("only a deployment has statuses");
    const statuses = [...before.statuses, { state, at: this.now, environment }];
    this.#deployments.splice(index, 1, { ...before, statuses });
  }

  /** Publishes a release of a commit, main's tip unless told otherwise. */
  release(tag: string, { sha = this.main, isPrerelease = false } = {}): Release {
    const release: Release = {
      ...{ kind: "release", id: -(this.#deployments.length + 1), creator: undefined },
      ...{ releaseStates: [], tags: [{ tag, sha, at: this.now }] },
    };
    this.#deployments.push(release);
    return this.tell(release, isPrerelease ? "prereleased" : "released", { tag });
  }

  /** Tells what becomes of a release, now, and of the commit of its tag. */
  tell(
    { id }: Pick<Release, "id">,
    state: ReleaseState["state"],
    { tag, sha }: { readonly tag?: string; readonly sha?: string } = {},
  ): Release {
    const index = this.#deployments.findIndex((each) => each.id === id);
    const before = this.#deployments[index];
    if (before?.kind !== "release") throw new Error("only a release is told of");
    const name = tag ?? before.releaseStates.at(-1)?.tag ?? "";
    const at = this.now;
    const releaseState = { at, kind: "change" as const, tag: name, state, publishedAt: at };
    const tags = sha === undefined ? before.tags : [...before.tags, { tag: name, sha, at }];
    const release = { ...before, releaseStates: [...before.releaseStates, releaseState], tags };
    this.#deployments.splice(index, 1, release);
    return release;
  }

  /** The deployments so far, without releases. */
  deployments(): Deployment[] {
    return this.#deployments.filter((each) => each.kind === "deployment");
  }

  /** Changes the config on the default branch. */
  configure(rules: Partial<Rules>): void {
    this.#rules.push({ ...(this.#rules.at(-1) ?? DEFAULT_RULES), ...rules, since: this.now });
  }

  /** All facts so far. */
  history(): History {
    return {
      changes: [...this.#changes],
      deployments: [...this.#deployments],
      sides: [...this.#sides],
      graph: new Map(this.#graph),
      unrelated: new Set(),
      rules: [...this.#rules],
    };
  }

  #add(parents: readonly string[], files: Files): string {
    const sha = `c${++this.#made}`;
    const tree = treeOf(files);
    this.#graph.set(sha, { parents, tree });
    this.#files.set(sha, files);
    this.#trees.set(sha, tree);
    return sha;
  }

  /** Walks only the commits since it was last asked for, unless main was put to another history. */
  #reachableFromMain(): ReadonlySet<string> {
    const { tip, reached } = this.#onMain;
    const later = reachableFrom(this.#graph, this.main, reached);
    const follows = [...later].some((sha) => this.#graph.get(sha)?.parents.includes(tip));
    if (this.main !== tip && !follows)
      this.#onMain = { tip: this.main, reached: reachableFrom(this.#graph, this.main) };
    else {
      for (const sha of later) reached.add(sha);
      this.#onMain = { tip: this.main, reached };
    }
    return this.#onMain.reached;
  }

  #land(
    branch: Branch,
    base: string,
    {
      method,
      commits,
      keepsBase,
    }: Required<Pick<Merge, "method" | "keepsBase">> & {
      readonly commits: readonly string[];
    },
  ) {
    const apply = (onto: string, from: string, to: string) =>
      keepsBase
        ? this.filesOf(onto)
        : edited(this.filesOf(onto), difference(this.filesOf(from), this.filesOf(to)));
    if (method !== "rebase") {
      const parents = method === "merge" ? [base, branch.head] : [base];
      return { merged: this.#add(parents, apply(base, branch.base, branch.head)), rewritten: [] };
    }
    const rewritten: string[] = [];
    for (const sha of commits) {
      const [parent = branch.base, ...others] = this.#graph.get(sha)?.parents ?? [];
      const tip = rewritten.at(-1) ?? base;
      if (others.length === 0) rewritten.push(this.#add([tip], apply(tip, parent, sha)));
    }
    return { merged: rewritten.at(-1) ?? base, rewritten };
  }

  /** The commits of a branch whose content it brings, as whoever reads them tells. */
  #brought(head: string, commits: readonly string[]): string[] {
    const read = commits.map((sha) => {
      const { parents = [], tree = "" } = this.#graph.get(sha) ?? {};
      return { sha, parents, tree };
    });
    return broughtBy(head, read, this.#trees).map(({ sha }) => sha);
  }

  #record(
    id: string,
    of: {
      branch: Branch;
      carriers: readonly string[];
      commits: readonly string[];
      rewritten: readonly string[];
      options: Merge;
    },
  ): Change {
    const { branch, options } = of;
    const commits = this.#brought(branch.head, of.commits);
    const before = this.filesOf(branch.base);
    const patch = difference(before, this.filesOf(branch.head));
    const paths = Object.keys(patch).sort();
    const rules = rulesAt(this.#rules, this.now) ?? DEFAULT_RULES;
    const merges = commits.filter((sha) => (this.#graph.get(sha)?.parents.length ?? 0) > 1);
    const own = commits.filter((sha) => !merges.includes(sha));
    const change: Change = {
      id,
      mergedAt: this.now,
      baseSha: branch.base,
      carriers: [...new Set(of.carriers)],
      commits,
      merges,
      rewritten: of.rewritten,
      builder: "by" in options ? options.by : "ada",
      attribution: options.attribution ?? "undeclared",
      isEffective: paths.some((path) => isEffectiveFile(path)),
      lines: paths.filter((path) => isEffectiveFile(path)).length * (options.lines ?? 10),
      isApproved: options.isApproved ?? true,
      services: servicesOf(paths, rules),
      reverts: branch.reverts,
      pickedFrom: branch.pickedFrom,
      restating: branch.restating ?? (branch.reverts.length + branch.pickedFrom.length > 0 ? own : []),
      partial: [],
      patchId: patchIdOf(before, patch),
    };
    this.#changes.push(change);
    return change;
  }

  #backwards(change: Change): Edits {
    const [before, after] = [this.filesOf(change.baseSha), this.filesOf(change.carriers.at(-1) ?? "")];
    return difference(after, before);
  }
}

function patchIdOf(before: Files, patch: Edits): string | undefined {
  const paths = Object.keys(patch).sort();
  return paths.length === 0 ? undefined : hash(paths.map((path) => [path, before[path], patch[path]]));
}

/** What `git revert` calls the commits of a change on its base branch. */
function namesOf({ rewritten, commits, carriers: [merged = ""] }: Change): readonly string[] {
  if (rewritten.length > 0) return rewritten;
  return commits.includes(merged) ? commits : [merged];
}
