import { type Block, judgeRatio, type RatioVerdict } from "../../../src/domain/spend/ratio.ts";
import { type Chance, createChance } from "../../simulation/random.ts";
import { normal } from "../verdicts/normal.ts";

/** An organization whose spend and work are the same each week, but for chance. */
export interface Organization {
  /** The normalized deployments of a week, in the mean. */
  readonly units: number;
  /** How much the spend of a week resembles that of the week before, from 0 to 1. */
  readonly likeness: number;
}

/** The coefficient of variation of a week's spend. */
const SPEND_CV = 0.25;
const PRICE = 100_000_000;
/** The shape of the gamma distribution of what moves everybody's week alike: the units are negative binomial. */
const SHAPE = 50;
const WEEKS = 4;

/**
 * The verdict on a block of an organization after some earlier blocks; the spend of the last block is multiplied by a
 * factor.
 */
export function playBlock(
  seed: number,
  organization: Organization,
  { earlier, factor }: { readonly earlier: number; readonly factor: number },
): RatioVerdict {
  const chance = createChance(seed);
  const spends = spendsOf(organization, (earlier + 1) * WEEKS, chance);
  const blocks = Array.from({ length: earlier + 1 }, (_, index): Block => {
    const isLast = index === earlier;
    const weeks = spends.slice(index * WEEKS, (index + 1) * WEEKS);
    const spend = weeks.reduce((sum, week) => sum + week, 0) * organization.units * PRICE;
    const units = weeks.reduce((sum) => sum + unitsOf(organization, chance), 0);
    return { spend: BigInt(Math.round(isLast ? spend * factor : spend)), units };
  });
  const current = blocks.pop() ?? { spend: 0n, units: 0 };
  return judgeRatio(current, blocks);
}

/** The spend of each week: log-normal with a mean of 1, each week resembling the one before. */
function spendsOf({ likeness }: Organization, weeks: number, chance: Chance): number[] {
  const variance = Math.log(1 + SPEND_CV ** 2);
  let state = normal(chance);
  return Array.from({ length: weeks }, () => {
    state = likeness * state + Math.sqrt(1 - likeness ** 2) * normal(chance);
    return Math.exp(Math.sqrt(variance) * state - variance / 2);
  });
}

/** The units of a week: a Poisson distribution with a mean of a gamma distribution. */
function unitsOf({ units }: Organization, chance: Chance): number {
  let gamma = 0;
  for (let index = 0; index < SHAPE; index++) gamma -= Math.log(1 - chance.next());
  return poisson((units * gamma) / SHAPE, chance);
}

/** D. E. Knuth, The Art of Computer Programming, volume 2, 3.4.1; a large mean in parts. */
function poisson(mean: number, chance: Chance): number {
  const most = 30;
  if (mean > most) return poisson(most, chance) + poisson(mean - most, chance);
  const least = Math.exp(-mean);
  let [number, product] = [0, chance.next()];
  while (product > least) {
    number++;
    product *= chance.next();
  }
  return number;
}
