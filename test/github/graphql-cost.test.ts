import { describe, expect, it } from "vitest";
import { costOf } from "../../dev/simulation/described/graphql-cost.ts";
import { STATUSES } from "../../src/github/past-deployments.ts";
import { TAG_COMMITS } from "../../src/github/past-releases.ts";
import { CLOSED_PULLS } from "../../src/github/pulls-query.ts";

/** The examples of https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api. */
const SIMPLE = `query {
  viewer {
    repositories(first: 50) {
      edges { repository: node { name issues(first: 10) { totalCount edges { node { title bodyHTML } } } } }
    }
  }
}`;
const COMPLEX = `query {
  viewer {
    repositories(first: 50) {
      edges {
        repository: node {
          name
          pullRequests(first: 20) {
            edges { pullRequest: node { title comments(first: 10) { edges { comment: node { bodyHTML } } } } }
          }
          issues(first: 20) {
            totalCount
            edges {
              issue: node { title bodyHTML comments(first: 10) { edges { comment: node { bodyHTML } } } }
            }
          }
        }
      }
    }
    followers(first: 10) { edges { follower: node { login } } }
  }
}`;
const SCORED = `query {
  viewer {
    login
    repositories(first: 100) {
      edges {
        node {
          id
          issues(first: 50) {
            edges { node { id labels(first: 60) { edges { node { id name } } } } }
          }
        }
      }
    }
  }
}`;
/** Of semantic-release/github#911, where GitHub refused it for 1,010,000 nodes. */
const REFUSED = `query {
  repository(owner: "o", name: "n") {
    ${Array.from({ length: 100 }, (_, index) => `commit${index}: object(oid: "a") { ...fields }`).join("\n")}
  }
}
fragment fields on Commit {
  associatedPullRequests(first: 100) {
    pageInfo { endCursor hasNextPage }
    nodes { url labels(first: 100) { nodes { id } } commits { totalCount } }
  }
}`;
const WITH_PARENTS = CLOSED_PULLS.replace(
  "tree { oid }",
  "tree { oid } parents(first: 10) { nodes { oid } }",
);

describe("what a query costs", () => {
  it.each([
    ["the simple example of GitHub's documents", SIMPLE, {}, { nodes: 550 }],
    ["the complex example", COMPLEX, {}, { nodes: 22_060 }],
    ["the example of a score", SCORED, {}, { requests: 5_101, points: 51 }],
    ["a query that GitHub refused", REFUSED, {}, { nodes: 1_010_000, faults: [] }],
    ["nothing but a field", "{ viewer { login } }", {}, { requests: 0, points: 1, nodes: 0 }],
    ["statuses of 100 deployments", STATUSES, { ids: Array(100).fill("D") }, { requests: 100, points: 1 }],
    ["commits of the tags of 100 releases", TAG_COMMITS, { ids: Array(100).fill("R") }, { points: 1 }],
  ])("is as published for %s", (_, query, variables, cost) => {
    expect(costOf(query, variables)).toMatchObject(cost);
  });

  it.each([
    [50, 201, 2],
    [100, 401, 4],
  ])("for a page of %i pull requests is %i requests", (first, requests, points) => {
    const variables = { owner: "o", name: "n", first, after: null };

    expect(costOf(CLOSED_PULLS, variables)).toMatchObject({ requests, points, faults: [] });
  });

  it("R8: grows 26-fold when each commit of 50 pull requests is asked for its parents", () => {
    const variables = { owner: "o", name: "n", first: 50, after: null };

    expect(WITH_PARENTS).not.toBe(CLOSED_PULLS);
    expect(costOf(WITH_PARENTS, variables)).toMatchObject({ requests: 5_201, points: 52 });
  });

  it("counts a connection once that two fragments ask for, and twice under two names", () => {
    const of = (body: string) =>
      costOf(`{ viewer { ${body} } }
        fragment a on User { repositories(first: 10) { nodes { id } } }
        fragment b on User { repositories(first: 10) { nodes { name } } }`);

    expect(of("...a ...b")).toMatchObject({ requests: 1, nodes: 10 });
    expect(of("...a x: repositories(first: 10) { nodes { id } } ...b")).toMatchObject({
      requests: 2,
      nodes: 20,
    });
  });

  it("takes limits from variables, and from their defaults", () => {
    const query = `query($some: Int!, $more: Int = 30) {
      viewer { repositories(first: $some) { nodes { issues(last: $more) { nodes { id } } } } }
    }`;

    expect(costOf(query, { some: 5 })).toMatchObject({ requests: 6, nodes: 155 });
    expect(costOf(query, { some: 5, more: 2 })).toMatchObject({ requests: 6, nodes: 15 });
    expect(() => costOf(query)).toThrow("$some");
  });

  it.each([
    ["repositories { nodes { id } }", "repositories needs first or last"],
    ["repositories(first: 101) { nodes { id } }", "repositories asks for 101 of at most 100"],
    ["repositories(last: 0) { nodes { id } }", "repositories asks for 0 of at most 100"],
  ])("tells that GitHub would not answer %s", (field, fault) => {
    expect(costOf(`{ viewer { ${field} } }`).faults).toEqual([fault]);
  });

  it("tells that GitHub takes at most 100 ids, and needs no limit to count", () => {
    const ids = Array.from({ length: 101 }, () => "D");

    expect(costOf(STATUSES, { ids }).faults).toEqual(["nodes asks for 101 of at most 100"]);
    expect(costOf("{ viewer { repositories { totalCount } } }").faults).toEqual([]);
  });
});
