import { centreOf, type Stratum } from "./odds-ratio.ts";

/** The probability outside each end of the interval. */
const TAIL = 0.025;
/** The search range for an end, in logarithms of the odds ratio, and the number of bisections. */
const FARTHEST = 40;
const HALVINGS = 60;
/** The share of the largest probability below which a probability adds nothing in a double. */
const NEGLIGIBLE = 1e-20;

/**
 * The 95 % interval of the common odds ratio of some strata: the odds ratios whose tails, given all margins, have at
 * least 2.5 % each. The observed count contributes half.
 *
 * Unlike the interval from the variance of Robins, Breslow and Greenland (Biometrics 42 (1986), 311–323), it needs no
 * large counts. The exact conditional distribution: J. J. Gart, Biometrika 57 (1970), 471–475. The half weight: H. O.
 * Lancaster, JASA 56 (1961), 223–234; for this interval S. E. Vollset, K. F. Hirji and R. M. Elashoff, JASA 86 (1991),
 * 404–409. `[0, Infinity]` where the strata are not informative.
 */
export function midPInterval(strata: readonly Stratum[]): readonly [number, number] {
  const centre = centreOf(strata);
  const { least, weights } = distributionOf(strata, centre);
  const seen = strata.reduce((sum, { declared }) => sum + declared.undone, 0) - least;
  const logs = weights.map(Math.log);
  const tail = (isIn: (count: number) => boolean) => (logRatio: number) =>
    shares(logs.map((log, count) => log + (count - seen) * logRatio)).reduce(
      (sum, share, count) => sum + (count === seen ? share / 2 : isIn(count) ? share : 0),
      0,
    );
  const above = tail((count) => count > seen);
  const below = tail((count) => count < seen);
  return [
    seen <= 0 ? 0 : centre * Math.exp(crossing((at) => above(at) - TAIL)),
    seen >= weights.length - 1
      ? Number.POSITIVE_INFINITY
      : centre * Math.exp(crossing((at) => TAIL - below(at))),
  ];
}

/** The zero of a rising function. */
function crossing(rising: (at: number) => number): number {
  let [low, high] = [-FARTHEST, FARTHEST];
  for (let halved = 0; halved < HALVINGS; halved++) {
    const middle = (low + high) / 2;
    if (rising(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The probability of each number of undone declared changes, from `least` on. */
interface Distribution {
  readonly least: number;
  readonly weights: readonly number[];
}

/** The distribution over all strata together, given their margins, at one odds ratio. */
function distributionOf(strata: readonly Stratum[], ratio: number): Distribution {
  return strata.map((stratum) => hypergeometric(stratum, ratio)).reduce(together, { least: 0, weights: [1] });
}

/** Fisher's noncentral hypergeometric distribution of one stratum. */
function hypergeometric({ declared, undeclared }: Stratum, ratio: number): Distribution {
  const undone = declared.undone + undeclared.undone;
  const least = Math.max(0, undone - undeclared.of);
  const most = Math.min(undone, declared.of);
  const logs = [0];
  for (let count = least; count < most; count++) {
    const ways = (declared.of - count) * (undone - count);
    const back = (count + 1) * (undeclared.of - undone + count + 1);
    logs.push((logs.at(-1) ?? 0) + Math.log((ways / back) * ratio));
  }
  return { least, weights: shares(logs) };
}

/** Weights as parts of their sum. They are given by their logarithms. */
function shares(logs: readonly number[]): number[] {
  const highest = logs.reduce((most, log) => Math.max(most, log), Number.NEGATIVE_INFINITY);
  const weights = logs.map((log) => Math.exp(log - highest));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / whole);
}

/** The distribution of the sum. Negligible probabilities at either end are cut off. */
function together(one: Distribution, other: Distribution): Distribution {
  const weights = new Array<number>(one.weights.length + other.weights.length - 1).fill(0);
  for (const [index, weight] of one.weights.entries())
    for (const [added, factor] of other.weights.entries())
      weights[index + added] = (weights[index + added] ?? 0) + weight * factor;
  const isLarge = (weight: number) => weight > NEGLIGIBLE;
  const first = weights.findIndex(isLarge);
  const last = weights.findLastIndex(isLarge);
  return { least: one.least + other.least + first, weights: weights.slice(first, last + 1) };
}
