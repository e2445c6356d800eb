import { schema as github } from "@octokit/graphql-schema";
import { buildSchema, graphql, parse, validate } from "graphql";
import nock from "nock";
import { API } from "./world.ts";

/** GitHub's public schema. */
const schema = buildSchema(github.idl, { assumeValid: true });

/** What GitHub's schema says against a query. */
export function faultsOf(query: string): readonly string[] {
  return validate(schema, parse(query)).map(({ message }) => message);
}

/** How a query is answered otherwise than by GitHub's data; `undefined` to answer it. */
export type Refusal = (
  variables: Readonly<Record<string, unknown>>,
) => readonly [status: number, body: object] | undefined;

/** What a GraphQL server answers from: its fields, by GitHub's names, and how it refuses. */
export interface GraphqlServer {
  readonly root: object;
  readonly refuses?: Refusal;
  /** Called for each query that is answered or refused. */
  readonly onQuery?: (variables: Readonly<Record<string, unknown>>) => void;
}

/** Answers GraphQL over HTTP by GitHub's own schema: what a query does not ask for is not told. */
export function serveGraphql({ root, refuses, onQuery }: GraphqlServer): void {
  nock(API)
    .persist()
    .post("/graphql")
    .optionally()
    .reply(async (request: Request) => {
      const { query, variables } = (await request.json()) as Asked;
      onQuery?.(variables);
      const refused = refuses?.(variables);
      if (refused !== undefined) return [refused[0], refused[1]] as const;
      const answer = await graphql({ schema, source: query, rootValue: root, variableValues: variables });
      return [200, answer] as const;
    });
}

interface Asked {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}
