/** What judging reads of a change's receipt; times are text, as they are printed. */
export interface PrintedChange {
  readonly mergedAt: string;
  readonly asOf: string;
  readonly attribution: { readonly attribution: string };
  readonly isEffective: boolean;
  readonly services: readonly string[];
  readonly rules: { readonly ship: string };
  readonly reverts: readonly unknown[];
  readonly repeats: readonly unknown[];
  readonly isOnlyContainer: boolean;
  readonly isLeftOut: boolean;
  readonly repeatedBy: readonly unknown[];
  readonly revertedBy: readonly {
    readonly id: string;
    readonly mergedAt: string;
    readonly shippedAt: string | null;
  }[];
  readonly carriers: readonly { readonly passages: readonly PrintedPassage[] }[];
  readonly absences: readonly { readonly from: string; readonly until: string | null }[];
}

interface PrintedPassage {
  readonly channel: string | null;
  readonly at: string;
  readonly isLinked: boolean;
}

const DAY = 86_400_000;

/**
 * Judges a change anew by the facts of its printed receipt, with nothing of what Plimsoll judges by.
 *
 * `undefined` where a revert was reverted, or the change landed again: that takes more than adding up.
 */
export function rejudge(
  receipt: PrintedChange,
  others: ReadonlyMap<string, PrintedChange>,
): string | undefined {
  const mine = collectStays(receipt);
  if (mine[0]?.isLinked === false) return "outside";
  const arrival = arrivalOf(receipt, mine[0]);
  if (arrival === undefined) return "pending";
  if (receipt.attribution.attribution === "automation") return "automation";
  const isRework = receipt.reverts.length + receipt.repeats.length > 0 || receipt.isOnlyContainer;
  if (isRework) return "rework";
  if (!receipt.isEffective || receipt.isLeftOut) return "ineffective";
  return fateOf(receipt, arrival, others);
}

function collectStays({ carriers, services, rules }: PrintedChange): PrintedPassage[] {
  if (rules.ship === "merges") return [];
  return carriers
    .flatMap(({ passages }) => passages)
    .filter(({ channel }) => channel === null || services.length === 0 || services.includes(channel))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function arrivalOf({ mergedAt, rules, absences }: PrintedChange, first?: PrintedPassage): number | undefined {
  const merged = Date.parse(mergedAt);
  if (rules.ship === "merges") return merged;
  if (first === undefined || Date.parse(first.at) >= merged) return first && Date.parse(first.at);
  const gone = absences.find(
    ({ from, until }) => Date.parse(from) <= merged && (until === null || Date.parse(until) > merged),
  );
  if (gone === undefined) return merged;
  return gone.until === null ? undefined : Date.parse(gone.until);
}

function fateOf(
  receipt: PrintedChange,
  arrival: number,
  others: ReadonlyMap<string, PrintedChange>,
): string | undefined {
  const { revertedBy, repeatedBy, absences, asOf } = receipt;
  const final = arrival + 28 * DAY;
  const takers = revertedBy.filter(
    ({ mergedAt, shippedAt }) => shippedAt !== null && Date.parse(mergedAt) <= final,
  );
  const isContested =
    repeatedBy.length > 0 || takers.some(({ id }) => (others.get(id)?.revertedBy.length ?? 0) > 0);
  if (takers.length > 0 && isContested) return undefined;
  const [taker] = takers;
  if (taker !== undefined && Date.parse(taker.shippedAt ?? "") <= arrival) return "withdrawn";
  const gone = absences
    .map(({ from, until }) => ({ at: Math.max(Date.parse(from), arrival), until: Date.parse(until ?? asOf) }))
    .find(({ at, until }) => until - at > 7 * DAY);
  const isUndone = taker !== undefined || (gone !== undefined && gone.at <= final);
  return isUndone ? "undone" : "net";
}
