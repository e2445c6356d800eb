import { BUDGET, type ToldBudget } from "./graphql.ts";
import { ACTOR, ASSIGNED, type QueriedAssignment } from "./graphql-account.ts";
import { LABELLED, type QueriedLabelling } from "./labellings.ts";
import type { QueriedPull } from "./pulls-query.ts";

/** So many, with two lists each, cost one point by GitHub's formula. */
export const NAMED_AT_ONCE = 50;

/** Asks what some numbers are; of an issue, nothing more. */
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

/** By which name the answer tells of a number. */
export function aliasOf(number: number): string {
  return `n${number}`;
}

type OfMerge = "mergedAt" | "mergedBy" | "mergeCommit" | "files" | "commits" | "timelineItems";

/** A pull request that a push names, as the query asks for it. */
interface QueriedNamedPull extends Omit<QueriedPull, OfMerge> {
  readonly __typename: "PullRequest";
  readonly state: "OPEN" | "CLOSED" | "MERGED";
  readonly timelineItems: {
    readonly nodes: readonly (QueriedAssignment & QueriedLabelling & { readonly __typename: string })[];
  };
}

/** What a number is; `null` where GitHub does not tell. */
export type QueriedNumber = QueriedNamedPull | { readonly __typename: "Issue" } | null;

/** The answer to the query. */
export interface QueriedNumbers extends ToldBudget {
  readonly repository: Readonly<Record<string, QueriedNumber>> | null;
}
