import { at } from "../world/history.ts";
import {
  account,
  CLAUDE_APP,
  COPILOT,
  type DeploymentPayload,
  deploymentPayload,
  pullRequestPayload,
  pushPayload,
  releasePayload,
  reviewPayload,
} from "../world/payloads.ts";
import type { WorldCommit } from "../world/world.ts";
import { type Files, type Made, StoryRepository } from "./story-repository.ts";
import type { Step } from "./story-steps.ts";

/** One webhook delivery. */
export type Delivery =
  | { readonly event: "pull_request"; readonly payload: ReturnType<typeof pullRequestPayload> }
  | { readonly event: "pull_request_review"; readonly payload: ReturnType<typeof reviewPayload> }
  | { readonly event: "push"; readonly payload: ReturnType<typeof pushPayload> }
  | {
      readonly event: "release";
      readonly payload: ReturnType<typeof releasePayload>;
      readonly receivedAt: Date;
    }
  | { readonly event: "deployment_status"; readonly payload: ReturnType<typeof deploymentPayload> };

/** What the steps leave: all commits, what GitHub tells of them in order, and when it ends. */
export interface Story {
  readonly world: ReadonlyMap<string, WorldCommit>;
  readonly deliveries: readonly Delivery[];
  readonly end: Date;
  /** The commits that tags name in the end. */
  readonly tags: ReadonlyMap<string, string>;
  /** The default branch's tip in the end. */
  readonly head: string;
  /** All commits that the release branch ended with. */
  readonly lines: readonly string[];
  /** What was done that is rare. */
  readonly did: ReadonlySet<string>;
}

/** A deployment that was filed, with the environment that was named last. */
interface FiledDeployment {
  readonly id: number;
  readonly sha: string;
  readonly filedFor: string;
  readonly environment: string;
  readonly isTransient: boolean;
}

interface ToldRelease {
  readonly id: number;
  readonly tag: string;
  readonly at: Date;
  readonly isPrerelease: boolean;
  readonly isDraft: boolean;
}

type Doing<Does extends Step["does"]> = Step & { readonly does: Does };
type MergeStep = Doing<"merge">;
type ReleaseAction = NonNullable<Parameters<typeof releasePayload>[0]["action"]>;
type PullRequest = Omit<Parameters<typeof pullRequestPayload>[0], "updatedAt">;

const MINUTE = 60_000;
const MERGER = account(9);
const DEPENDABOT = account(49_699_333, { login: "dependabot[bot]", type: "Bot" });

/** Plays steps into a repository. */
export function play(story: readonly Step[]): Story {
  const teller = new Teller();
  for (const [index, step] of story.entries()) teller.take(step, index + 1);
  return teller.story();
}

class Teller {
  readonly #repository = new StoryRepository();
  readonly #deliveries: Delivery[] = [];
  readonly #filed: FiledDeployment[] = [];
  readonly #released: ToldRelease[] = [];
  readonly #deletedTags: string[] = [];
  readonly #tags = new Map<string, string>();
  readonly #did = new Set<string>();
  #now = at(2).getTime();
  #statuses = 0;

  story(): Story {
    const { world, tip: head, lines } = this.#repository;
    const facts = { world, head, lines, tags: this.#tags, did: this.#did };
    return { ...facts, deliveries: this.#deliveries, end: new Date(this.#now + 30 * MINUTE) };
  }

  take(step: Step, number: number): void {
    this.#now += step.minutes * MINUTE;
    if (step.does === "deploy") this.#deploy(step, number);
    else if (step.does === "reuse") this.#reuse(step);
    else if (step.does === "release") this.#release(step, number);
    else if (step.does === "change release") this.#changeRelease(step, number);
    else if (step.does === "push") this.#push(step, number);
    else if (step.does === "reset") this.#reset(step);
    else if (step.does === "rewrite") this.#rewrite(step, number);
    else if (step.does === "pick") this.#pick(step, number);
    else if (step.does === "merge back") this.#mergeBack(step, number);
    else if (step.does === "merge") this.#merge(step, number);
  }

  #deploy({ what, environment, isTransient, state, later }: Doing<"deploy">, id: number): void {
    const sha = this.#repository.commitAt(what);
    const of = { id, sha, filedFor: environment, environment, isTransient };
    this.#filed.push(of);
    if (id % 3 === 0) this.#tellStatus(of, "in_progress", this.#now - 1_000);
    this.#tellStatus(of, state, this.#now);
    if (later !== undefined) this.#tellStatus(of, later, this.#now + 90 * MINUTE * (id % 2));
  }

  /** Tells of another try of an earlier deployment. */
  #reuse({ which, state, environment }: Doing<"reuse">): void {
    const index = this.#filed.length - 1 - which;
    const before = this.#filed[index];
    if (before === undefined) return;
    const of = { ...before, environment: environment ?? before.environment };
    this.#filed[index] = of;
    this.#tellStatus(of, state, this.#now);
  }

  #tellStatus(of: FiledDeployment, state: NonNullable<DeploymentPayload["state"]>, time: number): void {
    const payload = deploymentPayload({ ...of, state, at: new Date(time), number: ++this.#statuses });
    this.#deliveries.push({ event: "deployment_status", payload });
  }

  #release({ kind, what }: Doing<"release">, id: number): void {
    const told = { id, tag: `v${id}`, at: new Date(this.#now), isPrerelease: kind === "prerelease" };
    this.#moveTag(told.tag, this.#repository.commitAt(what));
    this.#publish({ ...told, isDraft: false });
  }

  #publish(told: ToldRelease): void {
    this.#released.push(told);
    this.#tellRelease(told, "published");
    if (told.id % 2 === 0) this.#tellRelease(told, told.isPrerelease ? "prereleased" : "released");
  }

  #changeRelease({ how, which }: Doing<"change release">, id: number): void {
    const tag = this.#deletedTags.at(-1);
    if (how === "make anew" && tag !== undefined) {
      this.#did.add("made anew");
      this.#publish({ id, tag, at: new Date(this.#now), isPrerelease: false, isDraft: false });
      return;
    }
    const [before] = this.#released.splice(this.#released.length - 1 - which, 1);
    if (before === undefined) return;
    if (how === "publish again" && before.isDraft) {
      this.#did.add("published again");
      this.#publish({ ...before, at: new Date(this.#now), isDraft: false });
      return;
    }
    if (how !== "delete") this.#released.push(before);
    if (how === "delete") this.#deletedTags.push(before.tag);
    if (how === "delete") this.#tellRelease(before, "deleted");
    else if (how === "move tag") this.#moveTag(before.tag, this.#repository.tip);
    else if (how === "delete tag") this.#retag(before.tag);
    else if (!before.isDraft) this.#describe(before, how);
  }

  #describe(before: ToldRelease, how: Doing<"change release">["how"]): void {
    const told = {
      ...before,
      isPrerelease: how === "demote" || (how !== "promote" && before.isPrerelease),
      isDraft: how === "withdraw",
    };
    this.#released.splice(-1, 1, told);
    const actions = { promote: "released", demote: "prereleased", withdraw: "unpublished" } as const;
    this.#tellRelease(told, how in actions ? actions[how as keyof typeof actions] : "edited");
  }

  #tellRelease(told: ToldRelease, action: ReleaseAction): void {
    const now = new Date(this.#now);
    const payload = releasePayload({ ...told, action, updatedAt: now });
    this.#deliveries.push({ event: "release", payload, receivedAt: now });
  }

  #moveTag(tag: string, sha: string): void {
    const of = { before: this.#tags.get(tag) ?? NOTHING, after: sha, tagged: sha, commits: [] };
    this.#tags.set(tag, sha);
    this.#tellPush({ ...of, ref: `refs/tags/${tag}` });
  }

  /** Deletes a tag, and pushes it again. */
  #retag(tag: string): void {
    const sha = this.#tags.get(tag) ?? NOTHING;
    this.#did.add("tag deleted");
    this.#tellPush({ before: sha, after: NOTHING, commits: [], ref: `refs/tags/${tag}`, isDeleted: true });
    this.#now += MINUTE;
    this.#moveTag(tag, this.#repository.tip);
  }

  #tellPush(push: Omit<Parameters<typeof pushPayload>[0], "at">): void {
    const payload = pushPayload({ by: MERGER, ...push, at: new Date(this.#now) });
    this.#deliveries.push({ event: "push", payload });
  }

  #push({ by, commits }: Doing<"push">, number: number): void {
    const { tip: before, main } = this.#repository;
    const path = "src/pushed.ts";
    const shas = Array.from({ length: commits }, (_, index) => {
      const [sha, parent] = [shaOf(number, `c${index}`), this.#repository.tip];
      const content = new Map(this.#repository.filesOf(parent)).set(path, sha);
      main.push(this.#repository.commit(sha, { parents: [parent], message: "Push", path, content }));
      return sha;
    });
    this.#tellPush({ before, after: shas.at(-1) ?? before, commits: shas, by: account(by) });
  }

  /** Forces the default branch back, and mostly forth again. */
  #reset({ back, by, isPutBack }: Doing<"reset">): void {
    const { main, tip: before } = this.#repository;
    const dropped = main.splice(Math.max(1, main.length - back));
    if (dropped.length === 0) return;
    this.#did.add(isPutBack ? "reset and put back" : "reset");
    const after = this.#repository.tip;
    this.#tellPush({ before, after, commits: [], by: account(by), isForced: true });
    if (!isPutBack) return;
    this.#now += 30 * MINUTE;
    main.push(...dropped);
    const commits = this.#repository.since(after, before);
    this.#tellPush({ before: after, after: before, commits, by: account(by + 1) });
  }

  /** Forces the default branch to copies of its last commits. */
  #rewrite({ back, by }: Doing<"rewrite">, number: number): void {
    const { main, tip: before } = this.#repository;
    const replaced = main.splice(Math.max(1, main.length - back));
    if (replaced.length === 0) return;
    this.#did.add("rewritten");
    const commits = replaced.map((old, index) => {
      const [sha, parent] = [shaOf(number, `b${index}`), this.#repository.tip];
      const [path = "src/a.ts"] = this.#repository.world.get(old)?.files ?? [];
      const content = this.#repository.filesOf(old);
      main.push(this.#repository.commit(sha, { parents: [parent], message: "Again", path, content }));
      return sha;
    });
    this.#tellPush({ before, after: this.#repository.tip, commits, by: account(by), isForced: true });
  }

  /** Copies a merge to the release branch, which begins where it was not there yet. */
  #pick({ of, says, isPart, isMerged }: Doing<"pick">, number: number): void {
    const made = this.#repository.madeBefore(of);
    if (made === undefined) return;
    const before = this.#repository.line ?? made.base;
    let onto = before;
    for (const [index, sha] of (isPart ? made.parts.slice(0, 1) : made.parts).entries()) {
      const message = says === "nothing" ? "Copy" : `Copy\n\n(cherry picked from commit ${sha})`;
      const elsewhere = says === "from where, elsewhere" ? { path: "src/elsewhere.ts" } : {};
      onto = this.#repository.copy(shaOf(number, `d${index}`), sha, { onto, message, ...elsewhere });
    }
    if (isMerged) {
      const of = { parents: [before, onto], message: "Merge branch 'fix'", path: made.path };
      this.#did.add("merged aside");
      onto = this.#repository.commit(shaOf(number, "e"), { ...of, content: this.#repository.filesOf(onto) });
    }
    this.#repository.lines.push(onto);
    const commits = this.#repository.since(before, onto);
    this.#tellPush({ before, after: onto, commits, ref: "refs/heads/release" });
  }

  /** Merges the release branch back into the default one, which has all of it already. */
  #mergeBack({ by, isPull }: Doing<"merge back">, number: number): void {
    const { line, tip: before } = this.#repository;
    const aside = line === undefined ? [] : this.#repository.since(before, line);
    if (line === undefined || aside.length === 0) return;
    const merge = shaOf(number, "f");
    const content = this.#repository.filesOf(before);
    const message = `Merge pull request #${number} from acme/release`;
    this.#repository.commit(merge, { parents: [before, line], message, path: "src/a.ts", content });
    this.#repository.main.push(merge);
    this.#did.add(isPull ? "merged back" : "merged back by hand");
    const pull = { number, base: before, head: line, author: account(by) };
    if (isPull) this.#tellPull({ ...pull, merge: { sha: merge, by: MERGER } });
    const commits = [...aside, merge];
    this.#tellPush({ before, after: merge, commits, by: isPull ? MERGER : account(by) });
  }

  #merge(step: MergeStep, number: number): void {
    const of = step.work === "new" ? undefined : this.#repository.madeBefore(step.of);
    const path = of === undefined || step.isElsewhere ? step.path : of.path;
    const { tip: base } = this.#repository;
    const before = this.#repository.filesOf(base);
    const text = of === undefined ? `content ${number}` : step.work === "again" ? of.after : of.before;
    const content = new Map(before).set(path, text);
    const heads = this.#branch(step, number, { path, content, message: messageOf(step, of) });
    const landed = this.#land(step, number, { path, content, heads });
    const parts = step.method === "merge" ? heads : landed;
    this.#repository.made.push({
      ...{ number, path, before: before.get(path) ?? "", after: text, base, landed, parts },
    });
    const commits = step.method === "merge" ? [...heads, ...landed] : landed;
    this.#tellMerge(step, { number, base, head: heads.at(-1) ?? base, merge: landed.at(-1) ?? base }, of);
    this.#tellPush({ before: base, after: landed.at(-1) ?? base, commits });
  }

  /** The commits of a pull request. */
  #branch(
    step: MergeStep,
    number: number,
    { path, content, message }: { path: string; content: Files; message: string },
  ): string[] {
    const { tip: base } = this.#repository;
    if (step.commits === 1)
      return [this.#repository.commit(shaOf(number, "a1"), { parents: [base], message, path, content })];
    const half = new Map(this.#repository.filesOf(base)).set(path, `half of ${content.get(path)}`);
    const begun = { parents: [base], message: "Begin it", path, content: half };
    const first = this.#repository.commit(shaOf(number, "a1"), begun);
    const last = { parents: [first], message, path, content };
    return [first, this.#repository.commit(shaOf(number, "a2"), last)];
  }

  /** What a merge puts onto the default branch. */
  #land(
    { method }: MergeStep,
    number: number,
    { path, content, heads }: { path: string; content: Files; heads: readonly string[] },
  ): string[] {
    const { tip: base, main } = this.#repository;
    if (method === "rebase") {
      return heads.map((head, index) => {
        const message = this.#repository.world.get(head)?.message ?? "";
        const onto = this.#repository.tip;
        const sha = this.#repository.copy(shaOf(number, `b${index}`), head, { onto, message });
        main.push(sha);
        return sha;
      });
    }
    const parents = method === "merge" ? [base, heads.at(-1) ?? base] : [base];
    const message = `Merge pull request #${number} from acme/work`;
    main.push(this.#repository.commit(shaOf(number, "b"), { parents, message, path, content }));
    return [this.#repository.tip];
  }

  #tellMerge(
    { by, isBot, isDeclared, work, edit }: MergeStep,
    { number, base, head, merge: sha }: { number: number; base: string; head: string; merge: string },
    of: Made | undefined,
  ): void {
    const isAgents = !isBot && isDeclared && by > 4;
    const author = isAgents ? COPILOT : isBot ? DEPENDABOT : account(by);
    const named = of ?? this.#repository.made.at(-2);
    const claims = named === undefined ? [] : [`#${named.number}`];
    const isClaiming = work === "claim" || edit === "claims no more";
    // What is opened, is told of a minute before it is merged.
    const openedAt = new Date(this.#now - MINUTE);
    const pull = { number, base, head, author, openedAt, claims: isClaiming ? claims : [] };
    if (edit !== undefined) this.#did.add(edit);
    if (isAgents) this.#tellAsked({ ...pull, assignees: [COPILOT, account(by)] }, edit);
    else if (edit !== undefined || number % 3 === 0) this.#tellOpened(pull, edit);
    if (number % 2 === 0) this.#tellReviews(number);
    if (!isBot) this.#tellLabels(pull);
    const labels = isBot ? [] : labelsOf(number);
    const merged = { ...pull, labels, merge: { sha, by: MERGER, at: new Date(this.#now) } };
    this.#tellPull(merged);
    if (edit !== "claims later" && edit !== "claims no more") return;
    const edited = { ...merged, claims: edit === "claims later" ? claims : [] };
    this.#tellPull({ ...edited, action: "edited" }, 20 * MINUTE);
  }

  /** Tells of what somebody asked an agent for, and that it is assigned to somebody else later. */
  #tellAsked(pull: PullRequest, edit: MergeStep["edit"]): void {
    this.#did.add("asked of an agent");
    this.#tellOpened(pull, edit);
    this.#tellPull({ ...pull, action: "assigned", assignee: account(7) }, -MINUTE / 4);
  }

  /** Tells that Claude's app labels every fifth, that somebody takes some of these labels away, and sets others. */
  #tellLabels(pull: PullRequest): void {
    const { number } = pull;
    const tool = "claude-code";
    if (number % 5 === 1) {
      this.#did.add("labelled by a tool");
      this.#tellPull({ ...pull, action: "labeled", label: { tool, by: CLAUDE_APP } }, -MINUTE / 5);
    }
    if (number % 10 === 6)
      this.#tellPull({ ...pull, action: "unlabeled", label: { tool, by: account(7) } }, -MINUTE / 6);
    if (number % 7 === 3)
      this.#tellPull({ ...pull, action: "labeled", label: { tool, by: account(7) } }, -MINUTE / 7);
  }

  #tellOpened(pull: PullRequest, edit: MergeStep["edit"]): void {
    const { number, base } = pull;
    const older = this.#repository.world.get(base)?.parents[0] ?? base;
    const content = new Map(this.#repository.filesOf(base)).set("src/a.ts", `before ${number}`);
    const begun = { parents: [base], message: "Try it", path: "src/a.ts", content };
    if (edit === "pushed to") {
      const head = this.#repository.commit(shaOf(number, "a0"), begun);
      this.#tellPull({ ...pull, head }, -MINUTE);
      this.#tellPull({ ...pull, action: "synchronize" }, -MINUTE / 2);
      return;
    }
    this.#tellPull(edit === "moved" ? { ...pull, base: older } : pull, -MINUTE);
    if (edit !== "reopened") return;
    this.#tellPull({ ...pull, closedAt: new Date(this.#now - MINUTE / 2) }, -MINUTE / 2);
    this.#tellPull({ ...pull, action: "reopened" }, -MINUTE / 3);
  }

  #tellPull(pull: PullRequest, later = 0): void {
    const payload = pullRequestPayload({ ...pull, updatedAt: new Date(this.#now + later) });
    this.#deliveries.push({ event: "pull_request", payload });
  }

  #tellReviews(number: number): void {
    const states = number % 4 === 0 ? (["approved", "dismissed"] as const) : (["approved"] as const);
    for (const [index, state] of states.entries()) {
      const time = new Date(this.#now - 10_000 * (2 - index));
      const payload = reviewPayload({ number, state, at: time, by: account(8) });
      this.#deliveries.push({ event: "pull_request_review", payload });
    }
  }
}

const NOTHING = "0".repeat(40);

function shaOf(number: number, letter: string): string {
  return `${number}${letter}`.padStart(40, "0");
}

/** The tools whose labels a pull request bears when it is merged: see `#tellLabels`. */
function labelsOf(number: number): readonly string[] {
  const isLeft = number % 5 === 1 && number % 10 !== 6;
  return isLeft || number % 7 === 3 ? ["claude-code"] : [];
}

function messageOf({ work, isDeclared }: MergeStep, of: Made | undefined): string {
  const trailer = isDeclared ? "\n\nCo-Authored-By: Claude <noreply@anthropic.com>" : "";
  if (of === undefined || work === "again") return `Work${trailer}`;
  const named = work === "revert" ? of.landed.map((sha) => `\n\nThis reverts commit ${sha}.`).join("") : "";
  return `Back${named}${trailer}`;
}
