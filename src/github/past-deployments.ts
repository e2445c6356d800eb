import type { DeploymentStatus } from "../domain/shipping/deployment.ts";
import { isOrderOpen } from "../domain/shipping/statuses.ts";
import { toRestAccount } from "./accounts.ts";
import { deploymentStateOf } from "./deployment-states.ts";
import type { DeploymentFacts } from "./facts.ts";
import { ANY_NODE, askGraphql, BUDGET, isUnanswered, type ToldBudget } from "./graphql.ts";
import { type GitHubClient, type RepositoryAddress, undefinedWhen, undefinedWhenUntold } from "./octokit.ts";
import { type RequestBudget, toBudget } from "./request-budget.ts";

/** A deployment of the past with all its statuses. */
interface PastDeployment extends Omit<DeploymentFacts, "status"> {
  /** When it was filed, or its last status was given. */
  readonly updatedAt: Date;
  /** `undefined` where GitHub could not tell them. */
  readonly statuses: readonly DeploymentStatus[] | undefined;
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
 * what is a preview. REST is also asked for the statuses of one deployment after another: where there are many, where
 * GraphQL refuses, and where two decisions of one second can only be told apart by the numbers that GraphQL has not.
 */
export async function fetchPastDeployments(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  { page, since }: { readonly page: number; readonly since: Date },
): Promise<PastPage<PastDeployment>> {
  const listed = await octokit.rest.repos.listDeployments({ owner, repo: name, per_page: PER_PAGE, page });
  const recent = listed.data.filter((told) => updatedAt(told) >= since);
  const ids = recent.map(({ node_id: id }) => id);
  const known = await queryStatuses(octokit, ids);
  const items: PastDeployment[] = [];
  for (const told of recent) {
    const of = () => fetchStatuses(octokit, { owner, name }, told.id).catch(undefinedWhenUntold);
    const statuses = known.get(told.id) ?? (await of());
    items.push(toPastDeployment(told, statuses));
  }
  return { items, isLast: listed.data.length < PER_PAGE, budget: toBudget(listed.headers) };
}

type ListedDeployment = Awaited<ReturnType<GitHubClient["rest"]["repos"]["listDeployments"]>>["data"][number];

/** A status makes a deployment a newer one, however long ago that was filed. */
function updatedAt({ created_at: createdAt, updated_at: at }: ListedDeployment): Date {
  return new Date(at ?? createdAt);
}

function toPastDeployment(told: ListedDeployment, statuses: PastDeployment["statuses"]): PastDeployment {
  const { id, sha, production_environment: production, transient_environment: transient } = told;
  const environment = told.original_environment ?? told.environment;
  return {
    updatedAt: updatedAt(told),
    creator: toRestAccount(told.creator),
    deployment: { id, sha, environment, isProduction: production ?? false, isTransient: transient ?? false },
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
  const asked = askGraphql<QueriedStatuses>(octokit, STATUSES, { ids, mayLack: ANY_NODE });
  const answer = await asked.catch(undefinedWhen(isUnanswered));
  const told = (answer?.nodes ?? []).flatMap((node) => {
    const statuses = node?.statuses;
    if (statuses == null || statuses.totalCount > statuses.nodes.length) return [];
    const all = statuses.nodes.flatMap(toStatuses);
    return isOrderOpen(all) ? [] : [[node?.databaseId ?? 0, all] as const];
  });
  return new Map(told);
}

/** Reads all statuses of a deployment. */
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

/** A status, or none when its state is new. */
function toStatuses(told: {
  readonly state: string;
  readonly createdAt: string;
  readonly environment: string | null;
}): DeploymentStatus[] {
  const state = deploymentStateOf(told.state);
  if (state === undefined) return [];
  return [{ state, at: new Date(told.createdAt), environment: told.environment || undefined }];
}
