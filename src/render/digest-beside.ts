import type { Beside, UndoneShares } from "../domain/metric/beside.ts";
import type { Digest } from "../domain/metric/digest.ts";
import type { Approvals } from "../domain/metric/tension.ts";
import { SIZE_BANDS, type SideBySide, type SizeBand } from "../domain/metric/undone-share.ts";
import { CANNOT_TELL, minutes, partOf, percent } from "./figures.ts";
import { count } from "./text.ts";

/** Renders what stands beside the headline: groups side by side, with intervals and without a verdict. */
export function renderBeside(digest: Digest): string {
  const notes = besideNotes(digest).map((note) => `- ${note}`);
  return ["#### Beside it", "", ...table(besideRows(digest)), ...notes].join("\n");
}

function table(rows: readonly BesideRow[]): string[] {
  if (rows.length === 0) return [];
  const cells = rows.map(({ name, declared, undeclared }) => {
    return `| ${name} | ${unbroken(declared)} | ${unbroken(undeclared)} |`;
  });
  return ["| | AI declared | nothing declared |", "|---|--:|--:|", ...cells, ""];
}

/** A figure with its unit, which no line may end between. */
function unbroken(figure: string): string {
  return figure.replaceAll(/(\d) (?=%|min|h\b|days)/g, "$1\u00a0");
}

/** A figure of both groups. */
export interface BesideRow {
  readonly name: string;
  readonly declared: string;
  readonly undeclared: string;
}

/** The figures that stand side by side; none when too little is known to compare. */
export function besideRows({ beside, changes }: Digest): BesideRow[] {
  if (beside.isWithheld) return [];
  const { medianLines, medianLeadMinutes, approvals } = beside;
  return [
    { name: "net changes", declared: `${changes.declared}`, undeclared: `${changes.undeclared}` },
    ...undoneRows(beside.undone),
    ...(medianLeadMinutes ? [row("merge to production, median", medianLeadMinutes, minutes)] : []),
    row("lines changed, median", medianLines, (lines) => `${lines ?? CANNOT_TELL}`),
    ...(approvals ? [row("changes approved by someone else", approvals, approved)] : []),
  ];
}

/** What must be known to read them, and what has no groups, a sentence each. */
export function besideNotes(digest: Digest): string[] {
  const { beside } = digest;
  return [
    beside.isWithheld ? withheld(beside) : GROUPS_DIFFER,
    reverted(beside),
    ...(digest.ship === "merges" ? [] : [rollbacks(beside)]),
    coverage(beside),
    overall(beside),
    ...builders(digest),
    ...trend(digest),
  ].filter(Boolean);
}

const GROUPS_DIFFER = "Size and people differ between the groups; this does not show an effect of AI.";

function row<Figure>(
  name: string,
  { declared, undeclared }: SideBySide<Figure>,
  write: (figure: Figure) => string,
): BesideRow {
  return { name, declared: write(declared), undeclared: write(undeclared) };
}

const SIZES: Readonly<Record<SizeBand, string>> = {
  "1-50": "1–50 lines",
  "51-250": "51–250 lines",
  "251+": "251 lines and more",
  unknown: "size unknown",
};

/** A row for each band of size that has a change in it. */
function undoneRows({ weeks, bands }: UndoneShares): BesideRow[] {
  const name = "reverted";
  const without = (why: string) => [{ name, declared: why, undeclared: why }];
  if (weeks === 0) return without(CANNOT_TELL);
  if (bands === null) return without("withheld");
  const filled = SIZE_BANDS.filter((size) => bands[size].declared.of + bands[size].undeclared.of > 0);
  if (filled.length === 0) return without(CANNOT_TELL);
  return filled.map((size) =>
    row(`${name}, ${SIZES[size]}`, bands[size], (share) => partOf(share.undone, share)),
  );
}

function approved({ approved: number, of, pushed }: Approvals): string {
  if (of === 0) return CANNOT_TELL;
  return `${number} of ${of}${pushed === 0 ? "" : `, ${pushed} pushed without a review`}`;
}

function withheld({ coverage: share, withheldFor }: Beside): string {
  if (withheldFor === "privacy") {
    return "Fewer builders shipped than the config wants for a split: the AI-assisted share and the comparison are withheld.";
  }
  const known = share === null ? "" : `, ${percent(share)}, `;
  return `Attribution is known for too few net changes${known}where 80 % are needed: the AI-assisted share and the comparison are withheld.`;
}

function reverted({ isWithheld, undone: { weeks } }: Beside): string {
  if (isWithheld || weeks === 0) return "";
  return `Reverted: within 7 days of reaching production, of what was merged in the last ${weeks === 1 ? "settled week" : count(weeks, "settled week")}; with 95 % intervals.`;
}

function rollbacks({ rollbacks: { deployments, changes } }: Beside): string {
  if (deployments === 0 && changes === 0) return "No rollbacks.";
  if (deployments === 0) {
    return `No rollback in this week; earlier ones took out ${count(changes, "change")} for good.`;
  }
  return `${count(deployments, "rollback")}; rollbacks took out ${count(changes, "change")} for good.`;
}

function coverage({ coverage: share, isWithheld }: Beside): string {
  if (isWithheld) return "";
  return share === null
    ? `Attribution: ${CANNOT_TELL}, there are no net changes.`
    : `Attribution is known for ${percent(share)} of net changes.`;
}

function overall({ medianLines: { all } }: Beside): string {
  return all === null ? "" : `Lines changed, median of all: ${all}.`;
}

function builders({ builders: figures, beside: { isWithheld } }: Digest): string[] {
  const { count: number, adoption, perBuilder, usual = null } = figures;
  if (number === null) return [];
  const range = usual === null ? "" : ` (usually ${usual[0]} to ${usual[1]})`;
  const each = `${count(number, "builder")}${range}, ${count(perBuilder ?? 0, "normalized deployment")} each.`;
  if (isWithheld || adoption === null) return [each];
  const share = typeof adoption === "number" ? percent(adoption) : adoption;
  return [`${each} Of them, ${share} shipped something AI-assisted.`];
}

/** Whether each builder makes more or less; without figures where they are withheld, or too few weeks are known. */
function trend({ trend: found }: Digest): string[] {
  const { perBuilder = null, usual = null, reference = null } = found ?? {};
  if (perBuilder === null || usual === null || reference === null) return [];
  return [
    `Net changes per builder, a moving average of the last weeks: ${perBuilder}. Held against ${reference[0]} to ${reference[1]}, anything from ${usual[0]} to ${usual[1]} is no change.`,
  ];
}
