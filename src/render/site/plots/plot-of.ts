import { weekOf } from "../../../domain/metric/week.ts";
import type { SiteScope } from "../site.ts";
import type { Value } from "./paths.ts";
import type { Plot } from "./plot.ts";
import { alternativeOf } from "./values.ts";

/** Completes a chart with the weeks, the changes of rules, and the text for readers who do not see it. */
export function plotOf(
  { weeks: digests, ruleChanges, zone }: SiteScope,
  values: readonly Value[],
  plot: Omit<Plot, "weeks" | "marked" | "alternative">,
  write?: (value: number) => string,
): Plot {
  const weeks = digests.map(({ week }) => week);
  const marked = new Set(ruleChanges.map(({ at }) => weekOf(at, zone)));
  return { ...plot, weeks, marked, alternative: alternativeOf({ ...plot, weeks }, values, write) };
}

/** A share, from 0 to 1, in percent. */
export function asPercent(value: Value): Value {
  return value === null ? null : 100 * value;
}
