import type { Change } from "../../../../src/domain/shipping/change.ts";
import { addsNothing, atMostOneADay, becomes, changesNothing } from "../demands.ts";
import { netChanges, rework, total, undone } from "../figures.ts";
import type { Outcome } from "../outcome.ts";
import { eachRight, eachWork, type Look, type Play, type Row } from "../row.ts";
import type { Studio } from "../studio.ts";
import { colleagueOf } from "../team.ts";
import { eveningAfter, later, PLAYED_WEEK } from "../time.ts";
import { inNewFiles, simpleWork } from "../work.ts";

/** What `git revert` calls a change on main. */
function namesOf({ rewritten, carriers }: Change): readonly string[] {
  return rewritten.length > 0 ? rewritten : carriers.slice(0, 1);
}

/** Has each change reverted after some days. */
function revertedAfter(days: number): Play {
  return eachRight((studio, work) =>
    studio.ship(inNewFiles(work), (change) =>
      studio.at(eveningAfter(work.at, days), () => void studio.takeBack(change)),
    ),
  );
}

/** Lands a change of somebody's that removes one of three pieces of another one. */
function removePiece(
  studio: Studio,
  change: Change,
  { piece, by }: { readonly piece: number; readonly by: string | undefined },
): void {
  const { files, id } = studio.workOf(change);
  const left = piece === 3 ? undefined : `${id} without ${piece} of 3`;
  const edits = Object.fromEntries(Object.keys(files).map((path) => [path, left]));
  studio.edit(edits, simpleWork(`${id} without ${piece}`, studio.shop.now, { by, files }));
}

/** What the digest says of the first week, when its honest total had been published before. */
function restatement(honest: Outcome, gamed: Outcome): string | undefined {
  const first = honest.digest().normalizedDeployments.total;
  const published = new Map([[PLAYED_WEEK, { first, latest: first }]]);
  const [restated] = gamed.digest({ published }).restated;
  return restated && `restated ${restated.week}, ${restated.was} → ${restated.is}`;
}

function isRestated(honest: Outcome, gamed: Outcome): Look {
  const restated = restatement(honest, gamed);
  return { shows: restated ?? "", complaint: restated ? undefined : "no week is restated" };
}

function isFinal(honest: Outcome, gamed: Outcome): Look {
  const restated = restatement(honest, gamed);
  return { shows: restated ?? "nothing restated", complaint: restated };
}

/** Rows in which work is taken back, and brought back. */
export const REVERTING: readonly Row[] = [
  {
    id: "G16",
    strategy:
      "revert each change at once, and call it a cleanup: by message, by number, or by its content alone",
    play: eachWork((studio, work, index) =>
      studio.ship({ ...work, isWrong: false }, (change) => {
        const names = [namesOf(change), [change.id], []][index % 3] ?? [];
        const by = colleagueOf(work.by);
        studio.at(later(work.at, 10), () => void studio.takeBack(change, { by, names }));
      }),
    ),
    demands: [addsNothing, becomes(netChanges, 0)],
    shows: [total, netChanges, undone, rework],
  },
  {
    id: "G16",
    strategy: "… every other one by its content alone, the next day, when others have merged in between",
    play: eachRight((studio, work, index) => {
      if (index % 2 > 0) return studio.ship(work);
      studio.ship(inNewFiles(work), (change) => {
        const how = { by: colleagueOf(work.by), names: [] };
        studio.at(eveningAfter(work.at, 1), () => void studio.takeBack(change, how));
      });
    }),
    demands: [atMostOneADay],
    shows: [total, netChanges, undone, rework],
    limit: "looks like any other change",
  },
  {
    id: "G42",
    strategy: "have colleagues take each change out again in three pieces, one a day",
    play: eachRight((studio, work) =>
      studio.ship(inNewFiles(work), (change) => {
        for (const piece of [1, 2, 3]) {
          const by = colleagueOf(work.by, piece);
          studio.at(eveningAfter(work.at, piece), () => void removePiece(studio, change, { piece, by }));
        }
      }),
    ),
    demands: [atMostOneADay],
    shows: [total, netChanges, undone, rework],
    limit: "looks like any other change",
  },
  {
    id: "G17",
    strategy: "ship, revert, and re-land every fifth change five times, a round a day",
    play: eachRight((studio, work, index) => {
      if (index % 5 > 0) return studio.ship(work);
      const own = inNewFiles(work);
      studio.ship(own, (change) => {
        for (const round of [1, 2, 3, 4, 5]) {
          const [at, by] = [eveningAfter(work.at, round), colleagueOf(work.by, round)];
          const names = round % 2 === 0 ? [change.id] : namesOf(change);
          studio.at(at, () => void studio.takeBack(change, { by, names }));
          studio.at(later(at, 9), () => void studio.land({ ...own, by }));
        }
      });
    }),
    demands: [changesNothing],
    shows: [total, rework, undone],
  },
  {
    id: "G18",
    strategy: "revert everything on day 8",
    play: revertedAfter(8),
    demands: [addsNothing],
    shows: [total, undone],
    look: isRestated,
  },
  {
    id: "G18",
    strategy: "… on day 29",
    play: revertedAfter(29),
    demands: [changesNothing],
    shows: [total, undone],
    look: isFinal,
  },
  {
    id: "G34",
    strategy: "revert each change the next day, and have another builder land it again the day after",
    play: eachRight((studio, work) => {
      const own = inNewFiles(work);
      studio.ship(own, (change) => {
        const [by, other] = [colleagueOf(work.by), colleagueOf(work.by, 2)];
        studio.at(eveningAfter(work.at, 1), () => void studio.takeBack(change, { by }));
        studio.at(eveningAfter(work.at, 2), () => void studio.land({ ...own, by: other }));
      });
    }),
    demands: [changesNothing],
    shows: [total, rework, undone],
  },
];
