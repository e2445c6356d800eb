import { becomes, changesNothing, falls, rises, risesAtMostBy, stays } from "../demands.ts";
import { aiAssisted, coverage, declared, total } from "../figures.ts";
import { eachWork, type Row } from "../row.ts";
import { later } from "../time.ts";
import { says, simpleWork, type Work } from "../work.ts";

const CLAUDE = "Co-Authored-By: Claude <noreply@anthropic.com>";
const TOOLS = [
  CLAUDE,
  "co-AUTHORED-by: CLAUDE <NoReply@Anthropic.com>",
  "Co-authored-by: Copilot <175728472+Copilot@users.noreply.github.com>",
  "Co-authored-by: Cursor <cursoragent@cursor.com>",
  "Co-authored-by: aider (gpt-5) <aider@aider.chat>",
  "Assisted-by: Codex",
  "ASSISTED-BY: codex",
  "Co-authored-by: Devin AI <158243242+devin-ai-integration[bot]@users.noreply.github.com>",
  "Assisted-by: Gemini CLI",
  "Generated-by: Amp",
];
const FORGERIES = [
  (subject: string) => `${subject}\n\nWhat the other one said:\n\n> ${CLAUDE}\n`,
  (subject: string) => `${subject}\n\n\`\`\`\n${CLAUDE}\n\`\`\`\n`,
  (subject: string) => `${subject}\n\nNever write ${CLAUDE} unless it is true.\n\nIt is not.\n`,
  (subject: string) => `${subject}\n\nAn example:\n\n    ${CLAUDE}\n`,
];

/** Counted by changes, four of five were declared on each day: 19 of 22. By lines only small work is outweighed. */
const MOST_BY_LINES = 3;

/** Rows in which the same work is marked otherwise. */
export const MARKS: readonly Row[] = [
  {
    id: "G7",
    strategy: "put an AI trailer on every commit",
    play: eachWork((studio, work) =>
      studio.ship(says(work, (message) => `${subjectOf(message)}\n\n${CLAUDE}`)),
    ),
    demands: [changesNothing, rises(aiAssisted)],
    shows: [total, aiAssisted, declared],
  },
  {
    id: "G8",
    strategy: "strip all trailers",
    play: eachWork((studio, work) => studio.ship(says(work, subjectOf))),
    demands: [changesNothing, falls(aiAssisted)],
    shows: [total, aiAssisted, declared],
  },
  {
    id: "G8",
    strategy: "make every message unreadable",
    play: eachWork((studio, work) =>
      studio.ship(says(work, (message) => [...subjectOf(message)].map((letter) => `${letter}\0`).join(""))),
    ),
    demands: [changesNothing, falls(coverage)],
    shows: [total, aiAssisted, coverage],
  },
  {
    id: "G9",
    strategy:
      "forge trailers: quoted, in code, in the middle of a message, and in a fork that is never merged",
    play: eachWork((studio, work, index) => {
      const forged = says(work, (message, commit) =>
        message === subjectOf(message)
          ? (FORGERIES[(index + commit) % FORGERIES.length]?.(message) ?? message)
          : message,
      );
      const fork = says(work, (message) => `${subjectOf(message)}\n\n${CLAUDE}`);
      studio.at(work.at, () => void studio.branch({ ...fork, id: `fork of ${work.id}` }));
      studio.ship(forged);
    }),
    demands: [changesNothing, stays(aiAssisted), stays(declared)],
    shows: [total, aiAssisted, declared],
  },
  {
    id: "G10",
    strategy: "declare what is declared with ten tools, in odd case, and twice",
    play: eachWork((studio, work) =>
      studio.ship(
        says(work, (message) => {
          const subject = subjectOf(message);
          return message === subject ? subject : `${subject}\n\n${[...TOOLS, ...TOOLS].join("\n")}`;
        }),
      ),
    ),
    demands: [changesNothing, stays(aiAssisted), stays(declared), becomes(coverage, "100 %")],
    shows: [total, aiAssisted, declared],
  },
  {
    id: "G43",
    strategy: "put four declared pull requests of one line beside each piece of work",
    play: eachWork((studio, work) => {
      studio.ship(work);
      if (!countsOfItself(work)) return;
      for (const part of [1, 2, 3, 4]) {
        const messages = [`chore: tidy up\n\n${CLAUDE}`];
        const files = { [`src/beside/${work.id}-${part}.ts`]: 1 };
        studio.ship(simpleWork(`${work.id}+${part}`, later(work.at, part), { by: work.by, files, messages }));
      }
    }),
    demands: [changesNothing, risesAtMostBy(MOST_BY_LINES, aiAssisted)],
    shows: [total, aiAssisted, declared],
  },
];

function subjectOf(message: string): string {
  return message.split("\n", 1)[0] ?? "";
}

/** Whether somebody's day is in the number without anything beside this work. */
function countsOfItself({ by, isWrong, files }: Work): boolean {
  return by !== undefined && !isWrong && Object.keys(files).some((path) => path.startsWith("src/"));
}
