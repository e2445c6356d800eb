/** How much GitHub lets an installation ask in its present window, in requests or in GraphQL's points. */
export interface RequestBudget {
  readonly limit: number;
  readonly remaining: number;
  /** When the next window begins. */
  readonly resetAt: Date;
}

/** Reads the budget from an answer's headers; `undefined` where no limit is set, as on many Enterprise Servers. */
export function toBudget(headers: object): RequestBudget | undefined {
  const told = new Map<string, unknown>(Object.entries(headers));
  const number = (name: string) => Number(told.get(`x-ratelimit-${name}`));
  const [limit, remaining, reset] = [number("limit"), number("remaining"), number("reset")];
  const isTold = [limit, remaining, reset].every(Number.isFinite);
  return isTold ? { limit, remaining, resetAt: new Date(reset * 1_000) } : undefined;
}
