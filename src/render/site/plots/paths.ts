/** A value of a week; `null` where there is none, or it is withheld. */
export type Value = number | null;
/** The range of a week. */
export type Range = readonly [low: number, high: number] | null;

/** The height of a drawing. A week is 1 wide with its middle at its place, and heights are below 0: all that is short to write. */
const HEIGHT = 200;

/** The part of the plane with a drawing of some weeks. */
export function viewBox(weeks: number): string {
  return `-.5 -${HEIGHT} ${weeks} ${HEIGHT}`;
}

/** Bars as thick vertical strokes, from the axis or from other values. */
export function barPath(values: readonly Value[], top: number, from: readonly Value[] = []): string {
  const bars = values.map((value, index) => {
    const base = from[index] ?? 0;
    if (value === null || value <= base) return "";
    return `M${point(index, base, top)}V${height(value, top)}`;
  });
  return bars.join("");
}

/** A line with gaps where there is no value. */
export function linePath(values: readonly Value[], top: number): string {
  const parts = values.map((value, index) => {
    if (value === null || isAlone(values, index)) return "";
    return `${isKnown(values[index - 1]) ? "L" : "M"}${point(index, value, top)}`;
  });
  return parts.join("");
}

/** A dot for each value without neighbours, which has no line, and for the newest value. */
export function dotPath(values: readonly Value[], top: number): string {
  const newest = values.findLastIndex(isKnown);
  const dots = values.map((value, index) => {
    const isMarked = index === newest || isAlone(values, index);
    return value === null || !isMarked ? "" : `M${point(index, value, top)}h0`;
  });
  return dots.join("");
}

function isAlone(values: readonly Value[], index: number): boolean {
  return !isKnown(values[index - 1]) && !isKnown(values[index + 1]);
}

function isKnown(value: Value | undefined): boolean {
  return (value ?? null) !== null;
}

/** The area between two ends, with gaps where there are none. Each range holds for the whole of its week. */
export function areaPath(ranges: readonly Range[], top: number): string {
  return runsOf(ranges)
    .map(({ first, ranges: run }) => {
      const highs = run.map(([, high]) => height(high, top));
      const lows = run.map(([low]) => height(low, top));
      const back = steps(lows.toReversed(), -1);
      return `M${first - 0.5} ${highs[0]}${steps(highs, 1)}V${lows.at(-1)}${back}Z`;
    })
    .join("");
}

/** Steps from week to week, in relative moves. */
function steps(heights: readonly number[], width: number): string {
  let [path, length] = ["", 0];
  for (const [index, y] of heights.entries()) {
    length += width;
    const move = (heights[index + 1] ?? y) - y;
    if (move === 0 && index < heights.length - 1) continue;
    path += `h${length}${move === 0 ? "" : `v${move}`}`;
    length = 0;
  }
  return path;
}

/** Vertical lines at the beginnings of some weeks. */
export function markPath(isMarked: readonly boolean[]): string {
  return isMarked.map((is, index) => (is ? `M${index - 0.5} 0V-${HEIGHT}` : "")).join("");
}

/** The ranges of successive weeks, from the place of the first one on. */
interface Run {
  readonly first: number;
  readonly ranges: (readonly [number, number])[];
}

function runsOf(ranges: readonly Range[]): readonly Run[] {
  const runs: Run[] = [];
  for (const [index, range] of ranges.entries()) {
    if (range === null) continue;
    const last = runs.at(-1);
    if (last !== undefined && last.first + last.ranges.length === index) last.ranges.push(range);
    else runs.push({ first: index, ranges: [range] });
  }
  return runs;
}

function point(index: number, value: number, top: number): string {
  const y = height(value, top);
  return `${index}${y < 0 ? "" : " "}${y}`;
}

function height(value: number, top: number): number {
  // Without a negative zero.
  return 0 - Math.round((HEIGHT * value) / top);
}
