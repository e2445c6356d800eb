import type { Edits } from "../../../simulation/clone/files.ts";
import { addsAtMost, addsNothing, atMostOneADay, falls } from "../demands.ts";
import { ineffective, medianLines, signal, total, uncounted } from "../figures.ts";
import { beside, eachWork, type Play, type Row } from "../row.ts";
import type { Studio } from "../studio.ts";
import { BUILDERS } from "../team.ts";
import { atTime, later, PLAYED_DAYS } from "../time.ts";
import { simpleWork, type Work } from "../work.ts";

/** Has every builder do something every evening, weekends included. */
function everyEvening(make: (index: number) => Pick<Work, "files" | "messages">): Play {
  return (studio) => {
    for (const [day, date] of PLAYED_DAYS.entries()) {
      for (const [place, by] of BUILDERS.entries()) {
        const at = later(atTime(date, 20), place * 10);
        const method = METHODS[(day + place) % METHODS.length] ?? "squash";
        studio.ship(simpleWork(`evening-${day}-${by}`, at, { by, method, ...make(day + place) }));
      }
    }
  };
}

const METHODS = ["squash", "merge", "rebase"] as const;
const TELLING_NOTHING = ["VERSION", "docs/logo.png", "coverage/lcov.info", ".nvmrc"];
const USELESS = [
  "README.md",
  "docs/install.md",
  "package-lock.json",
  "dist/app.min.js",
  "vendor/library/main.go",
  "src/api.pb.go",
];

/** Rows in which what adds nothing is piled up. */
export const PADDING: readonly Row[] = [
  {
    id: "G1",
    strategy: "deploy the same commit again, 20 times",
    play: eachWork((studio, work) =>
      studio.ship(work, ({ mergedAt }) => {
        for (let again = 0; again < 20; again++)
          studio.at(later(mergedAt, 9 + again / 4), () => void studio.deployAgain());
      }),
    ),
    demands: [addsNothing],
    shows: [total, uncounted("same-commit")],
  },
  {
    id: "G2",
    strategy: "every builder merges and deploys an empty commit every day",
    play: beside(everyEvening(() => ({ files: {}, messages: ["chore: trigger a build"] }))),
    demands: [addsNothing],
    shows: [total, ineffective, uncounted("no-effective-change")],
  },
  {
    id: "G3",
    strategy: "… documentation, a lockfile, generated or vendored files",
    play: beside(
      everyEvening((index) => ({
        files: { [USELESS[index % USELESS.length] ?? ""]: 120 },
        messages: ["chore: update files"],
      })),
    ),
    demands: [addsNothing],
    shows: [total, ineffective, uncounted("no-effective-change")],
  },
  {
    id: "G4",
    strategy: "reformat every file with a tool on a Saturday, and rename every file on Sunday",
    play: beside((studio) => {
      const [, , , , , saturday, sunday] = PLAYED_DAYS.map((day) => atTime(day, 11));
      studio.at(saturday as Date, () => editAll(studio, "reformat", (path) => ({ [path]: "reformatted" })));
      studio.at(sunday as Date, () =>
        editAll(studio, "rename", (path) => ({ [path]: undefined, [`lib/${path}`]: "reformatted" })),
      );
    }),
    demands: [addsAtMost(2)],
    shows: [total, medianLines],
    limit: "one builder-day each",
  },
  {
    id: "G41",
    strategy: "change a version file, a picture or a report of coverage every day",
    play: beside(
      everyEvening((index) => ({
        files: { [TELLING_NOTHING[index % TELLING_NOTHING.length] ?? ""]: 1 },
        messages: ["chore: update"],
      })),
    ),
    demands: [addsNothing],
    shows: [total, ineffective, uncounted("no-effective-change")],
  },
  {
    id: "G41",
    strategy: "… switch a flag in the code on and off, with a counter behind it",
    play: beside(everyEvening(() => ({ files: { "src/flag.ts": 2 }, messages: ["feat: switch the flag"] }))),
    demands: [atMostOneADay, falls(medianLines)],
    shows: [total, medianLines, signal],
    limit: "one a day for each account",
  },
];

/** Has a tool edit every file. */
function editAll(studio: Studio, id: string, edit: (path: string) => Edits): void {
  const paths = Object.keys(studio.shop.filesOf(studio.shop.main));
  const files = Object.fromEntries(paths.map((path) => [path, 150]));
  const edits = Object.assign({}, ...paths.map(edit));
  studio.edit(edits, simpleWork(id, studio.shop.now, { by: "hal", files, messages: [`style: ${id}`] }));
}
