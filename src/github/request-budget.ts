/** The requests, or GraphQL's points, that GitHub allows an installation in the current window. */
export interface RequestBudget {
  readonly limit: number;
  readonly remaining: number;
  /** The cost of the response with this budget, and about that of the next one; a request of REST costs one. */
  readonly cost: number;
  /** The start of the next window. */
  readonly resetAt: Date;
}

/** Reads the budget from a response's headers; `undefined` where no limit is set, as on many Enterprise Servers. */
export function toBudget(headers: object): RequestBudget | undefined {
  const fields = new Map<string, unknown>(Object.entries(headers));
  const number = (name: string) => Number(fields.get(`x-ratelimit-${name}`));
  const [limit, remaining, reset] = [number("limit"), number("remaining"), number("reset")];
  const isComplete = [limit, remaining, reset].every(Number.isFinite);
  return isComplete ? { limit, remaining, cost: 1, resetAt: new Date(reset * 1_000) } : undefined;
}

/** Whether one more request would take from the reserved part of a budget. */
export function isNearReserve({ limit, remaining, cost }: RequestBudget, reserve: number): boolean {
  return remaining - cost < limit * reserve;
}

/** The budget with the least left, of several responses. */
export function scarcest(...budgets: readonly (RequestBudget | undefined)[]): RequestBudget | undefined {
  const known = budgets.filter((each) => each !== undefined);
  return known.sort((a, b) => (a.remaining - a.cost) / a.limit - (b.remaining - b.cost) / b.limit)[0];
}
