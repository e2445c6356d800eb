import type { Rules } from "../shipping/rules.ts";
import type { FullRules } from "./inquiry.ts";

interface DatedRules {
  /** When they took effect; `null` for those that held from the beginning. */
  readonly since: Date | null;
  readonly ship: Rules["ship"];
}

/** The rules by which a change was judged: those of its merge. */
export interface ChangeRules extends DatedRules {
  /** Globs of files that do not count. */
  readonly exclude: readonly string[];
}

/** The rules by which a deployment was judged: those of the time when it ended. */
export interface DeploymentRules extends DatedRules {
  /** Globs of production environments; `null` for the usual names. */
  readonly production: readonly string[] | null;
  /** Whether only the deployments of some accounts are believed. */
  readonly listsCreators: boolean;
}

/** Tells of the rules that decide about a change. */
export function changeRules({ since, ship, exclude }: FullRules): ChangeRules {
  return { since: sinceOf(since), ship, exclude };
}

/** Tells of the rules that decide about a deployment; whom they believe is not said. */
export function deploymentRules({ since, ship, production, creators }: Rules): DeploymentRules {
  return {
    since: sinceOf(since),
    ship,
    production: production ?? null,
    listsCreators: creators !== undefined,
  };
}

/** What is known first holds for all time before, too. */
function sinceOf(since: Date): Date | null {
  return since.getTime() === 0 ? null : since;
}
