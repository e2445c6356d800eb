import { MONEY_MOVES } from "./money-moves.ts";
import { SOURCE_MOVES } from "./source-moves.ts";
import { WORK_MOVES } from "./work-moves.ts";

const MOVES = [...WORK_MOVES, ...MONEY_MOVES, ...SOURCE_MOVES].sort(
  (a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)),
);

/** Plays every move against spend: a table of what the digest says without it and with it, and what breaks. */
export async function playSpend(): Promise<{
  readonly markdown: string;
  readonly broken: readonly string[];
}> {
  const lines: string[] = [];
  const broken: string[] = [];
  for (const { id, strategy, play } of MOVES) {
    const { shows, complaint } = await play();
    lines.push(`| ${id} | ${strategy} | ${shows} |`);
    if (complaint !== undefined) broken.push(`${id}, ${strategy}: ${complaint}`);
  }
  const head = [
    "| row | move | spend, normalized deployments, spend for each: without → with |",
    "|---|---|---|",
  ];
  return { markdown: [...head, ...lines, ""].join("\n"), broken };
}
