/** An interval of a share, both ends from 0 to 1. */
interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The two-sided 95 % quantile of the standard normal distribution. */
const Z = 1.959963984540054;

/**
 * The 95 % score interval of a share; `undefined` without observations.
 *
 * Wilson, Journal of the American Statistical Association 22 (1927), 209–212, without continuity correction.
 */
export function wilsonInterval(count: number, of: number): Interval | undefined {
  if (of === 0) return undefined;
  const share = count / of;
  const middle = share + Z ** 2 / (2 * of);
  const reach = Z * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2));
  const scale = 1 + Z ** 2 / of;
  return {
    low: count === 0 ? 0 : (middle - reach) / scale,
    high: count === of ? 1 : (middle + reach) / scale,
  };
}
