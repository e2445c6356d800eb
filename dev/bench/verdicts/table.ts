import { type ByVerdict, countFalseAlarms, type FalseAlarms, VERDICTS } from "./false-alarms.ts";
import { BEFORE } from "./judge.ts";
import { countFound, FOUND_WITHIN } from "./power.ts";
import type { Section } from "./section.ts";
import { CHANGED, type ChangedKind, QUIET, type QuietKind, WEEKS } from "./teams.ts";

const TEAMS = 100;
const SIZES = [6, 12, 30];
/** In a hundred weeks. */
const MOST_FALSE = 2;
/** The size of the teams of which changes must be found. */
const FOUND_IN = 12;

/** How often the verdicts on a week are false, and how often they find what has changed. */
export function playVerdicts(): Section {
  const alarms = SIZES.flatMap((people) =>
    QUIET.map((kind) => ({ kind, people, counted: countFalseAlarms(kind, people, TEAMS) })),
  );
  const finds = SIZES.flatMap((people) =>
    CHANGED.map((kind) => ({ kind, people, found: countFound(kind, people, TEAMS) })),
  );
  const markdown = [
    `In how many weeks of 100 a verdict is false: ${TEAMS} teams of each kind and size, ${WEEKS - BEFORE} weeks each.`,
    "Behind a ¦: weeks in which more people shipped, and the digest says that they did.",
    "",
    ...head("false alarms"),
    ...alarms.map(({ kind, people, counted }) => row(kind.name, people, alarmCells(counted))),
    "",
    `In how many of ${TEAMS} teams of each kind and size a verdict finds a change within ${FOUND_WITHIN} weeks.`,
    "",
    ...head("what changes"),
    ...finds.map(({ kind, people, found }) => row(kind.name, people, cells(found, 0))),
    "",
  ].join("\n");
  return {
    markdown,
    broken: [
      ...alarms.flatMap(({ kind, people, counted }) => tooMany(kind, people, counted)),
      ...finds.flatMap(({ kind, people, found }) => tooFew(kind, people, found)),
    ],
  };
}

function head(first: string): string[] {
  return [
    `| ${first} | people | ${VERDICTS.join(" | ")} |`,
    `|---|--:|${VERDICTS.map(() => "--:|").join("")}`,
  ];
}

function row(name: string, people: number, numbers: readonly string[]): string {
  return `| ${name} | ${people} | ${numbers.join(" | ")} |`;
}

function cells(numbers: ByVerdict, digits: number): string[] {
  return VERDICTS.map((name) => numbers[name].toFixed(digits));
}

function alarmCells({ falsely, rightly }: FalseAlarms): string[] {
  const right: Readonly<Record<string, number>> = rightly;
  return cells(falsely, 1).map((cell, index) => {
    const number = right[VERDICTS[index] ?? ""] ?? 0;
    return number === 0 ? cell : `${cell} ¦ ${number.toFixed(1)}`;
  });
}

function tooMany({ name, isBound }: QuietKind, people: number, { falsely }: FalseAlarms): string[] {
  if (!isBound) return [];
  return VERDICTS.filter((verdict) => verdict !== "together" && falsely[verdict] > MOST_FALSE).map(
    (verdict) =>
      `${name}, ${people} people: ${verdict} is false in ${falsely[verdict].toFixed(1)} weeks of 100`,
  );
}

function tooFew({ name, least = 0 }: ChangedKind, people: number, { together }: ByVerdict): string[] {
  if (people !== FOUND_IN || together >= least) return [];
  return [
    `${name}, ${people} people: found in ${together} % within ${FOUND_WITHIN} weeks, not in ${least} %`,
  ];
}
