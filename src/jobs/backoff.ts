const FIRST_MS = 10_000;
const FACTOR = 4;
const MOST_ATTEMPTS = 7;

/**
 * When work that failed is due again: after about 10 s, 40 s, 3 min, 11 min, 43 min, 3 h; then never.
 *
 * `attempts` counts the failures before this one. Up to a fifth is added at random, so that work that failed together
 * does not come back together.
 */
export function retryAt(now: Date, attempts: number): Date | undefined {
  if (attempts + 1 >= MOST_ATTEMPTS) return undefined;
  const delay = FIRST_MS * FACTOR ** attempts;
  return new Date(now.getTime() + delay * (1 + Math.random() / 5));
}
