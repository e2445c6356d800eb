import { Workshop } from "../../dev/simulation/clone/workshop.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { DEFAULT_RULES, type Rules } from "../../src/domain/shipping/rules.ts";
import { deriveShipping } from "../../src/domain/shipping/shipping.ts";

/** Minutes. */
export const HOUR = 60;
export const DAY = 24 * HOUR;

/** A repository whose first deployment, its baseline, is behind it; it is Monday, 10:00. */
export function openWorkshop(rules: readonly Rules[] = [DEFAULT_RULES]): Workshop {
  const shop = new Workshop(at(2, 9), rules);
  shop.deploy();
  shop.wait(HOUR);
  return shop;
}

/** Deploys main, an hour from now. */
export function deployMain(shop: Workshop): void {
  shop.wait(HOUR);
  shop.deploy();
}

/** What became of each change, by its id. */
export function outcomesOf(shop: Workshop, now = shop.now): Record<string, string> {
  const { changes } = deriveShipping(shop.history(), now);
  return Object.fromEntries([...changes].map(([id, { outcome }]) => [id, outcome]));
}

/** The place of each deployment in the ledger, in the order of time. */
export function reasonsOf(shop: Workshop): string[] {
  return deriveShipping(shop.history(), shop.now).ledger.map(({ reason }) => reason ?? "counted");
}

/** The deployment with which each change arrived, by its id. */
export function arrivalsOf(shop: Workshop): Record<string, number | undefined> {
  const { changes } = deriveShipping(shop.history(), shop.now);
  return Object.fromEntries([...changes].map(([id, { arrival }]) => [id, arrival?.deploymentId]));
}

/** The days of merged work, each of one builder, that shipped and stayed. */
export function pairsOf(shop: Workshop): string[] {
  const net = [...deriveShipping(shop.history(), shop.now).changes.values()].filter(
    ({ outcome, change }) => outcome === "net" && change.builder !== undefined,
  );
  const pairs = net.map(({ change }) => `${change.builder} ${change.mergedAt.toISOString().slice(0, 10)}`);
  return [...new Set(pairs)].sort();
}
