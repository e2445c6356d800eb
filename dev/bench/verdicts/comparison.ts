import { type Compared, compareGroups } from "../../../src/domain/metric/comparison.ts";
import { splitByDeclaration } from "../../../src/domain/metric/group-figures.ts";
import { pooledOddsRatio, type Stratum } from "../../../src/domain/metric/odds-ratio.ts";
import { isReverted } from "../../../src/domain/metric/undone-share.ts";
import type { ShippedChange } from "../../../src/domain/shipping/judgement.ts";
import { CASES, type ComparedCase } from "./comparison-cases.ts";
import { playWindow } from "./comparison-team.ts";
import type { Section } from "./section.ts";

/** What was said of the windows of one case. */
interface Told {
  readonly case: ComparedCase;
  readonly crude: number;
  readonly undone: number;
  readonly changes: number;
  /** In how many of 100 windows it cannot be told, a difference is found, and the interval leaves out 1. */
  readonly cannotTell: number;
  readonly found: number;
  readonly withoutOne: number;
}

/** How often the comparison of a digest finds a difference where there is none, and where there is one. */
export function playComparisons(): Section {
  const told = CASES.map(playCase);
  return {
    markdown: [...HEAD, ...told.map(lineOf), ""].join("\n"),
    broken: told
      .filter(({ found, case: { most } }) => most !== undefined && found > most)
      .map(({ found, case: { name, team, most } }) => {
        return `${name}, ${team.builders} builders: a difference in ${found} of 100 windows, at most ${most}`;
      }),
  };
}

function playCase(played: ComparedCase): Told {
  let all: Stratum = { declared: { undone: 0, of: 0 }, undeclared: { undone: 0, of: 0 } };
  let changes = 0;
  const said = Array.from({ length: played.windows }, (_, index) => {
    const window = playWindow(played.team, index + 1);
    changes = window.length;
    all = together(all, crudeOf(window));
    return compareGroups(window, { floor: 0 });
  });
  const compared = said.flatMap((each) => ("cannotTell" in each ? [] : [each]));
  const percent = (part: readonly unknown[]) => Math.round((1_000 * part.length) / said.length) / 10;
  return {
    case: played,
    crude: pooledOddsRatio([all]) ?? Number.NaN,
    undone: (all.declared.undone + all.undeclared.undone) / (all.declared.of + all.undeclared.of),
    changes,
    cannotTell: percent(said.filter((each) => "cannotTell" in each)),
    found: percent(compared.filter(({ finding }) => finding !== "none")),
    withoutOne: percent(compared.filter(leavesOutOne)),
  };
}

function together(a: Stratum, b: Stratum): Stratum {
  const sum = (group: "declared" | "undeclared") => ({
    undone: a[group].undone + b[group].undone,
    of: a[group].of + b[group].of,
  });
  return { declared: sum("declared"), undeclared: sum("undeclared") };
}

/** All changes as one stratum: what stands there without holding anything alike. */
function crudeOf(changes: readonly ShippedChange[]): Stratum {
  return splitByDeclaration(changes, (group) => ({
    undone: group.filter(isReverted).length,
    of: group.length,
  }));
}

function leavesOutOne({ interval: [low, high] }: Pick<Compared, "interval">): boolean {
  return low > 1 || (high !== null && high < 1);
}

const HEAD = [
  "In how many windows of 100 the comparison says that declared changes are undone more or less often than undeclared ones. A",
  "window is six weeks of a team, where the row does not say otherwise; each builder has four changes a week.",
  "",
  "| of windows with | builders | changes | undone | odds ratio, nothing held alike | cannot tell | **says a difference** | the interval leaves out 1 | windows |",
  "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
];

function lineOf({ case: played, ...told }: Told): string {
  const { name, team, windows, most } = played;
  const bound = most === undefined ? "" : ` (at most ${most})`;
  return `| ${[
    ...[name, team.builders, told.changes, `${(told.undone * 100).toFixed(1)} %`, told.crude.toFixed(2)],
    ...[`${told.cannotTell} %`, `**${told.found} %**${bound}`, `${told.withoutOne} %`, windows],
  ].join(" | ")} |`;
}
