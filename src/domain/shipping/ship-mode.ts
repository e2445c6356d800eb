import type { FinishedDeployment } from "./deployment.ts";
import { DEFAULT_RULES, type Rules, rulesAt, type ShipMode } from "./rules.ts";

/** How long a deployment or release tells how a repository ships. */
export const SHOWN_FOR = 90 * 86_400_000;

/**
 * Whether a deployment or release ships, by the rules of its time.
 *
 * With `auto`, a release ships where no deployment went to production in the 90 days before it.
 */
export function isInForce(
  { at, ending, deployment: { kind } }: FinishedDeployment,
  rules: readonly Rules[],
  lastProduction: Date | undefined,
): boolean {
  // What a release that never shipped held is nothing, so its withdrawal may be played, too.
  if (ending === "withdrawn") return true;
  const { ship } = rulesAt(rules, at) ?? DEFAULT_RULES;
  if (ship !== "auto") return `${kind}s` === ship;
  return (
    kind === "deployment" ||
    lastProduction === undefined ||
    at.getTime() - lastProduction.getTime() > SHOWN_FOR
  );
}

/** Leaves the deployments and releases that ship; they must be in the order of time. */
export function inForce(
  finished: readonly FinishedDeployment[],
  rules: readonly Rules[],
  before?: Date,
): FinishedDeployment[] {
  let lastProduction = before;
  return finished.filter((each) => {
    const isShipping = isInForce(each, rules, lastProduction);
    if (each.deployment.kind === "deployment" && each.ending === "production") lastProduction = each.at;
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
