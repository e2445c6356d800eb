import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromSpec, type SpecHistory, specHistory, toSpec } from "../../dev/simulation/spec/spec.ts";
import { resultOf, type SpecResult, specResult } from "../../dev/simulation/spec/spec-result.ts";
import { isFull, runs } from "../support/limits.ts";
import { play } from "../support/play.ts";
import { wideScripts } from "../support/wide-script.ts";
import { oracle } from "./oracle.ts";

const RUNS = runs(150);
const HOUR = 3_600_000;
const ZONES = ["UTC", "UTC", "America/New_York", "Asia/Kolkata"];

/** A history as JSON, asked about some days after its last step, in which GitHub may not know some ranges. */
const histories: fc.Arbitrary<SpecHistory> = fc
  .record({
    script: wideScripts,
    days: fc.nat(30),
    zone: fc.constantFrom(...ZONES),
    unknown: fc.array(fc.nat(30), { maxLength: 1 }),
  })
  .map(({ script, days, zone, unknown }) => {
    const { shop } = play(script);
    // A failure may be reported an hour after the last step.
    const now = new Date(shop.now.getTime() + 2 * HOUR + days * 24 * HOUR);
    const spec = toSpec(shop.history(), { zone, now });
    const shas = spec.deployments.map(({ sha }) => sha);
    return { ...spec, unrelated: unknown.flatMap((index) => pairAt(shas, index)) };
  });

function pairAt(shas: readonly string[], index: number): [string, string][] {
  const [base, head] = shas.slice(index);
  return base === undefined || head === undefined || base === head ? [] : [[base, head]];
}

/** What became of what, by name, without the order of keys. */
function sorted({ changes, ...others }: SpecResult) {
  return { ...others, changes: Object.fromEntries(Object.entries(changes).sort()) };
}

/** How often each thing came out. */
function count(seen: Map<string, number>, { changes, deployments, weeks }: SpecResult): void {
  const add = (name: string) => seen.set(name, (seen.get(name) ?? 0) + 1);
  for (const { outcome, undone } of Object.values(changes)) {
    add(outcome);
    if (undone !== null)
      add(`${undone.late ? "late" : "soon"} ${undone.by === "rollback" ? "rollback" : "revert"}`);
  }
  for (const { kind, place } of deployments) add(`${kind} ${place}`);
  for (const { state } of weeks) add(state);
}

const EXPECTED = [
  ...["outside", "pending", "automation", "ineffective", "rework", "withdrawn", "net"],
  ...["soon revert", "late revert", "soon rollback", "late rollback", "open", "complete", "settled", "final"],
  ...[
    "baseline",
    "counted",
    "failed",
    "no-effective-change",
    "not-production",
    "rollback",
    "same-commit",
  ].map((place) => `deployment ${place}`),
  ...["deployment untrusted-creator", "deployment range-unknown"],
  ...["baseline", "counted", "no-effective-change", "preview", "same-commit"].map(
    (place) => `release ${place}`,
  ),
];

describe("the code", () => {
  it("comes to what a second implementation, written from docs/metric.md alone, comes to", async ({
    annotate,
  }) => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(histories, (history) => {
        const result = specResult.parse(resultOf(fromSpec(specHistory.parse(history))));
        count(seen, result);

        expect(sorted(result)).toEqual(sorted(oracle(structuredClone(history))));
      }),
      { numRuns: RUNS, seed: 20_261_129 },
    );
    // Few histories need not have all that is rare.
    if (isFull) expect(EXPECTED.filter((name) => !seen.has(name))).toEqual([]);
    await annotate(JSON.stringify(Object.fromEntries(seen)));
  });
});
