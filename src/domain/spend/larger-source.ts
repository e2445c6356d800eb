import { type Micros, sumOfMicros } from "./money.ts";

/** Money of a source. */
interface Part {
  /** The name of the source. */
  readonly source: string | undefined;
  readonly amount: Micros;
}

/** The money of one source, and its sum. */
interface OfSource<Of extends Part> {
  readonly name: string;
  readonly parts: readonly Of[];
  readonly amount: Micros;
}

/** The money of several sources by its size, the largest first; of equal ones the first by name. */
export function bySize<Of extends Part>(money: readonly Of[]): OfSource<Of>[] {
  const sources = [...Map.groupBy(money, ({ source = "" }) => source)].map(([name, parts]) => {
    return { name, parts, amount: sumOfMicros(parts.map(({ amount }) => amount)) };
  });
  return sources.toSorted(
    (a, b) => compare(sizeOf(b.amount), sizeOf(a.amount)) || (a.name < b.name ? -1 : 1),
  );
}

function sizeOf(amount: Micros): Micros {
  return amount < 0n ? -amount : amount;
}

function compare(a: Micros, b: Micros): number {
  return a < b ? -1 : Number(a > b);
}
