import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import {
  account,
  deploymentPayload,
  pullRequestPayload,
  reviewPayload,
} from "../../dev/simulation/world/payloads.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { API } from "../../dev/simulation/world/world.ts";
import { toStoredAccount } from "../../src/github/accounts.ts";
import { fetchBranchMoves } from "../../src/github/activity.ts";
import { toAccount } from "../../src/github/graphql-account.ts";
import { fetchPastDeployments } from "../../src/github/past-deployments.ts";
import { fetchPastPullsByRest } from "../../src/github/past-pulls-rest.ts";
import { trimDelivery } from "../../src/github/trim.ts";
import { fetchRepository } from "../../src/github/visibility.ts";
import { onUnknownWords, type UnknownWord } from "../../src/github/words.ts";
import { octokit, useNock } from "../support/github.ts";

const REPOSITORY = `/repos/${SHOP.owner}/${SHOP.name}`;
const deployed = deploymentPayload({ id: 1, sha: "a", at: at(2) });
const reviewed = reviewPayload({ number: 1, state: "approved", at: at(2), by: account(2) });
const opened = pullRequestPayload({ number: 1, base: "b", head: "h", updatedAt: at(2) });

describe("a word of GitHub's that is new", () => {
  useNock();
  let told: UnknownWord[] = [];
  let stop = () => {};
  beforeEach(() => {
    told = [];
    stop = onUnknownWords((word) => told.push(word));
  });
  afterEach(() => stop());

  it.each([
    [
      "deployment_status",
      { ...deployed, deployment_status: { ...deployed.deployment_status, state: "paused" } },
      { field: "deployment_status.state", word: "paused" },
    ],
    [
      "pull_request_review",
      { ...reviewed, review: { ...reviewed.review, state: "ENDORSED" } },
      { field: "review.state", word: "endorsed" },
    ],
    ["pull_request", { ...opened, action: "archived" }, { field: "pull_request.action", word: "archived" }],
  ])("R12: leaves a delivery of %s alone, and is told once", (event, payload, word) => {
    expect([trimDelivery(event, payload), trimDelivery(event, payload)]).toEqual([undefined, undefined]);
    expect(told).toEqual([word]);
  });

  it("R12: says nothing of an action that is known and not needed", () => {
    expect(trimDelivery("pull_request", { ...opened, action: "labeled" })).toBeUndefined();
    expect(told).toEqual([]);
  });

  it("R12: beside something that is missing, does not hide that", () => {
    const { sha: _, ...deployment } = deployed.deployment;
    const status = { ...deployed.deployment_status, state: "paused" };
    const payload = { ...deployed, deployment, deployment_status: status };

    expect(trimDelivery("deployment_status", payload)?.problem).toMatch(
      /^deployment_status: deployment\.sha: /,
    );
  });

  it("R12: as an account's type is kept, and told whichever API told it", () => {
    expect(toStoredAccount({ id: 1, login: "ada", type: "Agent" })).toEqual({
      id: 1,
      type: "Agent",
      login: "",
    });
    expect(toAccount({ __typename: "Robot", login: "r", databaseId: 2 })).toMatchObject({ type: "Robot" });
    expect(told.map(({ word }) => word)).toEqual(["Agent", "Robot"]);
  });

  it("R12: as a visibility is taken as private", async () => {
    const found = {
      id: 7,
      name: SHOP.name,
      owner: { login: SHOP.owner },
      private: false,
      visibility: "guild",
    };
    nock(API).get(REPOSITORY).reply(200, found);

    expect(await fetchRepository(octokit, SHOP)).toMatchObject({ visibility: "private" });
    expect(told).toEqual([{ field: "repository.visibility", word: "guild" }]);
  });

  it("R12: as a kind of activity is a move all the same", async () => {
    const move = { before: "a", after: "b", timestamp: at(2).toISOString(), activity_type: "stack_merge" };
    nock(API).get(`${REPOSITORY}/activity`).query(true).reply(200, [move]);
    const { moves } = await fetchBranchMoves(octokit, SHOP, { branch: "main", after: undefined });

    expect(moves).toMatchObject([{ before: "a", after: "b", isForced: false }]);
    expect(told).toEqual([{ field: "activity.activity_type", word: "stack_merge" }]);
  });

  it("R12: as the state of a past deployment is left out, by GraphQL and by REST", async () => {
    const deployments = [1, 2].map((id) => ({
      ...deployed.deployment,
      id,
      node_id: `D_${id}`,
      created_at: at(2),
    }));
    const status = (state: string) => ({ state, createdAt: at(3).toISOString(), environment: null });
    const nodes = [
      { databaseId: 1, statuses: { totalCount: 2, nodes: [status("PAUSED"), status("SUCCESS")] } },
    ];
    nock(API).get(`${REPOSITORY}/deployments`).query(true).reply(200, deployments);
    nock(API)
      .post("/graphql")
      .reply(200, { data: { rateLimit: null, nodes } });
    nock(API)
      .get(`${REPOSITORY}/deployments/2/statuses`)
      .query(true)
      .reply(200, [{ state: "resumed", created_at: at(3).toISOString() }]);
    const { items } = await fetchPastDeployments(octokit, SHOP, { page: 1, since: at(1) });

    expect(items.map(({ statuses }) => statuses?.map(({ state }) => state))).toEqual([["success"], []]);
    expect(told.map(({ word }) => word)).toEqual(["paused", "resumed"]);
  });

  it("R12: as the state of a past review takes no approval back", async () => {
    const merged = pullRequestPayload({
      ...{ number: 1, base: "b", head: "h", updatedAt: at(4) },
      merge: { sha: "m", by: account(2) },
    });
    const pull = { ...merged.pull_request, head: { sha: "h", ref: "work" }, body: null };
    const review = (state: string) => ({ state, submitted_at: at(3).toISOString(), user: account(3) });
    nock(API).get(`${REPOSITORY}/pulls`).query(true).reply(200, [pull]);
    nock(API).get(`${REPOSITORY}/pulls/1`).reply(200, pull);
    nock(API)
      .get(`${REPOSITORY}/pulls/1/reviews`)
      .query(true)
      .reply(200, ["APPROVED", "ENDORSED", "COMMENTED", "PENDING"].map(review));
    const { pulls } = await fetchPastPullsByRest(octokit, SHOP, { number: 1, updatedSince: at(1) });

    expect(pulls[0]?.reviews.map(({ isApproval }) => isApproval)).toEqual([true]);
    expect(told).toEqual([{ field: "review.state", word: "endorsed" }]);
  });
});
