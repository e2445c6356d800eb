import type { ProbotOctokit } from "probot";
import { budgetOf } from "./graphql.ts";
import { type RequestBudget, toBudget } from "./request-budget.ts";

/** The use of a client so far, and the budgets in GitHub's last responses. */
export interface Usage {
  /** The number of REST requests, repeated ones too. */
  readonly requests: number;
  /** The points that GitHub charged for GraphQL queries. */
  readonly points: number;
  /** The budgets in the last responses; `undefined` while unknown, and where GitHub sets no limit. */
  readonly rest: RequestBudget | undefined;
  readonly graphql: RequestBudget | undefined;
}

/** The budgets that GitHub names before the first request. */
export type Budgets = Pick<Usage, "rest" | "graphql">;

/** Counts the requests and points of a client. */
export interface RequestMeter {
  usage(): Usage;
  /** Records the budgets that GitHub names by themselves. */
  begin(budgets: Budgets): void;
  /** Sends a request, as the platform's `fetch` does, and counts it. */
  readonly fetch: typeof fetch;
  /** The plugin of Octokit's that reads the price of each query from its response. */
  readonly readPrices: (octokit: Pick<InstanceType<typeof ProbotOctokit>, "hook">) => void;
}

/** Creates a meter that sends requests with a `fetch`. */
export function createRequestMeter(send: typeof fetch): RequestMeter {
  let [requests, points] = [0, 0];
  let budgets: Budgets = { rest: undefined, graphql: undefined };
  return {
    usage: () => ({ requests, points, ...budgets }),
    begin(found) {
      budgets = found;
    },
    async fetch(input, init) {
      if (isQuery(input)) return send(input, init);
      requests += 1;
      const response = await send(input, init);
      const rest = toBudget(Object.fromEntries(response.headers));
      // The budget for searches, and others, is not the one that runs out.
      const isCore = (response.headers.get("x-ratelimit-resource") ?? "core") === "core";
      if (isCore && rest !== undefined) budgets = { ...budgets, rest };
      return response;
    },
    readPrices(octokit) {
      octokit.hook.after("request", ({ data }) => {
        const answer = (data as { readonly data?: Partial<Parameters<typeof budgetOf>[0]> } | null)?.data;
        if (answer?.rateLimit === undefined) return;
        const graphql = budgetOf({ rateLimit: answer.rateLimit });
        points += graphql?.cost ?? 0;
        budgets = { ...budgets, graphql };
      });
    },
  };
}

/** GraphQL has one address: `/graphql`, or `/api/graphql` on an Enterprise Server. */
function isQuery(input: Parameters<typeof fetch>[0]): boolean {
  return new URL(input instanceof Request ? input.url : input).pathname.endsWith("/graphql");
}
