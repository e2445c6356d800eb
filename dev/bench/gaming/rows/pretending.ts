import { addsNothing, changesNothing, stays } from "../demands.ts";
import { rework, rollbacks, total, undone } from "../figures.ts";
import { believedReverts } from "../github.ts";
import { beside, eachWork, type Row } from "../row.ts";
import type { Studio } from "../studio.ts";
import { atTime, later, onDay, PLAYED_DAYS } from "../time.ts";
import type { Work } from "../work.ts";

/** Reverts what was merged on a Friday by rolling its morning's code forward, and brings it back on Sunday. */
function backAndForth(studio: Studio, friday: Date): void {
  const [saturday, sunday] = [1, 2].map((days) => atTime(onDay(friday, days), 11)) as [Date, Date];
  studio.at(atTime(friday, 4), () => {
    const old = studio.shop.main;
    studio.at(saturday, () => {
      const newest = studio.shop.main;
      studio.restore(old, "gus");
      studio.at(sunday, () => void studio.restore(newest, "hal"));
    });
  });
}

/** Says in its description that a piece of work reverts what somebody else merged last. */
async function claimToRevert(studio: Studio, work: Work): Promise<readonly string[]> {
  const others = studio.changes().filter((change) => change.isEffective && change.builder !== work.by);
  return believedReverts(studio, work, `Reverts ${others.at(-1)?.id}`);
}

/** Rows in which work pretends to be a revert, or not to be one. */
export const PRETENDING: readonly Row[] = [
  {
    id: "G15",
    strategy: "roll old code forward in a new commit every Saturday, and the new code on Sunday",
    play: beside((studio) => {
      for (const friday of PLAYED_DAYS.filter((day) => day.getUTCDay() === 5)) backAndForth(studio, friday);
    }),
    demands: [addsNothing],
    shows: [total, rollbacks, rework, undone],
  },
  {
    id: "G33",
    strategy: "write `Reverts #N` of somebody else's newest change into each pull request",
    play: eachWork((studio, work) => {
      studio.at(later(work.at, -1), async () => {
        studio.believed.set(work.id, await claimToRevert(studio, work));
      });
      studio.ship(work);
    }),
    demands: [changesNothing, stays(undone), stays(rework)],
    shows: [total, undone, rework],
  },
];
