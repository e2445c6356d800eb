import { createHash } from "node:crypto";
import fc from "fast-check";
import { at } from "./history.ts";
import {
  account,
  deploymentPayload,
  pullRequestPayload,
  pushPayload,
  releasePayload,
  reviewPayload,
} from "./payloads.ts";
import type { WorldCommit } from "./world.ts";

/** One thing that happens to a repository, some minutes after the one before. */
export type Step =
  | {
      readonly does: "merge";
      readonly method: "squash" | "merge" | "rebase";
      readonly by: number;
      readonly isBot: boolean;
      readonly isDeclared: boolean;
      readonly path: string;
      /** What its commits do: something new, what the last merge did backwards, or what the one before it did again. */
      readonly work: "new" | "revert" | "undo" | "again";
      readonly minutes: number;
    }
  | { readonly does: "push"; readonly by: number; readonly commits: number; readonly minutes: number }
  | {
      readonly does: "deploy";
      readonly back: number;
      readonly state: "success" | "failure";
      readonly later: "failure" | "inactive" | undefined;
      readonly environment: string;
      readonly isTransient: boolean;
      readonly minutes: number;
    }
  | {
      /** Deploys an earlier record again: where it was, or somewhere else. */
      readonly does: "reuse";
      readonly which: number;
      readonly state: "success" | "failure";
      readonly environment: string | undefined;
      readonly minutes: number;
    }
  | {
      readonly does: "release";
      readonly what: "publish" | "prerelease";
      readonly back: number;
      readonly minutes: number;
    }
  | {
      /** Changes an earlier release. */
      readonly does: "change release";
      readonly what: "promote" | "demote" | "withdraw" | "delete" | "move tag";
      readonly which: number;
      readonly minutes: number;
    };

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

const minutes = fc.integer({ min: 1, max: 3 * 24 * 60 });
const rarely = fc.integer({ min: 0, max: 6 }).map((chance) => chance === 0);
const merge: fc.Arbitrary<Step> = fc.record({
  does: fc.constant("merge"),
  method: fc.constantFrom("squash", "merge", "rebase"),
  by: fc.integer({ min: 1, max: 6 }),
  isBot: rarely,
  isDeclared: fc.boolean(),
  path: fc.constantFrom("src/a.ts", "src/b.ts", "README.md"),
  work: fc.constantFrom("new", "new", "new", "revert", "undo", "again"),
  minutes,
});
const push: fc.Arbitrary<Step> = fc.record({
  does: fc.constant("push"),
  by: fc.integer({ min: 1, max: 6 }),
  commits: fc.integer({ min: 1, max: 3 }),
  minutes,
});
const deploy: fc.Arbitrary<Step> = fc.record({
  does: fc.constant("deploy"),
  // Mostly the tip of the branch, now and then an older commit: a rollback or a late deployment.
  back: fc.constantFrom(0, 0, 0, 1, 2),
  state: fc.constantFrom("success", "success", "success", "failure"),
  later: fc.constantFrom(undefined, undefined, undefined, "inactive", "failure"),
  environment: fc.constantFrom("production", "production", "production-eu", "staging"),
  isTransient: rarely,
  minutes,
});

const reuse: fc.Arbitrary<Step> = fc.record({
  does: fc.constant("reuse"),
  which: fc.constantFrom(0, 1, 1, 2),
  state: fc.constantFrom("success", "success", "success", "failure"),
  environment: fc.constantFrom(undefined, undefined, "production", "production-eu", "staging"),
  minutes,
});
const release: fc.Arbitrary<Step> = fc.record({
  does: fc.constant("release"),
  what: fc.constantFrom("publish", "prerelease"),
  back: fc.constantFrom(0, 0, 0, 1),
  minutes,
});
const changeRelease: fc.Arbitrary<Step> = fc.record({
  does: fc.constant("change release"),
  what: fc.constantFrom("promote", "promote", "demote", "withdraw", "delete", "move tag"),
  which: fc.constantFrom(0, 0, 1, 2),
  minutes,
});

/** The first deployment of all, which mostly comes first. */
const BASELINE: Step = {
  does: "deploy",
  back: 0,
  state: "success",
  later: undefined,
  environment: "production",
  isTransient: false,
  minutes: 1,
};

const deploying = [
  { weight: 4, arbitrary: merge },
  { weight: 1, arbitrary: push },
  { weight: 5, arbitrary: deploy },
  { weight: 2, arbitrary: reuse },
];
const releasing = [
  { weight: 4, arbitrary: merge },
  { weight: 1, arbitrary: deploy },
  { weight: 4, arbitrary: release },
  { weight: 4, arbitrary: changeRelease },
];

/** Some steps in a row. */
export const steps = fc
  .tuple(
    fc.constantFrom([BASELINE], [BASELINE], [BASELINE], []),
    fc.array(fc.oneof(...deploying), { minLength: 6, maxLength: 16 }),
  )
  .map((parts): readonly Step[] => parts.flat());

const FIRST_RELEASE: Step = { does: "release", what: "publish", back: 0, minutes: 1 };

/** Some steps in a row in a repository that ships by releases. */
export const releaseSteps = fc
  .array(fc.oneof(...releasing), { minLength: 8, maxLength: 18 })
  .map((rest): readonly Step[] => [FIRST_RELEASE, ...rest]);

/** What the steps leave: all commits, what GitHub tells of them in order, and when it ends. */
export interface Story {
  readonly world: ReadonlyMap<string, WorldCommit>;
  readonly deliveries: readonly Delivery[];
  readonly end: Date;
  /** The commits that tags name in the end. */
  readonly tags: ReadonlyMap<string, string>;
}

type Files = ReadonlyMap<string, string>;

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
}

/** Plays steps into a repository. */
export function play(story: readonly Step[]): Story {
  const teller = new Teller();
  for (const [index, step] of story.entries()) {
    teller.wait(step.minutes);
    if (step.does === "deploy") teller.deploy(step, index + 1);
    else if (step.does === "reuse") teller.reuse(step);
    else if (step.does === "release") teller.release(step, index + 1);
    else if (step.does === "change release") teller.changeRelease(step);
    else if (step.does === "push") teller.push(step, index + 1);
    else teller.merge(step, index + 1);
  }
  return teller.story();
}

class Teller {
  readonly #world = new Map<string, WorldCommit>([["m0", { parents: [], message: "Begin", tree: "empty" }]]);
  readonly #files = new Map<string, Files>([["m0", new Map()]]);
  readonly #main = ["m0"];
  readonly #deliveries: Delivery[] = [];
  readonly #filed: FiledDeployment[] = [];
  readonly #released: ToldRelease[] = [];
  readonly #tags = new Map<string, string>();
  #now = at(2).getTime();
  #statuses = 0;

  wait(minutes: number): void {
    this.#now += minutes * 60_000;
  }

  story(): Story {
    return { world: this.#world, deliveries: this.#deliveries, end: this.#end(), tags: this.#tags };
  }

  deploy(step: Step & { does: "deploy" }, id: number): void {
    const sha = this.#main.at(-1 - step.back) ?? "m0";
    const { environment, isTransient, state, later } = step;
    const of = { id, sha, filedFor: environment, environment, isTransient };
    this.#filed.push(of);
    this.#tellStatus(of, "in_progress", this.#now - 1_000);
    this.#tellStatus(of, state, this.#now);
    if (later !== undefined) this.#tellStatus(of, later, this.#now + 90 * 60_000 * (id % 2));
  }

  /** Tells of another try of an earlier deployment. */
  reuse({ which, state, environment }: Step & { does: "reuse" }): void {
    const index = this.#filed.length - 1 - which;
    const before = this.#filed[index];
    if (before === undefined) return;
    const of = { ...before, environment: environment ?? before.environment };
    this.#filed[index] = of;
    this.#tellStatus(of, state, this.#now);
  }

  #tellStatus(
    of: FiledDeployment,
    state: "success" | "failure" | "in_progress" | "inactive",
    time: number,
  ): void {
    const payload = deploymentPayload({ ...of, state, at: new Date(time), number: ++this.#statuses });
    this.#deliveries.push({ event: "deployment_status", payload });
  }

  release({ what, back }: Step & { does: "release" }, id: number): void {
    const told = { id, tag: `v${id}`, at: new Date(this.#now), isPrerelease: what === "prerelease" };
    this.#released.push(told);
    this.#moveTag(told.tag, this.#main.at(-1 - back) ?? "m0");
    this.#tellRelease(told, "published");
    this.#tellRelease(told, told.isPrerelease ? "prereleased" : "released");
  }

  changeRelease({ what, which }: Step & { does: "change release" }): void {
    const index = this.#released.length - 1 - which;
    const before = this.#released[index];
    if (before === undefined) return;
    if (what === "move tag") {
      this.#moveTag(before.tag, this.#tip());
      return;
    }
    const told = { ...before, isPrerelease: what === "demote" };
    const action = ({ promote: "released", demote: "prereleased", withdraw: "unpublished" } as const)[
      what as "promote"
    ];
    if (what === "promote" || what === "demote") this.#released[index] = told;
    else this.#released.splice(index, 1);
    this.#tellRelease(told, action ?? "deleted");
  }

  #tellRelease(told: ToldRelease, action: NonNullable<Parameters<typeof releasePayload>[0]["action"]>): void {
    const now = new Date(this.#now);
    const isDraft = action === "unpublished";
    const payload = releasePayload({ ...told, action, isDraft, updatedAt: now });
    this.#deliveries.push({ event: "release", payload, receivedAt: now });
  }

  #moveTag(tag: string, sha: string): void {
    const of = { before: this.#tags.get(tag) ?? "0".repeat(40), after: sha, tagged: sha, commits: [] };
    this.#tags.set(tag, sha);
    const payload = pushPayload({ ...of, ref: `refs/tags/${tag}`, at: new Date(this.#now) });
    this.#deliveries.push({ event: "push", payload });
  }

  #end(): Date {
    return new Date(this.#now + 60_000);
  }

  push({ by, commits }: Step & { does: "push" }, number: number): void {
    const before = this.#tip();
    const shas = Array.from({ length: commits }, (_, index) => this.#shaOf(number, `c${index}`));
    for (const sha of shas) {
      const content = new Map(this.#filesOf(this.#tip())).set("src/pushed.ts", sha);
      this.#commit(sha, { parents: [this.#tip()], message: "Push", path: "src/pushed.ts", content });
      this.#main.push(sha);
    }
    this.#tellPush({ before, shas, by });
  }

  merge(step: Step & { does: "merge" }, number: number): void {
    const before = this.#tip();
    const { message, content } = this.#workOf(step, number);
    const heads = [this.#shaOf(number, "a1"), this.#shaOf(number, "a2")];
    const half = new Map(this.#filesOf(before)).set(step.path, `half of ${content.get(step.path)}`);
    this.#commit(heads[0] ?? "", { parents: [before], message: "Begin it", path: step.path, content: half });
    this.#commit(heads[1] ?? "", { parents: [heads[0] ?? ""], message, path: step.path, content });
    const shas = this.#landed(step, number, { heads, message, half, content });
    this.#tellMerge(step, number, { before, head: heads[1] ?? "", shas });
  }

  #workOf({ path, work, isDeclared }: Step & { does: "merge" }, number: number) {
    const [tip, parent, grand] = [this.#tip(), this.#main.at(-2), this.#main.at(-3)];
    const trailer = isDeclared ? "\n\nCo-Authored-By: Claude <noreply@anthropic.com>" : "";
    const content = new Map(this.#filesOf(tip)).set(path, `content ${number}`);
    if (work === "new" || parent === undefined) return { message: `Work${trailer}`, content };
    if (work === "again") return { message: `Work${trailer}`, content: this.#filesOf(grand ?? tip) };
    const named = work === "revert" ? `\n\nThis reverts commit ${tip}.` : "";
    return { message: `Back${named}${trailer}`, content: this.#filesOf(parent) };
  }

  #landed(
    { method, path }: Step & { does: "merge" },
    number: number,
    of: { heads: readonly string[]; message: string; half: Files; content: Files },
  ): string[] {
    const before = this.#tip();
    const [first, last] = [this.#shaOf(number, "b1"), this.#shaOf(number, "b2")];
    if (method === "rebase") {
      this.#commit(first, { parents: [before], message: "Begin it", path, content: of.half });
      this.#commit(last, { parents: [first], message: of.message, path, content: of.content });
      this.#main.push(first, last);
      return [first, last];
    }
    const parents = method === "merge" ? [before, of.heads[1] ?? ""] : [before];
    this.#commit(last, {
      parents,
      message: `Merge pull request #${number} from acme/work`,
      path,
      content: of.content,
    });
    this.#main.push(last);
    return method === "merge" ? [...of.heads, last] : [last];
  }

  #tellMerge(
    { by, isBot }: Step & { does: "merge" },
    number: number,
    { before, head, shas }: { before: string; head: string; shas: readonly string[] },
  ): void {
    const bot = account(49_699_333, { login: "dependabot[bot]", type: "Bot" });
    const pull = { number, base: before, head, author: isBot ? bot : account(by) };
    const opened = { ...pull, updatedAt: new Date(this.#now - 60_000) };
    const merged = {
      ...pull,
      updatedAt: new Date(this.#now),
      merge: { sha: shas.at(-1) ?? "", by: account(9) },
    };
    const review = { number, state: "approved" as const, at: new Date(this.#now - 30_000), by: account(8) };
    this.#deliveries.push({ event: "pull_request", payload: pullRequestPayload(opened) });
    if (number % 2 === 0)
      this.#deliveries.push({ event: "pull_request_review", payload: reviewPayload(review) });
    this.#deliveries.push({ event: "pull_request", payload: pullRequestPayload(merged) });
    this.#tellPush({ before, shas, by: 9 });
  }

  #tellPush({ before, shas, by }: { before: string; shas: readonly string[]; by: number }): void {
    const payload = { before, after: shas.at(-1) ?? "", commits: shas, at: new Date(this.#now) };
    this.#deliveries.push({ event: "push", payload: pushPayload({ ...payload, by: account(by) }) });
  }

  #commit(
    sha: string,
    of: { parents: readonly string[]; message: string; path: string; content: Files },
  ): void {
    const { parents, message, path, content } = of;
    const tree = createHash("sha1")
      .update(JSON.stringify([...content].sort()))
      .digest("hex");
    this.#files.set(sha, content);
    this.#world.set(sha, { parents, message, files: [path], tree });
  }

  #filesOf(sha: string): Files {
    return this.#files.get(sha) ?? new Map();
  }

  #tip(): string {
    return this.#main.at(-1) ?? "m0";
  }

  #shaOf(number: number, letter: string): string {
    return `${number}${letter}`.padStart(40, "0");
  }
}
