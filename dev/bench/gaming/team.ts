import { startOf } from "../../../src/domain/metric/week.ts";
import { type Chance, createChance } from "../../simulation/random.ts";
import { atTime, daysFrom, FIRST_WEEK, later, START, WEEKS, ZONE } from "./time.ts";
import { inNewFiles, PERSON, simpleWork, type Work } from "./work.ts";

/** Who builds, and on what share of the weekdays each of them merges something. */
const RHYTHM = { ada: 0.65, bo: 0.6, cy: 0.55, di: 0.5, ed: 0.5, flo: 0.45, gus: 0.4, hal: 0.35 };

/** The people of the team. */
export const BUILDERS: readonly string[] = Object.keys(RHYTHM);

/** Somebody else of the team, always the same for the same person. */
export function colleagueOf(builder: string | undefined, steps = 1): string {
  const index = BUILDERS.indexOf(builder ?? "");
  return BUILDERS[(index + steps + BUILDERS.length) % BUILDERS.length] ?? "";
}

const SEED = 20260929;
const SLOTS = 30;
/** Merges are so many minutes apart, so that each is deployed before the next one. */
const SLOT = 20;
const MARKS = [
  "Co-Authored-By: Claude <noreply@anthropic.com>",
  "Co-authored-by: Copilot <175728472+Copilot@users.noreply.github.com>",
  "Co-authored-by: Cursor <cursoragent@cursor.com>",
  "Assisted-by: Codex",
] as const;
const SUBJECTS = [
  "feat: show the price with tax",
  "fix: keep the cart after a login",
  "refactor: take the parser apart",
  "perf: ask the database once",
] as const;

/** All that the team honestly does in sixteen weeks, in the order of days. */
export function honestWork(): Work[] {
  const chance = createChance(SEED);
  const days = daysFrom(startOf(FIRST_WEEK, ZONE), WEEKS * 7);
  return days.flatMap((day) => workOfDay(day, chance));
}

/** The part of some work that falls into the weeks that are played. */
export function isPlayed({ at }: Work): boolean {
  return at >= START;
}

function workOfDay(day: Date, chance: Chance): Work[] {
  const weekday = day.getUTCDay();
  if (weekday === 0 || weekday === 6) return [];
  const authors = Object.entries(RHYTHM).flatMap(([builder, rate]) =>
    chance.happens(rate) ? Array<string>(chance.pick([1, 1, 1, 1, 2, 2, 3])).fill(builder) : [],
  );
  const name = day.toISOString().slice(5, 10);
  const slots = shuffled(SLOTS, chance);
  const built = authors.slice(0, SLOTS).map((by, index) => {
    const at = later(atTime(day, 8), (slots[index] ?? 0) * SLOT);
    return pieceOfWork(`${name}-${by}-${index}`, { at, by }, chance);
  });
  return weekday === 1 ? [bumpOf(name, atTime(day, 6)), ...built] : built;
}

function pieceOfWork(id: string, { at, by }: { at: Date; by: string }, chance: Chance): Work {
  const isProse = chance.happens(0.06);
  const count = chance.pick([1, 1, 1, 2, 2, 3]);
  const paths = Array.from({ length: count }, () => `src/${by}/file-${chance.size(1, 9)}.ts`);
  const files = isProse ? { "docs/guide.md": chance.size(2, 60) } : filesOf(paths, chance);
  const mark = chance.happens(1 / 3) ? chance.pick(MARKS) : undefined;
  const messages = Array.from({ length: chance.pick([1, 1, 2, 2, 3, 5]) }, (_, index) => {
    const subject = chance.pick(SUBJECTS);
    // The first commit says it always, the others as often as not.
    return mark && (index === 0 || chance.happens(0.5)) ? `${subject}\n\n${mark}` : subject;
  });
  const work: Work = {
    ...{ id, at, by, files, messages, author: PERSON },
    method: chance.pick(["squash", "squash", "merge", "rebase"]),
    isApproved: chance.happens(0.8),
    isWrong: !isProse && chance.happens(0.04),
  };
  return work.isWrong ? inNewFiles(work) : work;
}

function filesOf(paths: readonly string[], chance: Chance): Record<string, number> {
  return Object.fromEntries(paths.map((path) => [path, chance.size(3, 250)]));
}

/** What a dependency robot does every Monday. */
function bumpOf(name: string, at: Date): Work {
  const author = { name: "dependabot[bot]", email: "49699333+dependabot[bot]@users.noreply.github.com" };
  const files = { "package.json": 2, "package-lock.json": 240 };
  return simpleWork(`${name}-bump`, at, { author, files, messages: ["build(deps): bump the rest"] });
}

function shuffled(count: number, chance: Chance): number[] {
  const drawn = Array.from({ length: count }, (_, value) => ({ value, place: chance.next() }));
  return drawn.sort((a, b) => a.place - b.place).map(({ value }) => value);
}
