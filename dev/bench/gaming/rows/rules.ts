import { addsNothing, becomes, changesNothing, type Demand, stays } from "../demands.ts";
import { learned, past, signal, total, warnings } from "../figures.ts";
import { beside, eachWork, type Play, type Row, rollingOut } from "../row.ts";
import type { Studio } from "../studio.ts";
import { BUILDERS } from "../team.ts";
import { atTime, later, onDay, PLAYED_DAYS, START } from "../time.ts";
import { simpleWork, type Work } from "../work.ts";

const WEDNESDAY = atTime(onDay(START, 2), 7);
const TOOLS = { exclude: [".github/**", "tools/**"] };
const [OTHERS, THREE] = [BUILDERS.slice(0, -3), BUILDERS.slice(-3)];
const FOLDERS = { exclude: THREE.map((name) => `src/${name}/**`) };
const EVERYTHING = { exclude: [] };
/** What every change of rules must show. */
const DRAWS_A_LINE: readonly Demand[] = [becomes(warnings, "rules-changed"), becomes(signal, "learning")];

/** Deploys to staging alone, and calls that production from Wednesday on. */
const staging: Play = (studio, work) => {
  studio.at(WEDNESDAY, () => studio.configure({ production: ["production", "staging"] }));
  rollingOut(() => {
    studio.at(later(studio.shop.now, 8), () => void studio.deploy(undefined, { environment: "staging" }));
  })(studio, work);
};

/** Merges a change of files that do not count, together with the config by which they would. */
function profit(studio: Studio, saturday: Date): void {
  const at = atTime(saturday, 11);
  const files = { ".github/plimsoll.yml": 2, "tools/run.ts": 40 };
  // The push that brings the config is received at the time of the merge.
  studio.ship(simpleWork(`own ${at.toISOString()}`, at, { by: "hal", files }), () =>
    studio.configure(EVERYTHING),
  );
  studio.at(later(at, 15), () => studio.configure(TOOLS));
}

/** The same work, of which three people's is in another folder than before. */
function elsewhere(work: Work): Work {
  const isMoved = !OTHERS.includes(work.by ?? "");
  const files = Object.entries(work.files).map(([path, lines]) => [isMoved ? `app/${path}` : path, lines]);
  return { ...work, files: Object.fromEntries(files) };
}

const inOtherFolders = eachWork((studio, work) => studio.ship(elsewhere(work)));

/** Rows in which the config is changed. */
export const CONFIGURING: readonly Row[] = [
  {
    id: "G12",
    strategy: "deploy to staging alone, and have a pull request call that production",
    play: staging,
    demands: [addsNothing, ...DRAWS_A_LINE],
    shows: [total, warnings, signal],
  },
  {
    id: "G12",
    strategy: "have a pull request on each Saturday count its own files, and the next one take that back",
    rules: TOOLS,
    play: beside((studio) => {
      for (const saturday of PLAYED_DAYS.filter((day) => day.getUTCDay() === 6)) profit(studio, saturday);
    }),
    demands: [addsNothing, ...DRAWS_A_LINE],
    shows: [total, warnings, signal],
  },
  {
    id: "G37",
    strategy: "exclude three builders' folders for months, and then no more",
    rules: FOLDERS,
    play: beside((studio) => studio.at(WEDNESDAY, () => studio.configure(EVERYTHING))),
    demands: [stays(past), becomes(learned, 0), ...DRAWS_A_LINE],
    shows: [total, past, warnings, signal, learned],
    limit: "counts from then on, and a line says so",
  },
  {
    id: "G37",
    strategy: "work in other folders, and exclude those of before, so that the past shrinks",
    honest: inOtherFolders,
    play: (studio, work) => {
      studio.at(START, () => studio.configure(FOLDERS));
      inOtherFolders(studio, work);
    },
    demands: [changesNothing, stays(past), becomes(learned, 0), ...DRAWS_A_LINE],
    shows: [total, past, warnings, signal, learned],
  },
];
