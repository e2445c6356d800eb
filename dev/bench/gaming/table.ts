import { honestly, type Played, playRows } from "./play.ts";
import { ROWS } from "./rows.ts";
import { BUILDERS } from "./team.ts";
import { PLAYED_DAYS, PLAYED_WEEKS, WEEKS } from "./time.ts";

/** All rows as they were played. */
export interface Gaming {
  /** The team, a table of what each move gains, and the most that any gains, as Markdown. */
  readonly markdown: string;
  /** The rows that break what CASES.md demands of them, and how. */
  readonly broken: readonly string[];
}

/** Plays every row of CASES.md, section 3. */
export async function playGaming(): Promise<Gaming> {
  const played = await playRows(ROWS);
  return {
    markdown: [await teamOf(), "", ...HEAD, ...played.map(lineOf), "", mostOf(played), ""].join("\n"),
    broken: played
      .filter(({ complaints }) => complaints.length > 0)
      .map(({ row: { id, strategy }, complaints }) => `${id}, ${strategy}: ${complaints.join("; ")}`),
  };
}

async function teamOf(): Promise<string> {
  const { naive, normalized } = await honestly();
  const most = BUILDERS.length * PLAYED_DAYS.length;
  return [
    `${BUILDERS.length} builders, ${WEEKS} weeks, of which the last ${PLAYED_WEEKS} are played twice. Honestly they hold`,
    `${naive.commits} commits, ${naive.pullRequests} pull requests, ${naive.deployments} deployments, previews among them,`,
    `${naive.lines} changed lines, ${naive.aiCommits} commits with the mark of an AI tool, and`,
    `**${normalized} normalized deployments**. One a day for everybody would be ${most}: ${times(most / normalized)}.`,
  ].join("\n");
}

const HEAD = [
  "| row | move | commits | pull requests | deployments | lines | “AI commits” | normalized deployments | the digest of the first week, without → with |",
  "|---|---|---|---|---|---|---|---|---|",
];

function lineOf({ row: { id, strategy, limit }, ratios, shows }: Played): string {
  const { normalized, ...naive } = ratios;
  const gain = `**${times(normalized)}**${limit === undefined ? "" : ` (limit: ${limit})`}`;
  const cells = [id, strategy, ...Object.values(naive).map(times), gain, shows.join("; ")];
  return `| ${cells.join(" | ")} |`;
}

function mostOf(played: readonly Played[]): string {
  const gaining = played
    .filter(({ row: { limit }, ratios }) => limit !== undefined && ratios.normalized > 1)
    .sort((a, b) => b.ratios.normalized - a.ratios.normalized)
    .map(({ row: { id }, ratios }) => `${id} ${times(ratios.normalized)}`);
  return `What gains at all, and has a limit that is stated: ${gaining.join(", ")}.`;
}

function times(ratio: number): string {
  return ratio.toFixed(2);
}
