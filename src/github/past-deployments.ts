import type { DeploymentStatus } from "../domain/shipping/deployment.ts";
import { isOrderOpen } from "../domain/shipping/statuses.ts";
import { toRestAccount } from "./accounts.ts";
import { deploymentStateOf } from "./deployment-states.ts";
import type { DeploymentFacts } from "./facts.ts";
import { ANY_NODE, askGraphql, BUDGET, type BudgetAnswer, isUnanswered } from "./graphql.ts";
import {
  type GitHubClient,
  type RepositoryAddress,
  undefinedWhen,
  undefinedWhenUnanswered,
} from "./octokit.ts";
import { type RequestBudget, toBudget } from "./request-budget.ts";

/** A deployment of the past with all its statuses. */
interface PastDeployment extends Omit<DeploymentFacts, "status"> {
  /** The time of the deployment, or of its last status. */
  readonly updatedAt: Date;
  /** `undefined` where GitHub could not return them. */
  readonly statuses: readonly DeploymentStatus[] | undefined;
}

/** A page of a list, newest first. */
export interface PastPage<Item> {
  readonly items: readonly Item[];
  readonly isLast: boolean;
  readonly budget: RequestBudget | undefined;
}

/** The number of items on a page. */
export const PER_PAGE = 100;
const MOST_STATUSES = 20;

/**
 * Fetches a page of deployments, from 1 on, newest first.
 *
 * REST lists them, since only REST marks production and previews; GraphQL returns the statuses of all of them at once.
 * REST also reads the statuses of single deployments: where there are many, where GraphQL refuses, and where the order
 * of two statuses of one second depends on their ids, which GraphQL lacks.
 */
export async function fetchPastDeployments(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  { page, since }: { readonly page: number; readonly since: Date },
): Promise<PastPage<PastDeployment>> {
  const listed = await octokit.rest.repos.listDeployments({ owner, repo: name, per_page: PER_PAGE, page });
  const recent = listed.data.filter((each) => updatedAt(each) >= since);
  const ids = recent.map(({ node_id: id }) => id);
  const known = await queryStatuses(octokit, ids);
  const items: PastDeployment[] = [];
  for (const each of recent) {
    const of = () => fetchStatuses(octokit, { owner, name }, each.id).catch(undefinedWhenUnanswered);
    const statuses = known.get(each.id) ?? (await of());
    items.push(toPastDeployment(each, statuses));
  }
  return { items, isLast: listed.data.length < PER_PAGE, budget: toBudget(listed.headers) };
}

type ListedDeployment = Awaited<ReturnType<GitHubClient["rest"]["repos"]["listDeployments"]>>["data"][number];

/** A status updates a deployment, however old the deployment is. */
function updatedAt({ created_at: createdAt, updated_at: at }: ListedDeployment): Date {
  return new Date(at ?? createdAt);
}

function toPastDeployment(listed: ListedDeployment, statuses: PastDeployment["statuses"]): PastDeployment {
  const { id, sha, production_environment: production, transient_environment: transient } = listed;
  const environment = listed.original_environment ?? listed.environment;
  return {
    updatedAt: updatedAt(listed),
    creator: toRestAccount(listed.creator),
    deployment: { id, sha, environment, isProduction: production ?? false, isTransient: transient ?? false },
    statuses,
  };
}

/** The query for the statuses of deployments by their node ids. */
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

interface QueriedStatuses extends BudgetAnswer {
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

/** Fetches the statuses of the deployments for which GraphQL returns all of them. */
async function queryStatuses(octokit: GitHubClient, ids: readonly string[]): Promise<Statuses> {
  if (ids.length === 0) return new Map();
  const request = askGraphql<QueriedStatuses>(octokit, STATUSES, { ids, mayLack: ANY_NODE });
  const answer = await request.catch(undefinedWhen(isUnanswered));
  const complete = (answer?.nodes ?? []).flatMap((node) => {
    const statuses = node?.statuses;
    if (statuses == null || statuses.totalCount > statuses.nodes.length) return [];
    const all = statuses.nodes.flatMap(toStatuses);
    return isOrderOpen(all) ? [] : [[node?.databaseId ?? 0, all] as const];
  });
  return new Map(complete);
}

/** Fetches all statuses of a deployment. */
export async function fetchStatuses(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  id: number,
): Promise<DeploymentStatus[]> {
  const of = { owner, repo: name, deployment_id: id, per_page: PER_PAGE };
  const listed = await octokit.paginate(octokit.rest.repos.listDeploymentStatuses, of);
  return listed.flatMap(({ id, state, created_at: createdAt, environment }) =>
    toStatuses({ state, createdAt, environment: environment ?? null }).map((status) => ({ ...status, id })),
  );
}

/** A status; none when its state is new. */
function toStatuses(status: {
  readonly state: string;
  readonly createdAt: string;
  readonly environment: string | null;
}): DeploymentStatus[] {
  const state = deploymentStateOf(status.state);
  if (state === undefined) return [];
  return [{ state, at: new Date(status.createdAt), environment: status.environment || undefined }];
}
