import type { ShippedChange } from "../../../src/domain/shipping/judgement.ts";
import { type Chance, createChance } from "../../simulation/random.ts";
import { change } from "../../simulation/world/history.ts";
import { normal } from "./normal.ts";

/** A made-up team, and by what its changes differ in how likely they are undone. */
export interface ComparedTeam {
  readonly builders: number;
  readonly weeks: number;
  /** Changes of one builder in a week. */
  readonly each: number;
  /** The part of all changes that a revert undoes, about. */
  readonly rate: number;
  /** The odds of a declared change to be undone ÷ those of an undeclared one of the same builder, size and kind. */
  readonly effect: number;
  /** How much likelier those who declare most are to have their changes undone than those who declare least. */
  readonly people: number;
  /** How many times larger declared changes are. */
  readonly size: number;
  /** How many times commoner a risky kind of work is among declared changes, and how many times likelier to be undone. */
  readonly kinds: number;
  /** How many changes one revert takes back. */
  readonly together: number;
}

/** Half of the changes are no larger than this, undeclared ones. */
const MIDDLE_LINES = 40;
const SPREAD = 1.4;
/** How the odds rise with the lines: four times the lines, about one and a half times the odds. */
const SIZE_POWER = 0.3;
/** The part of risky kinds among undeclared changes. */
const RISKY = 0.2;
const AT = new Date("2026-10-05T09:00Z");
/** What all changes share: nobody changes it, and there are millions of them. */
const CHANGE = change(1, AT);
const ARRIVAL = { deploymentId: 1, environment: "production", at: AT };
const UNDOING = { by: { kind: "revert", changeId: "#9" }, at: AT, isLate: false } as const;

/** Plays some weeks of a team, the same for the same seed. */
export function playWindow(team: ComparedTeam, seed: number): ShippedChange[] {
  const chance = createChance(seed * 2_654_435);
  const played: ShippedChange[] = [];
  for (let index = 0; index < team.builders; index++) {
    const maker = { builder: `builder-${index}`, leaning: (2 * index) / (team.builders - 1) - 1, chance };
    for (let made = 0; made < team.weeks * team.each; made += team.together)
      played.push(...playPiece(team, maker));
  }
  return played;
}

interface Maker {
  readonly builder: string;
  /** From −1, who declares least, to 1, who declares most. */
  readonly leaning: number;
  readonly chance: Chance;
}

/** A piece of work: changes that are declared together, of one kind, and that one revert takes back. */
function playPiece(team: ComparedTeam, { builder, leaning, chance }: Maker): ShippedChange[] {
  const isDeclared = chance.happens(0.5 + 0.35 * leaning);
  const isRisky = chance.happens(isDeclared ? RISKY * team.kinds : RISKY);
  const sizes = Array.from(
    { length: team.together },
    () => Math.exp(SPREAD * normal(chance)) * (isDeclared ? team.size : 1),
  );
  const odds =
    (team.rate / (1 - team.rate)) *
    team.people ** (leaning / 2) *
    (sizes[0] ?? 1) ** (team.size === 1 ? 0 : SIZE_POWER) *
    (isRisky ? team.kinds : 1) *
    (isDeclared ? team.effect : 1);
  const isUndone = chance.happens(odds / (1 + odds));
  const attribution = isDeclared ? "declared" : "undeclared";
  return sizes.map((size) =>
    shippedChange({ builder, lines: Math.max(1, Math.round(MIDDLE_LINES * size)), attribution }, isUndone),
  );
}

function shippedChange(
  of: { builder: string; lines: number; attribution: "declared" | "undeclared" },
  isUndone: boolean,
): ShippedChange {
  return {
    change: { ...CHANGE, ...of },
    outcome: isUndone ? "undone" : "net",
    arrival: ARRIVAL,
    undoing: isUndone ? UNDOING : undefined,
  };
}
