import type { Digest } from "../../../domain/metric/digest.ts";
import type { Approvals } from "../../../domain/metric/group-figures.ts";
import type { UndoneShares } from "../../../domain/metric/guardrails.ts";
import { type ByDeclaration, SIZE_BANDS, type SizeBand } from "../../../domain/metric/undone-share.ts";
import { CANNOT_TELL, medianOf, minutes, partOf } from "../../figures.ts";

/** A figure of both groups. */
export interface GuardrailRow {
  readonly name: string;
  readonly declared: string;
  readonly undeclared: string;
}

/** The figures that stand side by side; none when too little is known to compare. */
export function guardrailRows({ beside, changes }: Digest): GuardrailRow[] {
  if (beside.isWithheld) return [];
  const { medianLines, medianLeadMinutes, medianIntervals, approvals } = beside;
  const { leadMinutes, lines } = medianIntervals ?? {};
  return [
    { name: "net changes", declared: `${changes.declared}`, undeclared: `${changes.undeclared}` },
    ...undoneRows(beside.undone),
    ...(medianLeadMinutes ? medianRow("merge to production", medianLeadMinutes, leadMinutes, minutes) : []),
    ...medianRow("lines changed", medianLines, lines),
    ...(approvals ? [row("changes approved by someone else", approvals, approved)] : []),
  ];
}

function row<Figure>(
  name: string,
  { declared, undeclared }: ByDeclaration<Figure>,
  write: (figure: Figure) => string,
): GuardrailRow {
  return { name, declared: write(declared), undeclared: write(undeclared) };
}

/** None where neither group has enough changes for an interval. */
function medianRow(
  name: string,
  middle: ByDeclaration<number | null>,
  interval: ByDeclaration<readonly [number, number] | null> | undefined,
  write?: (figure: number) => string,
): GuardrailRow[] {
  const figure = (group: keyof typeof middle) => medianOf(middle[group], interval?.[group], write);
  const [declared, undeclared] = [figure("declared"), figure("undeclared")];
  if (declared === CANNOT_TELL && undeclared === CANNOT_TELL) return [];
  return [{ name: `${name}, median`, declared, undeclared }];
}

const SIZES: Readonly<Record<SizeBand, string>> = {
  "1-50": "1–50 lines",
  "51-250": "51–250 lines",
  "251+": "251 lines and more",
  unknown: "size unknown",
};

/** A row for each band of size that has a change in it. */
function undoneRows({ weeks, bands }: UndoneShares): GuardrailRow[] {
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

function approved({ approved: number, of, pushed, low, high }: Approvals): string {
  if (of === 0) return CANNOT_TELL;
  const share =
    low === undefined || high === undefined ? `${number} of ${of}` : partOf(number, { of, low, high });
  return `${share}${pushed === 0 ? "" : `, ${pushed} pushed without a review`}`;
}
