/**
 * Whether a wait is over at an instant. An end that is further away than the longest wait came from a wrong clock, and
 * counts as now. All in milliseconds.
 */
export function isOver(end: number, now: number, longest: number): boolean {
  const left = end - now;
  return left <= 0 || left > longest;
}

/**
 * Whether something happened within an interval of time before an instant; what lies in the future did by a wrong
 * clock.
 */
export function isWithinLast(interval: number, then: number, now: number): boolean {
  const age = now - then;
  return age >= 0 && age < interval;
}
