import { type GitHubClient, undefinedOn } from "./octokit.ts";
import type { RequestBudget } from "./request-budget.ts";
import type { Budgets } from "./request-meter.ts";

interface DescribedLimit {
  readonly limit: number;
  readonly remaining: number;
  readonly reset: number;
}

/** Fetches the present limits of a token. The request is free. An Enterprise Server without limits answers 404. */
export async function fetchBudgets(octokit: GitHubClient): Promise<Budgets> {
  const answer = await octokit.rest.rateLimit.get().catch(undefinedOn(404));
  const { core, graphql } = answer?.data.resources ?? {};
  return { rest: core && toBudget(core), graphql: graphql && toBudget(graphql) };
}

function toBudget({ limit, remaining, reset }: DescribedLimit): RequestBudget {
  return { limit, remaining, cost: 1, resetAt: new Date(reset * 1_000) };
}
