import type { StoredSpend } from "../../../../src/domain/spend/digest-spend.ts";
import type { Day, SpendFact } from "../../../../src/domain/spend/fact.ts";
import type { SpendReading } from "../../../../src/domain/spend/source.ts";
import { openStores } from "../../../../src/storage/stores.ts";
import { eachDay, knownOf, LAST_DAY, sourceOf } from "../../../simulation/examples/spend.ts";
import { compared, headlineOf, type SpendMove, shownOf, spendOf } from "./move.ts";

const HONEST = knownOf({ facts: eachDay(365, "20") });

/** Imports files into a store, one after another, and loads all that is known then. */
async function importing(files: readonly (readonly SpendFact[])[]): Promise<StoredSpend> {
  const stores = await openStores(":memory:");
  const source = { name: "bill", kind: "csv", basis: "estimate", settlesAfterDays: 0 } as const;
  for (const [index, file] of files.entries()) {
    const days = new Map<Day, readonly SpendFact[]>(Map.groupBy(file, ({ day }) => day));
    const readAt = new Date(Date.UTC(2026, 10, 23, 6, index));
    const reading: SpendReading = { days, readAt, readThrough: LAST_DAY };
    await stores.spend.save(undefined, { source, reading });
  }
  const sources = await stores.spend.list(undefined);
  const span = { sources: sources.map(({ id }) => id), from: "2025-01-01", until: "2027-01-01" };
  const known = knownOf({
    sources,
    facts: await stores.spend.listFacts(span),
    restated: await stores.spend.listRestated(span),
  });
  await stores.close();
  return known;
}

/** Moves with the sources. */
export const SOURCE_MOVES: readonly SpendMove[] = [
  {
    id: "S7",
    strategy: "import a file twice, and files that overlap",
    play: async () => {
      const file = eachDay(120, "20").map(({ source: _, ...fact }) => fact);
      const honest = shownOf(await importing([file]));
      const gamed = shownOf(await importing([file, file, file.slice(0, 100), file.slice(60)]));
      return compared(honest, gamed, { holds: JSON.stringify(honest) === JSON.stringify(gamed) });
    },
  },
  {
    id: "S9",
    strategy: "import no more when spend rises",
    play: () => {
      const readThrough = "2026-11-15";
      const facts = HONEST.facts.filter(({ day }) => day <= readThrough);
      const gamed = spendOf(knownOf({ facts, sources: [sourceOf(1, { readThrough })] }));
      return compared(spendOf(HONEST), gamed, { holds: headlineOf(gamed) === "withheld: silence" });
    },
  },
  {
    id: "S10",
    strategy: "import what a gateway and a key both say of one tool",
    play: () => {
      const gateway = sourceOf(2, { name: "gateway" });
      const facts = [...HONEST.facts, ...eachDay(365, "18", { source: 2 })];
      const gamed = shownOf(knownOf({ facts, sources: [sourceOf(1, { name: "key" }), gateway] }));
      const [left] = gamed.overlapped;
      return compared(shownOf(HONEST), gamed, {
        shows: [`left out: ${left?.amount} of ${left?.leftOut}`],
        holds: gamed.total === "560.00" && left?.leftOut === "gateway",
      });
    },
  },
];
