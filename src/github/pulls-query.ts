import { BUDGET, type BudgetAnswer } from "./graphql.ts";
import { ACTOR, type Actor, ASSIGNED, type QueriedAssignment } from "./graphql-account.ts";

import { LABELLED, type QueriedLabelling } from "./labellings.ts";

/**
 * The number of commits and files of each pull request that are listed; a larger one is read by itself. The last events
 * are listed.
 */
export const LISTED = 100;

/** The query for pull requests that were merged or closed, latest update first, with every fact that decides how they count. */
export const CLOSED_PULLS = `query ClosedPulls($owner: String!, $name: String!, $first: Int!, $after: String) {
  ${BUDGET}
  repository(owner: $owner, name: $name) {
    pullRequests(
      states: [MERGED, CLOSED], first: $first, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }
    ) {
      pageInfo { hasNextPage endCursor }
      nodes {
        number
        createdAt
        updatedAt
        mergedAt
        closedAt
        baseRefOid
        headRefOid
        headRefName
        title
        body
        mergeCommit { oid }
        author { ...account }
        mergedBy { ...account }
        files(first: ${LISTED}) {
          totalCount
          nodes { path additions deletions changeType }
        }
        commits(first: ${LISTED}) {
          totalCount
          nodes {
            commit {
              id
              oid
              message
              tree { oid }
              author { name email }
              committer { name email }
            }
          }
        }
        reviews(last: 50, states: [APPROVED, CHANGES_REQUESTED, DISMISSED]) {
          nodes { state submittedAt updatedAt author { ...account } }
        }
        timelineItems(
          last: ${LISTED}
          itemTypes: [
            ASSIGNED_EVENT, ADDED_TO_MERGE_QUEUE_EVENT, AUTO_MERGE_ENABLED_EVENT, LABELED_EVENT, UNLABELED_EVENT
          ]
        ) {
          nodes {
            ${ASSIGNED}
            ${LABELLED}
            ... on AddedToMergeQueueEvent { createdAt actor { ...account } }
            ... on AutoMergeEnabledEvent { createdAt actor { ...account } }
          }
        }
      }
    }
  }
}
${ACTOR}`;

interface Person {
  readonly name: string | null;
  readonly email: string | null;
}

/** A commit, with the selected fields. */
interface QueriedCommit {
  /** The id that finds its parents. */
  readonly id: string;
  readonly oid: string;
  readonly message: string;
  readonly tree: { readonly oid: string };
  readonly author: Person | null;
  readonly committer: Person | null;
}

/** A pull request, with the selected fields. */
export interface QueriedPull {
  readonly number: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Null when it was closed without a merge. */
  readonly mergedAt: string | null;
  readonly closedAt: string | null;
  readonly baseRefOid: string;
  readonly headRefOid: string;
  readonly headRefName: string;
  readonly title: string;
  readonly body: string;
  /** Null when nobody can reach it any more. */
  readonly mergeCommit: { readonly oid: string } | null;
  readonly author: Actor | null;
  readonly mergedBy: Actor | null;
  /** Null when the commits of the pull request are gone. */
  readonly files: {
    readonly totalCount: number;
    readonly nodes: readonly ({
      readonly path: string;
      readonly additions: number;
      readonly deletions: number;
      readonly changeType: string;
    } | null)[];
  } | null;
  readonly commits: {
    readonly totalCount: number;
    readonly nodes: readonly { readonly commit: QueriedCommit }[];
  };
  readonly reviews: {
    readonly nodes: readonly {
      readonly state: string;
      readonly submittedAt: string | null;
      readonly updatedAt: string;
      readonly author: Actor | null;
    }[];
  };
  readonly timelineItems: {
    readonly nodes: readonly (QueriedAssignment & QueriedLabelling & { readonly actor?: Actor | null })[];
  };
}

/** The response to the query; `null` for a repository that does not exist. */
export interface QueriedPulls extends BudgetAnswer {
  readonly repository: {
    readonly pullRequests: {
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
      readonly nodes: readonly (QueriedPull | null)[];
    };
  } | null;
}
