/** The marks of a vertical axis from 0 on, for values up to a highest one: three to six, at round numbers. */
export function ticks(highest: number, isWhole = false): readonly number[] {
  const rough = Math.max(highest, Number.MIN_VALUE) / MOST_STEPS;
  const size = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((each) => each * size >= rough) ?? 10;
  const step = isWhole ? Math.max(1, factor * size) : factor * size;
  const count = Math.max(1, Math.ceil(highest / step - 1e-9));
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}

const MOST_STEPS = 5;
