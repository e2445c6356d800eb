import { renderDigest } from "../../../../src/render/digest/issue.ts";
import {
  addsNothing,
  atMostOneADay,
  becomes,
  changesNothing,
  falls,
  multipliesAtMostBy,
  stays,
} from "../demands.ts";
import {
  aiAssisted,
  approved,
  builders,
  medianLines,
  nearCeiling,
  signal,
  signalAfter,
  total,
  totalAfter,
  totalIn,
} from "../figures.ts";
import type { Outcome } from "../outcome.ts";
import { beside, eachWork, type Look, type Row } from "../row.ts";
import { BUILDERS, colleagueOf } from "../team.ts";
import { atTime, later, onDay, PLAYED_DAYS, PLAYED_WEEK, START } from "../time.ts";
import { cut, says, simpleWork } from "../work.ts";

const NIGHT_HOURS = [0, 2, 4, 22];
const ACCOUNTS = 4;
const PEOPLE =
  "\n\nCo-authored-by: Bo Example <bo@mail.example>\nCo-authored-by: Cy Example <cy@mail.example>";

const MANAGERS = 16;

const drip = eachWork((studio, work) => {
  for (const [day, part] of cut(work, 5, { every: 0 }).entries())
    studio.ship({ ...part, at: onDay(part.at, day) });
});

/** Rows in which work is cut, spread over time, or spread over people. */
export const CUTTING: readonly Row[] = [
  {
    id: "G5",
    strategy: "cut each change into 12 pull requests and 12 deployments of the day",
    play: eachWork((studio, work) => {
      for (const part of cut(work, 12, { every: 1 })) studio.ship(part);
    }),
    demands: [addsNothing],
    shows: [total, medianLines],
  },
  {
    id: "G6",
    strategy: "drip each change over 5 days, a piece a day",
    play: drip,
    demands: [atMostOneADay, falls(medianLines)],
    shows: [total, medianLines, signal, nearCeiling],
    limit: "one a day for each account",
  },
  {
    id: "G46",
    strategy: `drip each change over 5 days, and have ${MANAGERS} managers merge one trivial change a week`,
    play: (studio, all) => {
      drip(studio, all);
      for (const monday of PLAYED_DAYS.filter((day) => day.getUTCDay() === 1)) {
        for (let place = 0; place < MANAGERS; place++) {
          const at = later(atTime(monday, 20), place * 5);
          const files = { [`src/managers/file-${place}.ts`]: 1 };
          studio.ship(
            simpleWork(`manager ${place} ${at.toISOString()}`, at, { by: `manager ${place}`, files }),
          );
        }
      }
    },
    demands: [atMostOneADay, becomes(nearCeiling, "yes")],
    shows: [total, builders, nearCeiling],
    limit: "one a day for each account",
  },
  {
    id: "G21",
    strategy: "an agent opens trivial pull requests all night, each builder merges four without a review",
    play: beside((studio) => {
      for (const date of PLAYED_DAYS) {
        for (const [place, by] of BUILDERS.entries()) {
          for (const hour of NIGHT_HOURS) {
            const at = later(atTime(date, hour), place * 10);
            const files = { [`src/${by}/file-${1 + (hour % 9)}.ts`]: 2 };
            const messages = ["chore: tidy up\n\nCo-Authored-By: Claude <noreply@anthropic.com>"];
            studio.ship(simpleWork(`night-${at.toISOString()}`, at, { by, files, messages }));
          }
        }
      }
    }),
    demands: [atMostOneADay, falls(approved), falls(medianLines)],
    shows: [total, aiAssisted, approved, medianLines, signal, nearCeiling],
    limit: "one a day for each account",
  },
  {
    id: "G22",
    strategy: "swap authors, and add co-authors to everything",
    play: eachWork((studio, work) => {
      const by = colleagueOf(work.by);
      studio.ship({ ...says(work, (message) => `${message}${PEOPLE}`), by });
    }),
    demands: [changesNothing],
    shows: [total, builders],
  },
  {
    id: "G22",
    strategy: `cut each change into ${ACCOUNTS}, and merge the pieces from the accounts of ${ACCOUNTS - 1} people who build nothing`,
    play: eachWork((studio, work) => {
      for (const [account, part] of cut(work, ACCOUNTS, { every: 1 }).entries())
        studio.ship({ ...part, by: account === 0 ? part.by : `${part.by}'s friend ${account}` });
    }),
    demands: [multipliesAtMostBy(ACCOUNTS), falls(medianLines)],
    shows: [total, builders, medianLines, signal],
    limit: "cannot be seen",
  },
  {
    id: "G29",
    strategy: "pull four weeks of work into the last week of a quarter",
    play: (studio, all) => {
      for (const builder of BUILDERS) {
        for (const [index, work] of all.filter(({ by }) => by === builder).entries()) {
          const day = onDay(START, index % 7);
          studio.ship({ ...work, at: atTime(day, work.at.getUTCHours(), work.at.getUTCMinutes()) });
        }
      }
    },
    demands: [addsNothing, becomes(signal, "above"), falls(totalAfter(1)), becomes(signalAfter(1), "quiet")],
    shows: [total, signal, totalAfter(1), signalAfter(1)],
    look: (_, gamed) => praise(gamed),
  },
  {
    id: "G35",
    strategy: "merge half of each change at 23:55 and half at 00:05",
    play: eachWork((studio, work) => {
      const [evening = work, morning = work] = cut(work, 2, { every: 0 });
      studio.ship({ ...evening, at: atTime(work.at, 23, 55) });
      studio.ship({ ...morning, at: onDay(atTime(work.at, 0, 5), 1) });
    }),
    demands: [multipliesAtMostBy(2), atMostOneADay, stays(totalIn("America/New_York"))],
    shows: [total, totalIn("America/New_York"), medianLines],
    limit: "two days",
  },
];

/** Looks for words of praise in the digest. */
function praise({ digest }: Outcome): Look {
  const { body } = renderDigest(digest(), { repositoryId: 7, week: PLAYED_WEEK });
  const words =
    body.match(/\b(?:best|better|congrat\w*|excellent|good|great|improve\w*|record|success\w*|well)\b/gi) ??
    [];
  return {
    shows: `words of praise: ${words.length}`,
    complaint: words.length > 0 ? words.join(" ") : undefined,
  };
}
