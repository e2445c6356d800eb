import type { Edits } from "../../dev/simulation/clone/files.ts";
import { type Branch, Workshop } from "../../dev/simulation/clone/workshop.ts";
import type { Change } from "../../src/domain/shipping/change.ts";
import type { DeploymentEvent } from "../../src/domain/shipping/deployment.ts";
import { playWider, type Wider } from "./play-wider.ts";
import { rulesOf, type Script, START, type Step, UNIT_MINUTES } from "./script.ts";

/** A revert or re-land of a script, and what it was made of. */
export interface Deed {
  readonly of: Change;
  readonly kind: "revert" | "land again" | "pick";
  readonly isNamed: boolean;
  readonly made: Change;
}

/** A script that was played: the repository that it left, and what was made in it. */
export interface Played {
  readonly shop: Workshop;
  /** The changes that its steps made, but for those that make nothing. */
  readonly made: readonly Change[];
  readonly deeds: readonly Deed[];
}

interface Deployed {
  readonly id: number;
  readonly environment: string;
}

/** What happens beside the steps of a script. */
export interface Beside {
  /** Repeats each deployment a minute later in another region. */
  readonly isFannedOut?: boolean;
  /** After this step, what an environment holds is deployed to it again. */
  readonly redeployAfter?: {
    readonly step: number;
    readonly held: (shop: Workshop) => DeploymentEvent | undefined;
  };
}

/** Plays a script, from a first deployment on. */
export function play(script: Script, beside: Beside = {}): Played {
  const player = new Player(script, beside);
  for (const [index, step] of script.steps.entries()) player.take(step, index);
  return player;
}

const MOVES_MAIN: ReadonlySet<Step["do"]> = new Set([
  "work",
  "stack",
  "push",
  "revert",
  "land again",
  "reset",
  "merge back",
]);

class Player implements Wider {
  readonly shop: Workshop;
  readonly made: Change[] = [];
  readonly deeds: Deed[] = [];
  readonly #beside: Beside;
  readonly #tips: string[];
  /** What was deployed, each in all its regions. */
  readonly #deployed: (readonly Deployed[])[] = [];
  /** A branch beside main. */
  readonly line: Branch;
  #contents = 0;

  constructor(script: Script, beside: Beside) {
    this.shop = new Workshop(START, [rulesOf(script)]);
    this.#beside = beside;
    this.#tips = [this.shop.main];
    this.line = this.shop.branch();
    this.made.push(this.shop.ship(this.#edit("old.ts")));
    this.shop.wait(UNIT_MINUTES);
    const environments = script.services.length > 0 ? ["production-api", "production-web"] : ["production"];
    if (script.isReleased === true) this.shop.release("v0");
    else for (const environment of environments) this.#deploy(this.shop.main, { environment });
  }

  take(step: Step, index: number): void {
    this.shop.wait(step.wait * UNIT_MINUTES);
    this.#take(step);
    if (MOVES_MAIN.has(step.do)) this.#tips.push(this.shop.main);
    const { redeployAfter } = this.#beside;
    if (redeployAfter?.step !== index) return;
    this.shop.wait(10);
    const held = redeployAfter.held(this.shop);
    if (held === undefined) return;
    const { sha, environment, isProduction, isTransient, deployment } = held;
    this.shop.deploy(sha, { environment, isProduction, isTransient, creator: deployment.creator });
    this.shop.wait(-10);
  }

  #take(step: Step): void {
    if (step.do === "work") this.#work(step);
    else if (step.do === "stack") this.#stack(step);
    else if (step.do === "push") this.made.push(this.shop.push(step.paths.map((path) => this.#edit(path))));
    else if (step.do === "nothing") this.shop.ship(this.#edits(step.paths), step);
    else if (step.do === "configure") this.shop.configure(step.rules);
    else if (step.do === "deploy") this.#takeDeploy(step);
    else if (step.do === "deploy again") this.#deployAgain(step);
    else if (step.do === "revert" || step.do === "land again" || step.do === "pick") this.#redo(step);
    else playWider(step, this);
  }

  #work(step: Step & { do: "work" }): void {
    const branch = this.shop.branch(this.older(step.age));
    for (const path of step.paths) this.shop.commit(branch, this.#edit(path));
    if (step.isUpdated) this.shop.update(branch);
    if (step.isDeployedBefore) {
      this.#deploy(branch.head, { environment: "production" });
      this.shop.wait(UNIT_MINUTES);
    }
    this.made.push(this.shop.merge(branch, step));
  }

  #stack(step: Step & { do: "stack" }): void {
    const lower = this.shop.branch();
    this.shop.commit(lower, this.#edit("lower.ts"));
    const upper = this.shop.branch(lower.head);
    for (const path of step.paths) this.shop.commit(upper, this.#edit(path));
    this.made.push(this.shop.merge(upper, { ...step, into: lower }));
    this.shop.wait(1);
    this.made.push(this.shop.merge(lower, { ...step, by: "release manager" }));
  }

  #redo(step: Step & { do: "revert" | "land again" | "pick" }): void {
    const of = this.made.at(-1 - (step.which % Math.max(1, this.made.length)));
    if (of === undefined) return;
    const made = step.do === "revert" ? this.shop.revert(of, step) : this.#pick(of, step);
    this.made.push(made);
    this.deeds.push({ of, kind: step.do, isNamed: step.isNamed, made });
  }

  #pick(of: Change, step: Step & { do: "revert" | "land again" | "pick" }): Change {
    if (step.do === "pick")
      return this.shop.merge(this.shop.pick(of, this.line, step), { ...step, into: this.line });
    return this.shop.merge(this.shop.pick(of, { ...this.line, head: this.shop.main }, step), step);
  }

  #takeDeploy({ what, age, ...step }: Step & { do: "deploy" }): void {
    const sha = { main: this.shop.main, older: this.older(age + 1), "release line": this.line.head }[what];
    this.#deploy(sha, step);
  }

  /** Deploys; where all is fanned out, to a second region a minute later. */
  #deploy(
    sha: string,
    {
      environment,
      ending = "success",
      isTrusted = true,
    }: Pick<Step & { do: "deploy" }, "environment"> & { ending?: string; isTrusted?: boolean },
  ): void {
    const creator = { id: isTrusted ? "deployer" : "stranger", kind: "app" } as const;
    const state = ending === "failure" ? "failure" : "success";
    const minutes = { cancelled: 30, "late failure": 61 }[ending];
    const all: Deployed[] = [];
    this.#deployed.push(all);
    for (const [later, region] of this.#regionsOf(environment).entries()) {
      this.shop.wait(later);
      const isProduction = environment === "production";
      const deployment = this.shop.deploy(sha, { environment: region, isProduction, creator, state });
      all.push({ id: deployment.id, environment });
      this.shop.wait(minutes ?? 0);
      if (minutes !== undefined) this.shop.report(deployment, "failure");
      this.shop.wait(-later - (minutes ?? 0));
    }
  }

  #deployAgain({ which, environment: told }: Step & { do: "deploy again" }): void {
    const index = this.#deployed.length - 1 - which;
    const all = this.#deployed[index] ?? [];
    const environment = told ?? all[0]?.environment ?? "";
    for (const [later, deployment] of all.entries()) {
      this.shop.wait(later);
      this.shop.report(deployment, "success", this.#regionsOf(environment)[later]);
      this.shop.wait(-later);
    }
    if (all.length > 0) this.#deployed[index] = all.map(({ id }) => ({ id, environment }));
  }

  /** Where all is fanned out, each environment has a second region. */
  #regionsOf(environment: string): readonly string[] {
    return this.#beside.isFannedOut ? [environment, `${environment}-2`] : [environment];
  }

  /** A tip that main had, so many merges ago. */
  older(age: number): string {
    return this.#tips[Math.max(0, this.#tips.length - 1 - age)] ?? this.shop.main;
  }

  #edits(paths: readonly string[]): Edits {
    return Object.assign({}, ...paths.map((path) => this.#edit(path)));
  }

  #edit(path: string): Edits {
    return { [path]: `${++this.#contents}` };
  }
}
