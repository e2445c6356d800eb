import { digestSpend, type StoredSpend } from "../../../../src/domain/spend/digest-spend.ts";
import type { DigestSpend, ShownSpend } from "../../../../src/domain/spend/shown.ts";
import { NOW } from "../../../simulation/examples/records.ts";
import { steadyWork } from "../../../simulation/examples/spend.ts";
import type { Look } from "../row.ts";

/** A move against what a digest says of spend, a row of SPEND.md, A9. */
export interface SpendMove {
  readonly id: string;
  readonly strategy: string;
  play(): Look | Promise<Look>;
}

/** Ten normalized deployments a week for a year. */
const WORK = steadyWork(10);

/** What the digest says of some spend beside steady work, of which changes by some tools are declared. */
export function spendOf(
  known: StoredSpend,
  { now = NOW, declared = [] }: { readonly now?: Date; readonly declared?: readonly string[] } = {},
): DigestSpend {
  return digestSpend(known, { work: WORK, declared: declared.map((tool) => [tool]), now });
}

/** What is shown of spend. */
export function shownOf(...of: Parameters<typeof spendOf>): ShownSpend {
  const spend = spendOf(...of);
  if ("withheld" in spend) throw new Error(`withheld: ${spend.withheld}`);
  return spend;
}

/** The three numbers, or the reason why there are none. */
export function headlineOf(spend: DigestSpend): string {
  if ("withheld" in spend) return `withheld: ${spend.withheld}`;
  const { total, currency, normalizedDeployments, perNormalizedDeployment } = spend;
  return `${total} ${currency}, ${normalizedDeployments}, ${perNormalizedDeployment.value ?? "none"} each`;
}

/** Compares what is said without a move and with it. */
export function compared(
  honest: DigestSpend,
  gamed: DigestSpend,
  { shows = [], holds }: { readonly shows?: readonly string[]; readonly holds: boolean },
): Look {
  const [before, after] = [headlineOf(honest), headlineOf(gamed)];
  const headline = before === after ? before : `${before} → ${after}`;
  return {
    shows: [headline, ...shows].join("; "),
    complaint: holds ? undefined : "does not behave as written",
  };
}
