import fc from "fast-check";
import {
  type Content,
  commitName,
  type DraftCommit,
  importCommand,
  timeOf,
  treeName,
} from "../../dev/simulation/clone/git-objects.ts";
import { createRepository, IMPORT } from "../../dev/simulation/clone/repository.ts";
import type { Past as GitHubPast } from "../../dev/simulation/past/github-past.ts";
import type { Delivery } from "../../dev/simulation/story/story.ts";
import { at } from "../../dev/simulation/world/history.ts";
import {
  account,
  pullRequestPayload,
  pushPayload,
  releasePayload,
} from "../../dev/simulation/world/payloads.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import type { WorldCommit } from "../../dev/simulation/world/world.ts";

const METHODS = ["squash", "merge", "rebase"] as const;

/** What happens to a repository, some minutes after the thing before. */
export type Deed = { readonly minutes: number } & (
  | {
      readonly does: "merge" | "nest" | "aside" | "revert" | "backport";
      readonly method: (typeof METHODS)[number];
      readonly by: number;
      readonly commits: number;
      readonly path: string;
      readonly isBot: boolean;
      readonly isDeclared: boolean;
      readonly of: number;
    }
  | { readonly does: "push"; readonly by: number; readonly commits: number }
  | { readonly does: "pick"; readonly of: number; readonly isPart: boolean }
  | { readonly does: "release"; readonly isOfLine: boolean }
);

const minutes = fc.integer({ min: 1, max: 3 * 24 * 60 });
const rarely = fc.integer({ min: 0, max: 6 }).map((chance) => chance === 0);
const pull = (does: PullDeed["does"]) =>
  fc.record({
    does: fc.constant(does),
    minutes,
    method: fc.constantFrom(...METHODS),
    by: fc.integer({ min: 1, max: 6 }),
    commits: fc.integer({ min: 1, max: 2 }),
    path: fc.constantFrom("a.ts", "b.ts", "c.ts", "README.md"),
    isBot: rarely,
    isDeclared: fc.boolean(),
    of: fc.nat(3),
  });

type PullDeed = Extract<Deed, { readonly path: string }>;

/** Some deeds in a row. */
export const deeds: fc.Arbitrary<readonly Deed[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: pull("merge") },
    { weight: 1, arbitrary: pull("nest") },
    { weight: 1, arbitrary: pull("aside") },
    { weight: 2, arbitrary: pull("revert") },
    { weight: 2, arbitrary: pull("backport") },
    {
      weight: 2,
      arbitrary: fc.record({
        does: fc.constant("push" as const),
        minutes,
        by: fc.integer({ min: 1, max: 6 }),
        commits: fc.integer({ min: 1, max: 3 }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ does: fc.constant("pick" as const), minutes, of: fc.nat(3), isPart: rarely }),
    },
    {
      weight: 6,
      arbitrary: fc.record({ does: fc.constant("release" as const), minutes, isOfLine: fc.boolean() }),
    },
  ),
  { minLength: 8, maxLength: 18 },
);

/** What a pull request or push made, by its commits on the branch that it went into. */
interface Made {
  readonly landed: readonly string[];
  /** The commits that do the work: without the merge commit. */
  readonly work: readonly string[];
}

/** A history as GitHub told of it, as GitHub remembers it, and as a clone has it. */
export interface Chronicle {
  readonly deliveries: readonly Delivery[];
  readonly past: GitHubPast;
  readonly end: Date;
  /** Writes it as a real repository, and returns its path. */
  readonly clone: (origin?: string) => string;
}

/** Writes the chronicle of some deeds. */
export function chronicle(all: readonly Deed[]): Chronicle {
  const writer = new Chronicler();
  for (const deed of all) writer.take(deed);
  writer.finish();
  return writer;
}

const BOT = "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>";
const GITHUB = "GitHub <noreply@github.com>";
const MERGER = 9;
/** Who does nothing else: GitHub counts the lines of an inner pull request in the outer one too, and a clone once. */
const NESTER = 7;
const FIRST = "0\n";
/** The file of one of several commits: where each lands by itself, a clone counts its lines by itself, and GitHub those of all together. */
const beside = (path: string, count: number) => path.replace(".", count === 0 ? "." : `${count}.`);
const nameOf = (id: number) => `Person Number${id} <person-${id}@acme.example>`;
const CLAUDE = "\n\nCo-Authored-By: Claude <noreply@anthropic.com>";

class Chronicler implements Chronicle {
  readonly deliveries: Delivery[] = [];
  readonly #drafts = new Map<string, DraftCommit>();
  readonly #releases: { id: number; tag: string; sha: string; at: Date }[] = [];
  readonly #made: Made[] = [];
  #now = at(2, 9).getTime();
  #number = 0;
  #edits = 0;
  #main: string;
  #line: string;
  /** What was copied to the line. */
  readonly #onLine = new Set<string>();

  constructor() {
    const paths = ["a.ts", "b.ts", "c.ts", "README.md"].flatMap((path) =>
      [0, 1, 2].map((count) => beside(path, count)),
    );
    const content = new Map(paths.map((path) => [path, FIRST]));
    const root = { parents: [], message: "Begin", content, author: nameOf(1), committer: nameOf(1) };
    // Longer ago than a clone is read: GitHub told nobody of it.
    this.#main = this.#keep({ ...root, at: new Date("2025-01-06T09:00:00Z") });
    this.#line = this.#main;
    this.#release(this.#main, "v1.0.0");
  }

  get end(): Date {
    return new Date(this.#now + 60_000);
  }

  get past(): GitHubPast {
    const payloads = <Event extends Delivery["event"]>(wanted: Event) =>
      this.deliveries.flatMap((each) => (each.event === wanted ? [each.payload] : [])) as (Delivery & {
        event: Event;
      })["payload"][];
    return {
      world: this.#world(),
      head: this.#main,
      pulls: payloads("pull_request").filter(({ action }) => action === "closed"),
      pushes: payloads("push"),
      reviews: [],
      statuses: [],
      releases: this.#releases,
    };
  }

  readonly clone = (origin = `https://github.com/${SHOP.owner}/${SHOP.name}.git`): string => {
    const repository = createRepository({ remotes: { origin } });
    const marks = new Map<string, number>();
    const commands = [...this.#drafts].map(([sha, draft]) => {
      const mark = marks.size + 1;
      const command = importCommand(draft, marks, mark);
      marks.set(sha, mark);
      return command;
    });
    const reset = `reset refs/heads/main\nfrom :${marks.get(this.#main)}\n`;
    const tags = this.#releases.map(
      ({ tag, sha, at: time }) =>
        `tag ${tag}\nfrom :${marks.get(sha)}\ntagger ${nameOf(MERGER)} ${timeOf({ at: time })}\ndata 0\n`,
    );
    repository.git(IMPORT, [...commands, reset, ...tags].join(""));
    return repository.path;
  };

  /** Releases both branches: of what no tag reaches a clone knows only the default branch. */
  finish(): void {
    for (const isOfLine of [true, false]) {
      this.#now += 3_600_000;
      this.#releaseTip({ does: "release", minutes: 60, isOfLine });
    }
  }

  take(deed: Deed): void {
    this.#now += deed.minutes * 60_000;
    if (deed.does === "push") this.#push(deed);
    else if (deed.does === "release") this.#releaseTip(deed);
    else if (deed.does === "pick") this.#pick(deed);
    else if (deed.does === "nest") this.#nest(deed);
    else if (deed.does === "aside") this.#aside(deed);
    else this.#merge(deed);
  }

  #push({ by, commits }: Deed & { does: "push" }): void {
    const before = this.#main;
    const shas: string[] = [];
    for (let count = 0; count < commits; count++) {
      const edits = { path: beside("c.ts", count), text: this.#text() };
      shas.push(this.#commit(shas.at(-1) ?? before, { edits, message: "Push it", by: nameOf(by) }));
    }
    this.#main = shas.at(-1) ?? before;
    this.#made.push({ landed: shas, work: shas });
    this.#tellPush(before, shas, by);
  }

  #releaseTip({ isOfLine }: Deed & { does: "release" }): void {
    const version = `${isOfLine ? 1 : 2}.${this.#releases.length}.0`;
    this.#release(isOfLine ? this.#line : this.#main, `v${version}`);
  }

  /** Picks something to the release line by `git cherry-pick -x`, and pushes it there. */
  #pick({ of, isPart }: Deed & { does: "pick" }): void {
    const work = this.#older(of)?.work ?? [];
    const picked = isPart ? work.slice(0, 1) : work;
    if (this.#isOnLine(picked)) return;
    for (const sha of picked) this.#line = this.#copy(sha, this.#line, nameOf(MERGER));
  }

  /** Git picks nothing that is there already. */
  #isOnLine(shas: readonly string[]): boolean {
    const isThere = shas.every((sha) => this.#onLine.has(sha));
    for (const sha of shas) this.#onLine.add(sha);
    return isThere;
  }

  #copy(sha: string, onto: string, committer: string): string {
    const draft = this.#drafts.get(sha);
    const message = `${draft?.message ?? ""}\n\n(cherry picked from commit ${sha})`;
    return this.#commit(onto, {
      edits: this.#editOf(sha),
      message,
      by: draft?.author ?? committer,
      committer,
    });
  }

  /** A pull request into a branch that is merged by another one. */
  #nest(nested: PullDeed): void {
    const deed = { ...nested, by: NESTER, isBot: false };
    const before = this.#main;
    const begun = this.#commit(before, {
      edits: { path: "b.ts", text: this.#text() },
      message: "Begin",
      by: nameOf(deed.by),
    });
    const inner = this.#commit(begun, {
      edits: { path: deed.path, text: this.#text() },
      message: "Inner",
      by: nameOf(deed.by),
    });
    const into = this.#land({ ...deed, method: "squash" }, { base: begun, shas: [inner], title: "Inner" });
    this.#now += 3_600_000;
    const work = [begun, ...into.landed];
    const landed = this.#land({ ...deed, method: "merge" }, { base: before, shas: work, title: "Outer" });
    this.#main = landed.landed.at(-1) ?? before;
    this.#tellPush(before, [begun, ...into.landed, ...landed.landed], MERGER);
  }

  /** A pull request into a branch that another one merges without its content, and what was pushed to that branch. */
  #aside(nested: PullDeed): void {
    const deed = { ...nested, by: NESTER, isBot: false };
    const before = this.#main;
    const edit = (parent: string, path: string, message: string) =>
      this.#commit(parent, { edits: { path, text: this.#text() }, message, by: nameOf(deed.by) });
    const begun = edit(before, "b.ts", "Begin");
    const inner = edit(begun, "b.ts", `Inner${CLAUDE}`);
    const into = this.#land({ ...deed, method: "merge" }, { base: begun, shas: [inner], title: "Inner" });
    this.#now += 3_600_000;
    // The server does not know the content from before the first change.
    const own = deed.commits > 1 || this.#made.length === 0 ? [edit(before, deed.path, "Own")] : [];
    const parents = [own.at(-1) ?? before, into.landed.at(-1) ?? begun];
    const content = new Map(this.#drafts.get(parents[0] ?? "")?.content);
    const by = { author: nameOf(deed.by), committer: nameOf(deed.by) };
    const ours = this.#keep({ ...by, parents, content, message: "Keep ours", at: new Date(this.#now) });
    // GitHub's double lists what each commit touches, so that the whole must count as it does.
    const last = edit(ours, "b.ts", "More");
    const all = [begun, inner, ...into.landed, ...own, ours, last];
    const landed = this.#land({ ...deed, method: "merge" }, { base: before, shas: all, title: "Outer" });
    this.#main = landed.landed.at(-1) ?? before;
    this.#tellPush(before, [...all, ...landed.landed], MERGER);
  }

  #merge(deed: PullDeed): void {
    const target = this.#older(deed.of);
    if (deed.does !== "merge" && target === undefined) return;
    if (deed.does === "backport" && this.#isOnLine(target?.work ?? [])) return;
    const base = deed.does === "backport" ? this.#line : this.#main;
    const shas = this.#branch(deed, base, target);
    const made = this.#land(deed.does === "backport" ? knowable(deed) : deed, {
      base,
      shas,
      title: deed.does,
    });
    const tip = made.landed.at(-1) ?? base;
    if (deed.does === "backport") {
      this.#line = tip;
      return;
    }
    this.#main = tip;
    this.#made.push(made);
    this.#tellPush(base, [...(deed.method === "merge" ? shas : []), ...made.landed], MERGER);
  }

  /** The commits of a pull request. */
  #branch(deed: PullDeed, base: string, target?: Made): string[] {
    const by = deed.isBot ? BOT : nameOf(deed.by);
    const shas: string[] = [];
    const tip = () => shas.at(-1) ?? base;
    if (deed.does === "backport") {
      for (const sha of target?.work ?? []) shas.push(this.#copy(sha, tip(), by));
      return shas;
    }
    if (deed.does === "revert") {
      // GitHub's button reverts a merge commit as a whole.
      for (const sha of (deed.isDeclared ? target?.landed : target?.work)?.toReversed() ?? []) {
        const edits = this.#editOf(sha, true);
        shas.push(this.#commit(tip(), { edits, message: `Back\n\nThis reverts commit ${sha}.`, by }));
      }
      return shas;
    }
    for (let count = 0; count < deed.commits; count++) {
      // Who merged a bot's squash, and so is accountable where it declares a tool, git does not tell.
      const message = `Work ${count}${deed.isDeclared && !deed.isBot ? CLAUDE : ""}`;
      const path = beside(deed.path, deed.method === "rebase" ? count : 0);
      const edits = { path, text: this.#text() };
      shas.push(this.#commit(tip(), { edits, message, by }));
    }
    return shas;
  }

  /** Merges a branch as GitHub's button does, and tells of it. */
  #land(
    { method, isBot, by }: { method: (typeof METHODS)[number]; isBot: boolean; by: number },
    { base, shas, title }: { base: string; shas: readonly string[]; title: string },
  ): Made {
    const number = ++this.#number;
    const head = shas.at(-1) ?? base;
    const landed = this.#landed({ method, number, base, shas, title, author: isBot ? BOT : nameOf(by) });
    const bot = account(49_699_333, { login: "dependabot[bot]", type: "Bot" });
    const told = { number, base, head, author: isBot ? bot : account(by) };
    const opened = pullRequestPayload({ ...told, updatedAt: new Date(this.#now - 30_000) });
    const merge = { sha: landed.at(-1) ?? base, by: account(MERGER) };
    const merged = pullRequestPayload({ ...told, updatedAt: new Date(this.#now), merge });
    this.deliveries.push({ event: "pull_request", payload: opened });
    this.deliveries.push({ event: "pull_request", payload: merged });
    return { landed, work: method === "merge" ? shas : landed };
  }

  #landed(of: {
    method: (typeof METHODS)[number];
    number: number;
    base: string;
    shas: readonly string[];
    title: string;
    author: string;
  }): string[] {
    const { method, number, base, shas, title, author } = of;
    const drafts = shas.flatMap((sha) => this.#drafts.get(sha) ?? []);
    const last = drafts.at(-1);
    const content = last?.content ?? new Map();
    const rest = { content, at: new Date(this.#now) };
    if (method === "rebase") {
      let parent = base;
      return drafts.map((draft) => {
        const committer = nameOf(MERGER);
        parent = this.#keep({ ...draft, parents: [parent], committer, at: new Date(this.#now) });
        return parent;
      });
    }
    if (method === "merge") {
      const message = `Merge pull request #${number} from acme/work\n\n${title}`;
      const parents = [base, shas.at(-1) ?? base];
      return [this.#keep({ ...rest, parents, message, author: nameOf(MERGER), committer: GITHUB })];
    }
    const body = drafts.map(({ message }) => `* ${message}`).join("\n\n");
    const message = `${title} (#${number})\n\n${body}`;
    // A squash is its opener's; that its commits are all a robot's, git does not tell then.
    const writer = drafts.every((draft) => draft.author === BOT) ? BOT : author;
    return [this.#keep({ ...rest, parents: [base], message, author: writer, committer: GITHUB })];
  }

  #release(sha: string, tag: string): void {
    const release = { id: this.#releases.length + 1, tag, sha, at: new Date(this.#now) };
    this.#releases.push(release);
    this.deliveries.push({ event: "release", payload: releasePayload(release), receivedAt: release.at });
  }

  #tellPush(before: string, shas: readonly string[], by: number): void {
    const push = { before, after: shas.at(-1) ?? before, commits: shas, at: new Date(this.#now) };
    this.deliveries.push({ event: "push", payload: pushPayload({ ...push, by: account(by) }) });
  }

  #commit(
    parent: string,
    of: { edits: { path: string; text: string }; message: string; by: string; committer?: string },
  ): string {
    const { edits, message, by, committer = by } = of;
    const content = new Map(this.#drafts.get(parent)?.content).set(edits.path, edits.text);
    const draft = { parents: [parent], message, content, author: by, committer, at: new Date(this.#now) };
    return this.#keep(draft);
  }

  #keep(draft: DraftCommit): string {
    const sha = commitName(draft);
    this.#drafts.set(sha, draft);
    return sha;
  }

  /** What a commit does to its file, or what takes that back. */
  #editOf(sha: string, isBackwards = false): { path: string; text: string } {
    const [before, after] = [this.#parentContent(sha), this.#drafts.get(sha)?.content];
    const path = [...(after?.keys() ?? [])].find((each) => before?.get(each) !== after?.get(each)) ?? "a.ts";
    const text = (isBackwards ? before : after)?.get(path);
    // The content from before the first change a clone knows, and the server does not.
    return { path, text: text === undefined || text === FIRST ? this.#text() : text };
  }

  #parentContent(sha: string): Content | undefined {
    return this.#drafts.get(this.#drafts.get(sha)?.parents[0] ?? "")?.content;
  }

  #older(back: number): Made | undefined {
    return this.#made.at(-1 - back);
  }

  #text(): string {
    return `${++this.#edits}\n`;
  }

  #world(): Map<string, WorldCommit> {
    return new Map(
      [...this.#drafts].map(([sha, { parents, message, content, author: person }]) => {
        const [, name = "", email = ""] = /^(.*) <(.*)>$/.exec(person) ?? [];
        const before = this.#parentContent(sha);
        const files = [...content.keys()].filter((path) => before?.get(path) !== content.get(path));
        return [
          sha,
          { parents, message, author: { name, email }, files, tree: treeName(content), patch: `of ${sha}` },
        ];
      }),
    );
  }
}

/** Git tells neither which account opened a backport, nor that a rebase onto another branch was a pull request. */
function knowable(backport: PullDeed): PullDeed {
  return { ...backport, isBot: false, method: backport.method === "rebase" ? "squash" : backport.method };
}
