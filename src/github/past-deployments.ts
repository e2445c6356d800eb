import type { DeploymentStatus } from "../domain/shipping/deployment.ts";
import { toRestAccount } from "./accounts.ts";
import { deploymentStateOf } from "./deployment-states.ts";
import type { DeploymentFacts } from "./facts.ts";
import { ANY_NODE, askGraphql, BUDGET, QueryTooLarge, QueryUnavailable, type ToldBudget } from "./graphql.ts";
import type { GitHubClient, RepositoryAddress } from "./octokit.ts";
import { type RequestBudget, toBudget } from "./request-budget.ts";

/** A deployment of the past with all its statuses. */
export interface PastDeployment extends Omit<DeploymentFacts, "status"> {
  readonly createdAt: Date;
  readonly statuses: readonly DeploymentStatus[];
}

/** A page of a list that begins with the newest. */
export interface PastPage<Item> {
  readonly items: readonly Item[];
  readonly isLast: boolean;
  readonly budget: RequestBudget | undefined;
}

/** How many are listed at once. */
export const PER_PAGE = 100;
const MOST_STATUSES = 20;

/**
 * Reads a page of deployments, from 1 on, the newest first.
 *
 * REST lists them and GraphQL tells the statuses of all of them at once, since only REST tells what is production and
 * what is a preview. Deployments with many statuses, and all where GraphQL refuses, are asked for one by one.
 */
export async function fetchPastDeployments(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  page: number,
): Promise<PastPage<PastDeployment>> {
  const address = { owner, repo: name };
  const listed = await octokit.rest.repos.listDeployments({ ...address, per_page: PER_PAGE, page });
  const known = await queryStatuses(
    octokit,
    listed.data.map(({ node_id: id }) => id),
  );
  const items: PastDeployment[] = [];
  for (const told of listed.data) {
    const statuses = known.get(told.id) ?? (await listStatuses(octokit, { owner, name }, told.id));
    items.push(toPastDeployment(told, statuses));
  }
  return { items, isLast: listed.data.length < PER_PAGE, budget: toBudget(listed.headers) };
}

type ListedDeployment = Awaited<ReturnType<GitHubClient["rest"]["repos"]["listDeployments"]>>["data"][number];

function toPastDeployment(told: ListedDeployment, statuses: readonly DeploymentStatus[]): PastDeployment {
  const { id, sha, environment, production_environment: production, transient_environment: transient } = told;
  return {
    createdAt: new Date(told.created_at),
    creator: toRestAccount(told.creator),
    deployment: {
      ...{ id, sha, environment },
      ...{ isProduction: production ?? false, isTransient: transient ?? false },
    },
    statuses,
  };
}

/** Asks for the statuses of deployments by their node ids. */
export const STATUSES = `query Statuses($ids: [ID!]!) {
  ${BUDGET}
  nodes(ids: $ids) {
    ... on Deployment {
      databaseId
      statuses(first: ${MOST_STATUSES}) {
        totalCount
        nodes { state createdAt environment }
      }
    }
  }
}`;

interface QueriedStatuses extends ToldBudget {
  readonly nodes: readonly ({
    readonly databaseId?: number;
    readonly statuses?: {
      readonly totalCount: number;
      readonly nodes: readonly {
        readonly state: string;
        readonly createdAt: string;
        readonly environment: string | null;
      }[];
    } | null;
  } | null)[];
}

type Statuses = ReadonlyMap<number, readonly DeploymentStatus[]>;

/** The statuses of each deployment whose statuses GraphQL tells whole. */
async function queryStatuses(octokit: GitHubClient, ids: readonly string[]): Promise<Statuses> {
  if (ids.length === 0) return new Map();
  const answer = await undefinedWhenRefused(
    askGraphql<QueriedStatuses>(octokit, STATUSES, { ids, mayLack: ANY_NODE }),
  );
  const told = (answer?.nodes ?? []).flatMap((node) => {
    const statuses = node?.statuses;
    const isWhole = statuses != null && statuses.totalCount <= statuses.nodes.length;
    return isWhole ? [[node?.databaseId ?? 0, statuses.nodes.flatMap(toStatuses)] as const] : [];
  });
  return new Map(told);
}

/** Answers what GraphQL cannot tell with `undefined`; lets every other failure rise. */
export async function undefinedWhenRefused<Answer>(asked: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof QueryTooLarge || error instanceof QueryUnavailable) return undefined;
    throw error;
  }
}

async function listStatuses(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  id: number,
): Promise<DeploymentStatus[]> {
  const of = { owner, repo: name, deployment_id: id, per_page: PER_PAGE };
  const listed = await octokit.paginate(octokit.rest.repos.listDeploymentStatuses, of);
  return listed.flatMap(({ state, created_at: createdAt, environment }) =>
    toStatuses({ state, createdAt, environment: environment ?? null }),
  );
}

/** A status, or none when its state is new. */
function toStatuses(told: {
  readonly state: string;
  readonly createdAt: string;
  readonly environment: string | null;
}): DeploymentStatus[] {
  const state = deploymentStateOf(told.state);
  if (state === undefined) return [];
  return [{ state, at: new Date(told.createdAt), environment: told.environment ?? undefined }];
}
