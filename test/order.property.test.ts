import { Octokit } from "@octokit/rest";
import fc from "fast-check";
import nock from "nock";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Digest } from "../src/domain/metric/digest.ts";
import { onDeploymentStatus } from "../src/handlers/deployment-status.ts";
import { onPullRequest } from "../src/handlers/pull-request.ts";
import { computeDigest } from "../src/jobs/publish-digest.ts";
import { at } from "./support/history.ts";
import { account, deploymentPayload, pullRequestPayload } from "./support/payloads.ts";
import { noAgents, openTestStores, SHOP } from "./support/stores.ts";
import { API, serveCommits, type WorldCommit } from "./support/world.ts";

/** One thing that happens to a repository, some minutes after the one before. */
type Step =
  | {
      readonly does: "merge";
      readonly method: "squash" | "merge";
      readonly by: number;
      readonly isDeclared: boolean;
      readonly path: string;
      readonly reverts: boolean;
      readonly minutes: number;
    }
  | {
      readonly does: "deploy";
      readonly back: number;
      readonly state: "success" | "failure";
      readonly environment: string;
      readonly isTransient: boolean;
      readonly minutes: number;
    };

type Delivery =
  | { readonly event: "pull_request"; readonly payload: ReturnType<typeof pullRequestPayload> }
  | { readonly event: "deployment_status"; readonly payload: ReturnType<typeof deploymentPayload> };

const minutes = fc.integer({ min: 1, max: 3 * 24 * 60 });
const merge: fc.Arbitrary<Step> = fc.record({
  does: fc.constant("merge"),
  method: fc.constantFrom("squash", "merge"),
  by: fc.integer({ min: 1, max: 6 }),
  isDeclared: fc.boolean(),
  path: fc.constantFrom("src/a.ts", "src/b.ts", "README.md"),
  reverts: fc.integer({ min: 0, max: 4 }).map((chance) => chance === 0),
  minutes,
});
const deploy: fc.Arbitrary<Step> = fc.record({
  does: fc.constant("deploy"),
  // Mostly the tip of the branch, now and then an older commit: a rollback or a late deployment.
  back: fc.constantFrom(0, 0, 0, 1, 2),
  state: fc.constantFrom("success", "success", "success", "failure"),
  environment: fc.constantFrom("production", "production", "production-eu", "staging"),
  isTransient: fc.integer({ min: 0, max: 9 }).map((chance) => chance === 0),
  minutes,
});
const steps = fc.array(fc.oneof(merge, deploy), { minLength: 4, maxLength: 14 });

/** Plays the steps into a repository, and the deliveries that GitHub sends of them in order. */
function play(story: readonly Step[]) {
  const world = new Map<string, WorldCommit>([["m0", { parents: [], message: "Begin" }]]);
  const main = ["m0"];
  const deliveries: Delivery[] = [];
  let now = at(2).getTime();
  for (const [index, step] of story.entries()) {
    now += step.minutes * 60_000;
    const number = index + 1;
    const tip = main.at(-1) ?? "m0";
    if (step.does === "deploy") {
      const sha = main.at(-1 - step.back) ?? "m0";
      const { environment, isTransient, state } = step;
      const of = { id: number, sha, environment, isTransient };
      deliveries.push({
        event: "deployment_status",
        payload: deploymentPayload({ ...of, state: "in_progress", at: new Date(now - 1) }),
      });
      deliveries.push({
        event: "deployment_status",
        payload: deploymentPayload({ ...of, state, at: new Date(now) }),
      });
      continue;
    }
    const trailer = step.isDeclared ? "\n\nCo-Authored-By: Claude <noreply@anthropic.com>" : "";
    const reverts = step.reverts && main.length > 1 ? `\n\nThis reverts commit ${tip}.` : "";
    const [head, sha] = [`${number}a`.padStart(40, "0"), `${number}b`.padStart(40, "0")];
    world.set(head, { parents: [tip], message: `Work${reverts}${trailer}`, files: [step.path] });
    world.set(sha, {
      parents: step.method === "merge" ? [tip, head] : [tip],
      message: "Merge",
      files: [step.path],
    });
    main.push(sha);
    const pull = { number, base: tip, head, author: account(step.by) };
    deliveries.push({
      event: "pull_request",
      payload: pullRequestPayload({ ...pull, updatedAt: new Date(now - 60_000) }),
    });
    const merge = { sha, by: account(9) };
    deliveries.push({
      event: "pull_request",
      payload: pullRequestPayload({ ...pull, updatedAt: new Date(now), merge }),
    });
  }
  return { world, deliveries, end: new Date(now + 60_000) };
}

/** The digests that are left when the deliveries arrive in this order. */
async function digestsAfter(deliveries: readonly Delivery[], now: Date) {
  const stores = await openTestStores();
  const options = { clock: () => now, onStale: () => {}, agentsOf: noAgents };
  const [onPull, onDeployment] = [onPullRequest(stores, options), onDeploymentStatus(stores, options)];
  const base = { octokit: new Octokit({ baseUrl: API }), log: pino({ level: "silent" }) };
  for (const { event, payload } of deliveries) {
    if (event === "pull_request") await onPull({ ...base, payload });
    else await onDeployment({ ...base, payload });
  }
  const weeks = ["2026-W45", "2026-W46", "2026-W47", "2026-W48", "2026-W49"];
  const digests = await Promise.all(
    weeks.map((week) => computeDigest(stores, { repository: SHOP, week, now })),
  );
  stores.close();
  return JSON.stringify(digests, undefined, 1);
}

const RUNS = Number(process.env.PLIMSOLL_RUNS ?? 150);

beforeEach(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());

describe("any history", () => {
  it("gives the same digests however its deliveries are shuffled and doubled", {
    timeout: RUNS * 2_000,
  }, async () => {
    const shuffledTwice = (deliveries: readonly Delivery[]) =>
      fc.shuffledSubarray([...deliveries, ...deliveries], { minLength: deliveries.length * 2 });
    const histories = steps
      .map(play)
      .chain((history) =>
        fc.record({ history: fc.constant(history), shuffled: shuffledTwice(history.deliveries) }),
      );
    let arrived = 0;
    await fc.assert(
      fc.asyncProperty(histories, async ({ history: { world, deliveries, end }, shuffled }) => {
        nock.cleanAll();
        serveCommits(world);
        const inOrder = await digestsAfter(deliveries, end);
        arrived += JSON.parse(inOrder).filter((digest: Digest) => digest.changes.arrived > 0).length;

        expect(await digestsAfter(shuffled, end)).toBe(inOrder);
      }),
      { numRuns: RUNS },
    );

    // The histories are such that something can differ.
    expect(arrived).toBeGreaterThan(RUNS / 2);
  });
});
