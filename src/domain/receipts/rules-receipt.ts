import type { Rules } from "../shipping/rules.ts";
import type { FullRules } from "./inquiry.ts";

interface DatedRules {
  /** The time from which they are valid; `null` if from the beginning. */
  readonly since: Date | null;
  readonly ship: Rules["ship"];
}

/** The rules of a change: those in force at its merge. */
export interface ChangeRules extends DatedRules {
  /** Globs of files that do not count. */
  readonly exclude: readonly string[];
}

/** The rules of a deployment: those in force at its end. */
export interface DeploymentRules extends DatedRules {
  /** Globs of production environments; `null` for the usual names. */
  readonly production: readonly string[] | null;
  /** Whether only the deployments of some accounts are trusted. */
  readonly listsCreators: boolean;
}

/** The receipt of the rules that decide about a change. */
export function changeRules({ since, ship, exclude }: FullRules): ChangeRules {
  return { since: sinceOf(since), ship, exclude };
}

/** The receipt of the rules that decide about a deployment. It does not name the trusted accounts. */
export function deploymentRules({ since, ship, production, creators }: Rules): DeploymentRules {
  return {
    since: sinceOf(since),
    ship,
    production: production ?? null,
    listsCreators: creators !== undefined,
  };
}

/** The first known rules are valid for all time before, too. */
function sinceOf(since: Date): Date | null {
  return since.getTime() === 0 ? null : since;
}
