import { type BuilderDay, round2 } from "./normalized-deployments.ts";

/** Fewer people than this, and nothing about them is said. */
const PRIVACY_FLOOR = 5;

/** Figures about the builders of a week; all `null` below the privacy floor. */
export interface BuilderFigures {
  readonly count: number | null;
  /** The share of builders with an AI-assisted change, or words where a share would point at one person. */
  readonly adoption: number | "few" | "nearly all" | null;
  readonly perBuilder: number | null;
}

/** Counts the builders of some builder-days, and how many of them shipped an AI-assisted change. */
export function builderFigures(days: readonly BuilderDay[]): BuilderFigures {
  const builders = new Set(days.map(({ builder }) => builder));
  if (builders.size < PRIVACY_FLOOR) return { count: null, adoption: null, perBuilder: null };
  const assisted = new Set(days.filter(isAssisted).map(({ builder }) => builder));
  return {
    count: builders.size,
    adoption: adoptionOf(assisted.size, builders.size),
    perBuilder: round2(days.length / builders.size),
  };
}

function isAssisted({ changes }: BuilderDay): boolean {
  return changes.some(({ change }) => change.attribution === "declared");
}

function adoptionOf(assisted: number, all: number): BuilderFigures["adoption"] {
  if (assisted < 2) return "few";
  return assisted > all - 2 ? "nearly all" : round2(assisted / all);
}
