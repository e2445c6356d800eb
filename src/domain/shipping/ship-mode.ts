import type { JudgedEvent } from "./deployment.ts";
import { DEFAULT_RULES, type Rules, rulesAt, type ShipMode } from "./rules.ts";
import { choiceAt, isWorthShowing, SHOWN_FOR, type ShipChoice, type Way, wayOf } from "./ship-choice.ts";

/** The rules and choices that decide which deployments and releases ship. */
export interface ShipRules {
  readonly rules: readonly Rules[];
  /** The choices of `auto`, the oldest first. */
  readonly choices: readonly Pick<ShipChoice, "since" | "ship">[];
}

/**
 * Whether a deployment or release ships, by the rules of its time.
 *
 * With `auto`, events of the chosen way ship. An event of the other way ships only if the chosen way reached production
 * in none of the 90 days before. `last` is the time of the last production event of the way that `rivalOf` names.
 */
export function isInForce(event: JudgedEvent, shipRules: ShipRules, last: Date | undefined): boolean {
  const { at, ending } = event;
  // A withdrawal is always applied. A release that never shipped holds nothing, so its withdrawal changes nothing.
  if (ending === "withdrawn") return true;
  const { ship } = rulesAt(shipRules.rules, at) ?? DEFAULT_RULES;
  if (ship !== "auto") return wayOf(event) === ship;
  if (rivalOf(event, shipRules) === undefined) return true;
  return last === undefined || at.getTime() - last.getTime() > SHOWN_FOR;
}

/** The way that `auto` chose, for an event of the other way. Its last event decides whether that event ships. */
export function rivalOf(event: JudgedEvent, { rules, choices }: ShipRules): Way | undefined {
  const { at, ending } = event;
  const { ship } = rulesAt(rules, at) ?? DEFAULT_RULES;
  if (ending === "withdrawn" || ship !== "auto") return undefined;
  const chosen = choiceAt(choices, at)?.ship ?? "deployments";
  return wayOf(event) === chosen ? undefined : chosen;
}

/** Keeps the deployments and releases that ship. They must be in the order of time. */
export function inForce(
  events: readonly JudgedEvent[],
  ship: ShipRules,
  before: Partial<Readonly<Record<Way, Date>>> = {},
): JudgedEvent[] {
  const last = { ...before };
  return events.filter((each) => {
    const rival = rivalOf(each, ship);
    const isShipping = isInForce(each, ship, rival && last[rival]);
    if (each.ending === "production") last[wayOf(each)] = each.at;
    return isShipping;
  });
}

/** The way of shipping of a repository, by its newest deployment or release in force. */
export function shipModeOf(
  newest: { readonly kind: "deployment" | "release" } | undefined,
  rules: Rules = DEFAULT_RULES,
): ShipMode {
  if (rules.ship !== "auto") return rules.ship;
  return newest?.kind === "release" ? "releases" : "deployments";
}

/** The rules and choices, with the numbers behind each choice. */
export interface ChoiceRules extends ShipRules {
  readonly choices: readonly ShipChoice[];
}

/** The way of shipping of a repository, by its rules. */
export interface ShipModeAt {
  /** The way in its rules, or the choice of `auto`; `auto` where only one way is in use. */
  readonly ship: Rules["ship"];
  /** The choice of `auto`, and the numbers behind it. */
  readonly choice: ShipChoice | undefined;
}

/** The way of shipping of a repository, by the rules at an instant and the choices of `auto` until then. */
export function shipModeAt({ rules, choices }: ChoiceRules, at: Date): ShipModeAt {
  const { ship } = rulesAt(rules, at) ?? DEFAULT_RULES;
  const newest = ship === "auto" ? choiceAt(choices, at) : undefined;
  const choice = newest !== undefined && isWorthShowing(newest, at) ? newest : undefined;
  return { ship: choice?.ship ?? ship, choice };
}
