import { createHash } from "node:crypto";
import fc from "fast-check";
import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Delivery, play, type Story } from "../dev/simulation/story/story.ts";
import { steps } from "../dev/simulation/story/story-steps.ts";
import { at } from "../dev/simulation/world/history.ts";
import { SHOP } from "../dev/simulation/world/shop.ts";
import { API, serveCommits, serveNoEvents } from "../dev/simulation/world/world.ts";
import type { Digest } from "../src/domain/metric/digest.ts";
import { assertOfMuch, HANGING_MS, runs } from "./support/limits.ts";
import { openTestStores, wholeDigest } from "./support/stores.ts";
import { startTimedWork } from "./support/timed-work.ts";

const WEEKS = ["2026-W45", "2026-W46", "2026-W47", "2026-W48", "2026-W49"];
const RUNS = runs(25);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** How often each kind of disturbance was met. */
interface Met {
  late: number;
  later: number;
  refused: number;
}

/** It is told within the hour, or after it, or refused until long after the third try; claims are facts after the hour. */
function disturbanceOf(
  kind: number,
  isClaim: boolean,
): [of: keyof Met | undefined, status: number, lasts: number] {
  if (kind < 50) return ["late", kind % 2 ? 404 : 422, 40 * MINUTE];
  if (kind < 80 && !isClaim) return ["later", 404, 2 * DAY];
  return [kind >= 80 && kind < 100 ? "refused" : undefined, 500, 2 * DAY];
}

/** When GitHub's own time of a delivery says that it was sent. */
function sentAt({ payload }: Delivery): Date {
  if ("deployment_status" in payload) return new Date(payload.deployment_status.created_at);
  if ("review" in payload) return new Date(payload.review.submitted_at);
  if ("pull_request" in payload) return new Date(payload.pull_request.updated_at);
  return new Date("ref" in payload ? payload.repository.pushed_at * 1000 : at(2));
}

/** When each commit was pushed, as far as a delivery names it. */
function pushedAt(deliveries: readonly Delivery[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const delivery of deliveries) {
    const shas = JSON.stringify(delivery.payload).match(/\b\w{40}\b/g) ?? [];
    for (const sha of shas)
      times.set(sha, Math.min(times.get(sha) ?? Number.POSITIVE_INFINITY, sentAt(delivery).getTime()));
  }
  return times;
}

/** The digests after all was received at its time and worked, and four days went by; GitHub is disturbed by a seed, if given. */
async function digestsOf(
  { world, deliveries, end }: Story,
  seed: number | undefined,
  met: Met,
): Promise<string> {
  nock.cleanAll();
  const stores = await openTestStores();
  const work = startTimedWork(stores, at(1));
  // A commit is unknown for a while after it was pushed; what else is asked, after it was asked for first.
  const first = new Map<string, number>(
    [...pushedAt(deliveries)].map(([sha, time]) => [
      `/repos/${SHOP.owner}/${SHOP.name}/commits/${sha}`,
      time,
    ]),
  );
  const failWith = (path: string) => {
    if (seed === undefined) return undefined;
    const now = work.now().getTime();
    const asked = first.get(path) ?? now;
    first.set(path, asked);
    const [kind = 0, amount = 0] = createHash("sha256").update(`${seed} ${path}`).digest();
    const isClaim = path.includes("/commits/");
    const [of, status, lasts] = disturbanceOf(kind, isClaim);
    if (of === undefined || now >= asked + (amount / 255) * lasts) return undefined;
    met[of]++;
    return status;
  };
  serveCommits(world, { failWith });
  serveNoEvents();
  nock(API)
    .persist()
    .get(/\/(commits|pulls\/\d+\/commits)$/)
    .optionally()
    .query(true)
    .reply(500);
  const sent = deliveries.map((delivery) => ({ delivery, at: sentAt(delivery) }));
  for (const { delivery, at: time } of sent.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    await work.workUntil(time);
    await work.receive(delivery.event, delivery.payload);
  }
  const now = new Date(end.getTime() + 4 * DAY);
  await work.workUntil(now);
  expect(await stores.deliveries.loadDepth()).toMatchObject({ pending: 0, parked: 0 });
  const digests: Digest[] = [];
  for (const week of WEEKS) digests.push(await wholeDigest(stores, { week, now }));
  await stores.close();
  return JSON.stringify(digests, undefined, 1);
}

beforeEach(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());

describe("any history", () => {
  it(
    "R1, R2, R3: gives the same digests though GitHub tells part of it late, and refuses part of it for days",
    async () => {
      const met = { late: 0, later: 0, refused: 0 };
      await assertOfMuch(
        fc.asyncProperty(steps.map(play), fc.nat(), async (story, seed) => {
          const expected = await digestsOf(story, undefined, met);
          expect(await digestsOf(story, seed, met)).toBe(expected);
        }),
        {
          ...{ numRuns: RUNS, seed: 1 },
          expectMuch(numRuns) {
            for (const times of Object.values(met)) expect(times).toBeGreaterThan(numRuns / 2);
          },
        },
      );
    },
    HANGING_MS,
  );
});
