import type { Chance } from "../../simulation/random.ts";

/**
 * A number of the standard normal distribution.
 *
 * G. E. P. Box and M. E. Muller, Annals of Mathematical Statistics 29 (1958), 610–611.
 */
export function normal(chance: Chance): number {
  return Math.sqrt(-2 * Math.log(1 - chance.next())) * Math.cos(2 * Math.PI * chance.next());
}
