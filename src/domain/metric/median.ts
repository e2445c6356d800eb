/** The middle of some numbers, or the mean of the two in the middle of an even count; `undefined` without numbers. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

/**
 * The interval that contains the median of a population in at least 95 of 100 samples, whatever its distribution. It
 * goes from the number at one place from the low end to the number at the same place from the high end. Fewer than six
 * numbers have no such place: `undefined`.
 *
 * W. R. Thompson, Annals of Mathematical Statistics 7 (1936), 122–128; H. A. David and H. N. Nagaraja, Order
 * Statistics, 3rd edition (2003), section 7.1.
 */
export function medianInterval(values: readonly number[]): readonly [number, number] | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const place = placeOf(values.length);
  const [low, high] = [sorted[place - 1], sorted[values.length - place]];
  return low === undefined || high === undefined ? undefined : [low, high];
}

/**
 * The last place at which at most 2.5 % of samples have fewer numbers below the median; from 1, and 0 where there is
 * none.
 */
function placeOf(count: number): number {
  let chance = -count * Math.LN2;
  let [place, sum] = [0, 0];
  for (;;) {
    sum += Math.exp(chance);
    if (sum > 0.025) return place;
    chance += Math.log((count - place) / (place + 1));
    place++;
  }
}
