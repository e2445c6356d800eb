import type { Change } from "../../../src/domain/shipping/change.ts";
import { difference, type Edits } from "../../simulation/clone/files.ts";
import type { Branch } from "../../simulation/clone/workshop.ts";
import { type Act, Calendar } from "./calendar.ts";
import type { DatedRules } from "./reading.ts";
import { type Merging, Repository } from "./repository.ts";
import { eveningAfter, later } from "./time.ts";
import { simpleWork, type Work } from "./work.ts";

/** How a change is taken back: by whom, and under which names of it. */
export interface TakingBack {
  readonly by?: string | undefined;
  readonly names?: readonly string[];
}

const PREVIEWED_BEFORE = 9;
const DEPLOYED_AFTER = 8;
/** On which day it is found that something was wrong. */
const FOUND_AFTER = 6;

/** A repository that a team works in, with a calendar of what it will do. */
export class Studio extends Repository {
  /** What follows each merge: continuous deployment, unless a move does something else. */
  rollOut: () => void = () => this.at(later(this.shop.now, DEPLOYED_AFTER), () => void this.deploy());
  readonly #calendar = new Calendar();

  constructor(start: Date, rules: Partial<DatedRules> = {}) {
    super(start, rules);
    // The first deployment is the baseline.
    this.deploy();
  }

  /** Plans an act. */
  at(at: Date, act: Act): void {
    this.#calendar.add(at, act);
  }

  /** Plays what is planned, up to some time. */
  async play(until?: Date): Promise<void> {
    await this.#calendar.play((now) => {
      this.shop.now = now;
    }, until);
  }

  /** Plans to preview a piece of work and to land it; then does what follows. */
  ship(work: Work, then: (change: Change) => void = () => {}): void {
    let from: Branch | undefined;
    this.at(later(work.at, -PREVIEWED_BEFORE), () => {
      from = this.branch(work);
      this.deploy(from.head, { environment: "preview", isTransient: true });
    });
    this.at(work.at, () => then(this.land(work, { from })));
  }

  /** Merges a piece of work now, has it rolled out, and plans its revert if it is wrong. */
  land(work: Work, merging: Merging = {}): Change {
    const change = this.merge(work, merging);
    this.rollOut();
    if (work.isWrong) this.at(eveningAfter(this.shop.now, FOUND_AFTER), () => void this.takeBack(change));
    return change;
  }

  /** Merges some edits now as a piece of work, and has them rolled out. */
  edit(edits: Edits, work: Work): Change {
    const from = this.shop.branch();
    this.shop.commit(from, edits);
    return this.land(work, { from });
  }

  /** Lands a revert of a change now, under some names of the change. */
  takeBack(change: Change, { by = change.builder, names = [change.id] }: TakingBack = {}): Change {
    const [before, after] = [change.baseSha, change.carriers.at(-1) ?? ""];
    const edits = difference(this.shop.filesOf(after), this.shop.filesOf(before));
    const { files } = this.workOf(change);
    const work = simpleWork(`revert of ${change.id}, ${this.shop.now.getTime()}`, this.shop.now, {
      by,
      files,
    });
    this.believed.set(work.id, names);
    return this.edit(edits, work);
  }

  /** Lands the restoration of a commit's content now. */
  restore(sha: string, by: string): Change {
    const edits = difference(this.shop.filesOf(this.shop.main), this.shop.filesOf(sha));
    const files = Object.fromEntries(Object.keys(edits).map((path) => [path, 40]));
    return this.edit(edits, simpleWork(`back to ${sha}`, this.shop.now, { by, files }));
  }
}
