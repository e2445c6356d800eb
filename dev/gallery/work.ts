import type { Attribution } from "../../src/domain/attribution/attribution.ts";
import type { Measured } from "../../src/domain/metric/measured.ts";
import { shiftWeek, type Week } from "../../src/domain/metric/week.ts";
import type { ShippedChange } from "../../src/domain/shipping/judgement.ts";
import {
  later,
  on,
  pending,
  repository,
  reverted,
  row,
  shipped,
  WEEK,
} from "../simulation/examples/records.ts";

const MINUTE = 1 / (24 * 60);
const TOOLS = ["claude-code", "github-copilot", "cursor", "codex"];

/** How much a made-up team works. */
export interface Team {
  /** Whose builders they are. */
  readonly name?: string;
  readonly builders?: number;
  /** On how many of ten days each of them merges. */
  readonly often?: number;
  /** How many of ten changes declare a tool. */
  readonly declared?: number;
  readonly tools?: readonly string[];
  /** What the other changes say. */
  readonly otherwise?: Attribution;
}

/** A week of a made-up team: the same each time, with some difference between weeks. */
export function workOf(week: Week, team: Team = {}): ShippedChange[] {
  const { name = "shop", builders = 8, often = 7, declared = 4, otherwise = "undeclared" } = team;
  const seed = Number(week.slice(6));
  return Array.from({ length: builders * 5 }, (_, index) => ({
    builder: index % builders,
    day: Math.floor(index / builders),
  }))
    .filter(({ builder, day }) => chanceOf(seed, builder, day) < often)
    .map(({ builder, day }, index) => {
      const mergedAt = on(week, day, 8 + (builder % 9));
      const isDeclared = chanceOf(builder, day, seed) < declared;
      return shipped(mergedAt, {
        change: {
          id: `#${seed * 1000 + index}`,
          builder: `${name}-${builder}`,
          attribution: isDeclared ? "declared" : otherwise,
          lines: 12 + ((builder * 37 + day * 71) % 320),
          isApproved: (builder + day) % 4 > 0,
        },
        arrival: {
          ...{ deploymentId: 1, environment: "production" },
          at: later(mergedAt, (35 + ((builder * 53 + day * 17) % 400)) * MINUTE),
        },
      });
    });
}

/** A number from 0 to 10 that looks random and is the same each time. */
function chanceOf(...numbers: readonly number[]): number {
  const mixed = numbers.reduce((all, number) => Math.imul(all ^ (number + 1), 0x9e3779b1) ^ (all >>> 15), 7);
  return ((mixed >>> 8) % 1000) / 100;
}

/** Weeks of work of a made-up team, the last one that of the digest, in which it may work otherwise. */
export function weeksOf(weeks: number, team: Team = {}, last: Team = team): ShippedChange[] {
  return Array.from({ length: weeks }, (_, index) => {
    const week = shiftWeek(WEEK, index - weeks + 1);
    return workOf(week, week === WEEK ? last : team);
  }).flat();
}

/** The same work, of which reverts undid one of so many changes of each kind before the digest's week. */
export function undoneOneIn(
  changes: readonly ShippedChange[],
  often: { readonly declared: number; readonly undeclared: number },
): ShippedChange[] {
  const seen = { declared: 0, undeclared: 0 };
  return changes.map((each) => {
    const kind = each.change.attribution === "declared" ? "declared" : "undeclared";
    const isEarlier = each.change.mergedAt < on(WEEK, 0, 0);
    seen[kind]++;
    return isEarlier && seen[kind] % often[kind] === 1
      ? reverted(each.change.mergedAt, 2, each.change)
      : each;
  });
}

/** A repository with that work, deployed twice a day; the tools are divided evenly. */
export function teamOf(
  changes: readonly ShippedChange[],
  rest: Partial<Measured> = {},
  tools: readonly string[] = TOOLS,
): Measured {
  const [first] = changes.map(({ change }) => change.mergedAt).sort((a, b) => a.getTime() - b.getTime());
  const declared = changes.filter(({ change }) => change.attribution === "declared");
  return repository(changes, {
    measuredSince: later(first ?? on(WEEK, 0), -1),
    ledger: [0, 1, 2, 3, 4].flatMap((day) => [row(on(WEEK, day, 11)), row(on(WEEK, day, 17))]),
    tools: new Map(
      declared.map(({ change }, index) => [
        change.id,
        [{ tool: tools[index % tools.length] ?? "", isAgent: index % (2 * tools.length) === 0 }],
      ]),
    ),
    ...rest,
  });
}

/** Changes of the week that no deployment has carried. */
export function waiting(number: number): ShippedChange[] {
  return Array.from({ length: number }, (_, index) => pending(on(WEEK, 4, 9 + index)));
}
