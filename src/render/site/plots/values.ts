import type { Range, Value } from "./paths.ts";
import type { Layer, Plot } from "./plot.ts";

/** The highest value that some layers draw; at least `least`. */
export function highestOf(layers: readonly Layer[], least: number): number {
  const values = layers.flatMap((layer): readonly Value[] => {
    return layer.shape === "band" ? layer.ranges.map((range) => range?.[1] ?? null) : layer.values;
  });
  return Math.max(least, ...values.map((value) => value ?? 0));
}

/** The text for readers who do not see a chart: the newest value, and the lowest and the highest one. */
export function alternativeOf(
  { title, weeks }: Pick<Plot, "title" | "weeks">,
  values: readonly Value[],
  write: (value: number) => string = String,
): string {
  const known = values.flatMap((value, index) =>
    value === null ? [] : [{ value, week: weeks[index] ?? "" }],
  );
  const last = known.at(-1);
  if (last === undefined) return `${title}: no value from ${weeks[0]} to ${weeks.at(-1)}.`;
  const [low, high] = [
    Math.min(...known.map(({ value }) => value)),
    Math.max(...known.map(({ value }) => value)),
  ];
  return `${title} from ${weeks[0]} to ${weeks.at(-1)}: ${write(last.value)} in ${last.week}; between ${write(low)} and ${write(high)}.`;
}

/** Whether any of some values or ranges is known. */
export function isAnyKnown(values: readonly (Value | Range)[]): boolean {
  return values.some((value) => value !== null);
}
