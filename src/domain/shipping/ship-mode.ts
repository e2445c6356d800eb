import type { FinishedDeployment } from "./deployment.ts";
import { DEFAULT_RULES, type Rules, rulesAt, type ShipMode } from "./rules.ts";
import { choiceAt, isSaid, SHOWN_FOR, type ShipChoice, type Way, wayOf } from "./ship-choice.ts";

/** What decides which deployments and releases ship. */
export interface ShipRules {
  readonly rules: readonly Rules[];
  /** What `auto` took, the oldest first. */
  readonly choices: readonly Pick<ShipChoice, "since" | "ship">[];
}

/**
 * Whether a deployment or release ships, by the rules of its time.
 *
 * With `auto`, what goes the other way than the one that is taken ships where none went that way to production in the 90
 * days before it; `lastOf` tells when the last one did.
 */
export function isInForce(
  finished: FinishedDeployment,
  { rules, choices }: ShipRules,
  lastOf: (way: Way) => Date | undefined,
): boolean {
  const { at, ending } = finished;
  // What a release that never shipped held is nothing, so its withdrawal may be played, too.
  if (ending === "withdrawn") return true;
  const own = wayOf(finished);
  const { ship } = rulesAt(rules, at) ?? DEFAULT_RULES;
  if (ship !== "auto") return own === ship;
  const taken = choiceAt(choices, at)?.ship ?? "deployments";
  if (own === taken) return true;
  const last = lastOf(taken);
  return last === undefined || at.getTime() - last.getTime() > SHOWN_FOR;
}

/** Leaves the deployments and releases that ship; they must be in the order of time. */
export function inForce(
  finished: readonly FinishedDeployment[],
  ship: ShipRules,
  before: Partial<Readonly<Record<Way, Date>>> = {},
): FinishedDeployment[] {
  const last = { ...before };
  return finished.filter((each) => {
    const isShipping = isInForce(each, ship, (way) => last[way]);
    if (each.ending === "production") last[wayOf(each)] = each.at;
    return isShipping;
  });
}

/** How a repository ships, as its newest deployment or release in force shows. */
export function shipModeOf(
  newest: { readonly kind: "deployment" | "release" } | undefined,
  rules: Rules = DEFAULT_RULES,
): ShipMode {
  if (rules.ship !== "auto") return rules.ship;
  return newest?.kind === "release" ? "releases" : "deployments";
}

/** What tells how a repository ships, with the reasons. */
interface SaidRules extends ShipRules {
  readonly choices: readonly ShipChoice[];
}

/** How a repository ships, as its rules say. */
export interface ShipSaid {
  /** What its rules say, or what `auto` took; `auto` where only one way is in use. */
  readonly ship: Rules["ship"];
  /** What `auto` took, and why. */
  readonly choice: ShipChoice | undefined;
}

/** How a repository ships by the rules of an instant, and by what `auto` had taken by then. */
export function shipSaidBy({ rules, choices }: SaidRules, at: Date): ShipSaid {
  const { ship } = rulesAt(rules, at) ?? DEFAULT_RULES;
  const newest = ship === "auto" ? choiceAt(choices, at) : undefined;
  const choice = newest !== undefined && isSaid(newest, at) ? newest : undefined;
  return { ship: choice?.ship ?? ship, choice };
}
