import type { Change } from "../../../src/domain/shipping/change.ts";
import type { Deployment } from "../../../src/domain/shipping/deployment.ts";
import { DEFAULT_RULES } from "../../../src/domain/shipping/rules.ts";
import type { History } from "../../../src/domain/shipping/shipping.ts";
import { type Branch, Workshop } from "../../simulation/clone/workshop.ts";
import { type DatedRules, type Reading, readWork } from "./reading.ts";
import { simpleWork, type Work } from "./work.ts";

/** Who deploys when nobody does it by hand. */
const DEPLOYER = { id: "deployer", kind: "app" } as const;

/** How a piece of work is merged, beyond what the work itself says. */
export interface Merging {
  /** The branch that it was worked out on, when that is not made anew. */
  readonly from?: Branch | undefined;
  /** The branch that it is merged into, instead of main. */
  readonly into?: Branch | undefined;
}

/** A repository in memory, and the facts that GitHub tells of it. */
export class Repository {
  readonly shop: Workshop;
  /** How the facts reach us. */
  deliver: (history: History) => History = (history) => history;
  /** What a piece of work is believed to revert, because it says so, by its id. */
  readonly believed = new Map<string, readonly string[]>();
  readonly #works = new Map<string, Work>();
  readonly #rules: DatedRules[];
  #live: string;

  constructor(start: Date, rules: Partial<DatedRules>) {
    this.#rules = [{ ...DEFAULT_RULES, exclude: [], ...rules }];
    this.shop = new Workshop(start, this.#rules);
    this.#live = this.shop.main;
  }

  /** Puts a piece of work on a new branch of main, or of another commit. */
  branch({ id, files, messages }: Work, onto?: string): Branch {
    const branch = this.shop.branch(onto);
    const paths = Object.keys(files);
    for (const index of messages.keys()) {
      const own = paths.filter((_, place) => place % messages.length === index);
      const touched = own.length > 0 ? own : paths.slice(0, 1);
      this.shop.commit(branch, Object.fromEntries(touched.map((path) => [path, `${id} ${index}`])));
    }
    return branch;
  }

  /** Merges a piece of work now. */
  merge(work: Work, { into, from = this.branch(work, into?.head) }: Merging = {}): Change {
    const { id, by, method, isApproved } = work;
    from.reverts.push(...(this.believed.get(id) ?? []));
    const change = this.shop.merge(from, { by, method, isApproved, ...(into && { into }) });
    this.#works.set(change.id, work);
    return change;
  }

  /** Deploys a commit now: main to production, by the deployer, unless told otherwise. */
  deploy(sha = this.shop.main, rest: Partial<Deployment> = {}): Deployment {
    if (rest.isTransient !== true) this.#live = sha;
    return this.shop.deploy(sha, { creator: DEPLOYER, ...rest });
  }

  /** Deploys once more what was deployed last. */
  deployAgain(rest: Partial<Deployment> = {}): Deployment {
    return this.deploy(this.#live, rest);
  }

  /** Changes the config on the default branch now. */
  configure(rules: Partial<DatedRules>): void {
    this.shop.configure(rules);
    this.#rules.push({ ...(this.#rules.at(-1) as DatedRules), ...rules, since: this.shop.now });
  }

  /** When rules changed. */
  lines(): Date[] {
    return this.#rules.slice(1).map(({ since }) => since);
  }

  /** The changes so far, in the order of their merges. */
  changes(): readonly Change[] {
    return this.shop.history().changes;
  }

  /** The work that a change brought in. */
  workOf({ id, mergedAt }: Pick<Change, "id" | "mergedAt">): Work {
    return this.#works.get(id) ?? simpleWork(id, mergedAt);
  }

  /** What is read of each change, now that all rules are known. */
  readings(): ReadonlyMap<string, Reading> {
    const read = (change: Change) => readWork(this.workOf(change), change, this.#rules);
    return new Map(this.changes().map((change) => [change.id, read(change)]));
  }

  /** All facts so far, as they reach us. */
  history(readings = this.readings()): History {
    const { changes, ...others } = this.shop.history();
    const read = changes.map((change) => ({ ...change, ...readings.get(change.id)?.facts }));
    return this.deliver({ ...others, changes: read });
  }
}
