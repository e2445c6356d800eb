import { GraphQLError, type GraphQLFormattedError, graphql, parse, validate } from "graphql";
import nock from "nock";
import { API } from "../world/world.ts";
import { costOf, GITHUB_SCHEMA, MOST_NODES, type QueryCost } from "./graphql-cost.ts";

const HOUR_MS = 3_600_000;
/** What GitHub allows an installation in an hour. */
const POINTS_AN_HOUR = 5_000;

/** What GitHub's schema says against a query. */
export function faultsOf(query: string): readonly string[] {
  return validate(GITHUB_SCHEMA, parse(query)).map(({ message }) => message);
}

type Variables = Readonly<Record<string, unknown>>;

/** How a query is answered otherwise than by GitHub's data; `undefined` to answer it. */
export type Refusal = (
  variables: Variables,
  query: string,
) => readonly [status: number, body: object] | undefined;

/** What a GraphQL server answers from: its fields, by GitHub's names, and how it refuses. */
export interface GraphqlServer {
  readonly root: object;
  readonly refuses?: Refusal;
  /** Called for each query that is answered or refused, with what GitHub charges for it. */
  readonly onQuery?: (variables: Variables, cost: QueryCost) => void;
  /** How many points it allows in an hour of `clock`. */
  readonly pointsAnHour?: number;
  readonly clock?: () => Date;
}

/** What is handed to each field that is computed. */
export interface QueryContext {
  readonly cost: QueryCost;
  readonly limit: number;
  /** What is left of the hour. */
  readonly remaining: number;
}

/** Answers GraphQL over HTTP by GitHub's own schema and limits: what a query does not ask for is not told. */
export function serveGraphql(server: GraphqlServer): void {
  const { root, refuses, onQuery, pointsAnHour: limit = POINTS_AN_HOUR } = server;
  const charge = createBudget(limit, server.clock ?? (() => new Date()));
  nock(API)
    .persist()
    .post("/graphql")
    .optionally()
    .reply(async (request: Request) => {
      const { query, variables = {} } = (await request.json()) as Asked;
      const cost = costOf(query, variables);
      onQuery?.(variables, cost);
      const refused = refuses?.(variables, query) ?? refusalOf(cost);
      if (refused !== undefined) return [refused[0], refused[1]] as const;
      const remaining = charge(cost.points);
      if (remaining === undefined) return [200, failed("RATE_LIMITED", "API rate limit exceeded")] as const;
      const contextValue: QueryContext = { cost, limit, remaining };
      const asked = { source: query, variableValues: variables, contextValue };
      const { data, errors } = await graphql({ schema: GITHUB_SCHEMA, rootValue: root, ...asked });
      return [200, { data, ...(errors && { errors: errors.map(toGitHubError) }) }] as const;
    });
}

interface Asked {
  readonly query: string;
  readonly variables?: Variables;
}

/** Tells what is left of the hour after so many points; `undefined` when there were not so many. */
function createBudget(limit: number, clock: () => Date): (points: number) => number | undefined {
  let [spent, resetAt] = [0, 0];
  return (points) => {
    const now = clock().getTime();
    if (now >= resetAt) [spent, resetAt] = [0, now + HOUR_MS];
    if (spent + points > limit) return undefined;
    spent += points;
    return limit - spent;
  };
}

/** What GitHub says of a query that it does not begin to answer. */
function refusalOf({ faults, nodes }: QueryCost): readonly [200, object] | undefined {
  const [fault] = faults;
  if (fault !== undefined) return [200, failed("EXCESSIVE_PAGINATION", fault)];
  if (nodes <= MOST_NODES) return undefined;
  return [200, failed("MAX_NODE_LIMIT_EXCEEDED", `This query requests up to ${nodes} possible nodes`)];
}

/** What GitHub does not tell of one field; the others of the query are told. */
export function notTold(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

/** GitHub puts the type of an error beside its path. */
function toGitHubError(error: GraphQLError): GraphQLFormattedError & { readonly type?: unknown } {
  const { extensions: { type, ...extensions } = {}, ...told } = error.toJSON();
  return { ...told, ...(type !== undefined && { type }), extensions };
}

function failed(type: string, message: string): object {
  return { data: null, errors: [{ type, message }] };
}
