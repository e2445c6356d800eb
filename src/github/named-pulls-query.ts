import { BUDGET, type BudgetAnswer } from "./graphql.ts";
import { ACTOR, ASSIGNED, type QueriedAssignment } from "./graphql-account.ts";
import { LABELLED, type QueriedLabelling } from "./labellings.ts";
import type { QueriedPull } from "./pulls-query.ts";

/** This many numbers, with two lists each, cost one point by GitHub's formula. */
export const NAMED_AT_ONCE = 50;

/** Builds the query that finds out whether numbers are pull requests or issues; of an issue it selects nothing more. */
export function namedPullsQuery(numbers: readonly number[]): string {
  const named = numbers.map(
    (number) => `${aliasOf(number)}: issueOrPullRequest(number: ${number}) { ...named }`,
  );
  return `query NamedPulls($owner: String!, $name: String!) {
  ${BUDGET}
  repository(owner: $owner, name: $name) {
    ${named.join("\n    ")}
  }
}
fragment named on IssueOrPullRequest {
  __typename
  ... on PullRequest {
    number
    state
    createdAt
    updatedAt
    baseRefOid
    headRefOid
    headRefName
    title
    body
    author { ...account }
    reviews(last: 50, states: [APPROVED, CHANGES_REQUESTED, DISMISSED]) {
      nodes { state submittedAt updatedAt author { ...account } }
    }
    timelineItems(last: 100, itemTypes: [ASSIGNED_EVENT, CLOSED_EVENT, LABELED_EVENT, UNLABELED_EVENT]) {
      nodes { __typename ${ASSIGNED} ... on ClosedEvent { createdAt } ${LABELLED} }
    }
  }
}
${ACTOR}`;
}

/** The alias of a number in the response. */
export function aliasOf(number: number): string {
  return `n${number}`;
}

type OfMerge = "mergedAt" | "closedAt" | "mergedBy" | "mergeCommit" | "files" | "commits" | "timelineItems";

/** A pull request that a push names, with the selected fields. */
interface QueriedNamedPull extends Omit<QueriedPull, OfMerge> {
  readonly __typename: "PullRequest";
  readonly state: "OPEN" | "CLOSED" | "MERGED";
  readonly timelineItems: {
    readonly nodes: readonly (QueriedAssignment & QueriedLabelling & { readonly __typename: string })[];
  };
}

/** A pull request or an issue; `null` where GitHub returns neither. */
export type QueriedNumber = QueriedNamedPull | { readonly __typename: "Issue" } | null;

/** The response to the query. */
export interface QueriedNumbers extends BudgetAnswer {
  readonly repository: Readonly<Record<string, QueriedNumber>> | null;
}
