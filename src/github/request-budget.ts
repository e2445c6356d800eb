/** How much GitHub lets an installation ask in its present window, in requests or in GraphQL's points. */
export interface RequestBudget {
  readonly limit: number;
  readonly remaining: number;
  /** What the answer cost that told it, and about what the next one will; a request of REST costs one. */
  readonly cost: number;
  /** When the next window begins. */
  readonly resetAt: Date;
}

/** Reads the budget from an answer's headers; `undefined` where no limit is set, as on many Enterprise Servers. */
export function toBudget(headers: object): RequestBudget | undefined {
  const told = new Map<string, unknown>(Object.entries(headers));
  const number = (name: string) => Number(told.get(`x-ratelimit-${name}`));
  const [limit, remaining, reset] = [number("limit"), number("remaining"), number("reset")];
  const isTold = [limit, remaining, reset].every(Number.isFinite);
  return isTold ? { limit, remaining, cost: 1, resetAt: new Date(reset * 1_000) } : undefined;
}

/** Whether asking once more would take from the part of a budget that is kept. */
export function isNearReserve({ limit, remaining, cost }: RequestBudget, reserve: number): boolean {
  return remaining - cost < limit * reserve;
}

/** Of the budgets that several answers told, the one of which the least is left. */
export function scarcest(...budgets: readonly (RequestBudget | undefined)[]): RequestBudget | undefined {
  const told = budgets.filter((each) => each !== undefined);
  return told.sort((a, b) => (a.remaining - a.cost) / a.limit - (b.remaining - b.cost) / b.limit)[0];
}
