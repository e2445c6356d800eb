import type { Files } from "../../../simulation/clone/files.ts";
import type { Branch } from "../../../simulation/clone/workshop.ts";
import { addsAtMost, addsNothing, atMostOneADay, changesNothing } from "../demands.ts";
import { builders, ineffective, pending, rework, total, uncounted, undone } from "../figures.ts";
import { beside, eachWork, type Play, type Row } from "../row.ts";
import type { Studio } from "../studio.ts";
import { BUILDERS, colleagueOf } from "../team.ts";
import { atTime, eveningAfter, PLAYED_DAYS, START } from "../time.ts";
import { inNewFiles, simpleWork, type Work } from "../work.ts";

const RELEASES = [1, 2, 3, 4, 5];

/** How a change is brought to one of the release branches. */
interface Backport {
  /** Whether it says where it comes from. */
  readonly isNamed: boolean;
  /** Whether it differs from what it repeats. */
  readonly isAdapted: boolean;
}

/** Has colleagues pick each change to one release branch after the other, on a day each, and deploy that. */
function backporting(backportTo: (line: number) => Backport): Play {
  return (studio, all) => {
    const branches: Branch[] = [];
    studio.at(START, () => void branches.push(...RELEASES.map(() => studio.shop.branch())));
    for (const work of all.map(inNewFiles)) {
      studio.ship(work, (change) => {
        for (const [index, into] of branches.entries()) {
          studio.at(eveningAfter(work.at, index + 1), () => {
            const { isNamed, isAdapted } = backportTo(index);
            const from = studio.shop.pick(change, into, { isNamed });
            if (isAdapted) studio.shop.commit(from, adaptedTo(index, work));
            studio.merge({ ...work, by: colleagueOf(work.by, index + 1) }, { from, into });
            studio.deploy(into.head, { environment: `production-v${index}` });
          });
        }
      });
    }
  };
}

/** One that says where it comes from need not be the same to the letter. */
const namedOrSame = (line: number): Backport => ({ isNamed: line % 2 === 0, isAdapted: line % 2 === 0 });

function adaptedTo(line: number, { id, files }: Work): Files {
  return Object.fromEntries(Object.keys(files).map((path) => [path, `${id}, adapted to line ${line}`]));
}

/** Deploys a branch with another commit on each day before it is merged. */
function deployUnmerged(studio: Studio, work: Work): void {
  const [path = ""] = Object.keys(work.files);
  let from: Branch | undefined;
  for (const days of [3, 2, 1]) {
    studio.at(eveningAfter(work.at, -days), () => {
      from ??= studio.shop.branch();
      studio.shop.update(from);
      studio.shop.commit(from, { [path]: `${work.id}, ${days} days before` });
      studio.deploy(from.head);
    });
  }
  studio.at(work.at, () => void studio.land(work, { from }));
}

/** On a day of each week. */
const KEEPINGS = PLAYED_DAYS.filter((_, index) => index % 7 === 4);

/** Everybody merges something each day into a branch beside main; each week `keep` merges that and keeps main's content. */
const droppedBy =
  (keep: (studio: Studio, side: Branch) => void): Play =>
  (studio) => {
    let side: Branch | undefined;
    for (const day of PLAYED_DAYS) {
      for (const by of BUILDERS) {
        studio.at(atTime(day, 12), () => {
          side ??= studio.shop.branch();
          const files = { [`src/${by}/aside-${day.getTime()}.ts`]: 40 };
          studio.merge(simpleWork(`aside of ${by}, ${day.getTime()}`, studio.shop.now, { by, files }), {
            into: side,
          });
        });
      }
    }
    for (const day of KEEPINGS) {
      studio.at(atTime(day, 22), () => {
        if (side !== undefined) keep(studio, side);
        studio.rollOut();
      });
    }
  };

const rewritten: Play = (studio) => {
  for (const day of KEEPINGS) {
    studio.at(atTime(day, 22), () => {
      studio.shop.rewrite({ by: BUILDERS[0] });
      studio.rollOut();
    });
  }
};

/** Has a pull request of somebody's work merge the branch and keep its own content. */
function keepInside(studio: Studio, side: Branch): void {
  const from = studio.shop.branch();
  studio.shop.keepOurs(from, side);
  const [by = ""] = BUILDERS;
  const id = `beside-${studio.shop.now.getTime()}`;
  const path = `src/${by}/${id}.ts`;
  studio.shop.commit(from, { [path]: id });
  studio.merge(simpleWork(id, studio.shop.now, { by, files: { [path]: 40 } }), { from });
}

/** Rows in which branches are deployed. */
export const BRANCHING: readonly Row[] = [
  {
    id: "G20",
    strategy: "cherry-pick each change to five release branches, each by somebody else on another day",
    play: backporting(namedOrSame),
    demands: [addsNothing],
    shows: [total, rework, uncounted("no-effective-change")],
  },
  {
    id: "G30",
    strategy:
      "deploy each branch to production on three days before it is merged, with a new commit each time",
    play: eachWork(deployUnmerged),
    demands: [addsNothing],
    shows: [total, pending, uncounted("no-effective-change"), uncounted("rollback")],
  },
  {
    id: "G44",
    strategy: "adapt each change by hand for five release branches, and say of each that it is a backport",
    play: backporting(() => ({ isNamed: true, isAdapted: true })),
    demands: [addsNothing],
    shows: [total, rework],
  },
  {
    id: "G44",
    strategy: "… and say nothing",
    play: backporting(() => ({ isNamed: false, isAdapted: true })),
    demands: [atMostOneADay],
    shows: [total, rework, builders],
    limit: "looks like any other change",
  },
  {
    id: "G38",
    strategy: "merge something each day into a branch beside main, and that into main without its content",
    play: beside(droppedBy((studio, side) => void studio.shop.mergeOurs(side))),
    demands: [addsNothing],
    shows: [total, ineffective, pending],
  },
  {
    id: "G38",
    strategy: "… and that, without its content, into a pull request with other work that is squashed",
    play: beside(droppedBy(keepInside)),
    demands: [addsAtMost(KEEPINGS.length)],
    shows: [total, ineffective, pending],
    limit: "the other work",
  },
  {
    id: "G48",
    strategy: "force main each week to other commits with the same content, and deploy that",
    play: beside(rewritten),
    demands: [changesNothing],
    shows: [total, undone, ineffective],
  },
];
