import fc from "fast-check";
import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { serveOrganizationPast } from "../dev/simulation/past/organization-past.ts";
import type { Delivery } from "../dev/simulation/story/story.ts";
import { SHOP } from "../dev/simulation/world/shop.ts";
import { API } from "../dev/simulation/world/world.ts";
import { computeDigest } from "../src/digests/compute.ts";
import { measureAll, together } from "../src/digests/measure.ts";
import { digestWeek } from "../src/domain/metric/digest.ts";
import type { Week } from "../src/domain/metric/week.ts";
import { previewClones } from "../src/preview/preview.ts";
import type { Stores } from "../src/storage/stores.ts";
import { type Chronicle, chronicle, deeds } from "./support/chronicle.ts";
import { knownToClones } from "./support/clone-digest.ts";
import { deliver } from "./support/deliver.ts";
import { assertOfMuch, runs } from "./support/limits.ts";
import { NO_RULES, openTestStores, settingsWith } from "./support/stores.ts";

const RUNS = runs(24, 2);
const ship = "releases";
const API_REPOSITORY = { ...SHOP, id: 8, name: "api" };
const REPOSITORIES = [SHOP, API_REPOSITORY];

/** A history of each repository, in which the same people work. */
type Histories = readonly Chronicle[];

/** The end of the last history. */
function endOf(histories: Histories): Date {
  return new Date(Math.max(...histories.map(({ end }) => end.getTime())));
}

function serve(histories: Histories): void {
  nock.cleanAll();
  serveOrganizationPast(histories.map(({ past }, index) => ({ ...placeOf(index), past })));
  for (const [index, { past }] of histories.entries())
    for (const { tag, sha } of past.releases ?? [])
      nock(API)
        .persist()
        .get(`/repos/acme/${placeOf(index).name}/commits/refs%2Ftags%2F${tag}`)
        .query(true)
        .reply(200, { sha });
}

function placeOf(index: number) {
  return REPOSITORIES[index] ?? SHOP;
}

/** The deliveries of a repository. A release has another id than all releases of other repositories. */
function placed(deliveries: readonly Delivery[], index: number): Delivery[] {
  const { id, name, owner } = placeOf(index);
  return deliveries.map((delivery) => {
    const repository = { ...delivery.payload.repository, id, name, owner: { login: owner } };
    const payload = { ...delivery.payload, repository };
    const release = "release" in payload && { ...payload.release, id: payload.release.id + index * 1_000 };
    return { ...delivery, payload: { ...payload, ...(release && { release }) } } as Delivery;
  });
}

async function storesOf(histories: Histories, end: Date): Promise<Stores> {
  const stores = await openTestStores();
  const settings = settingsWith({ ship });
  for (const [index, { deliveries }] of histories.entries()) {
    const place = placeOf(index);
    await stores.repositories.remember(place);
    await stores.rules.save(place.id, { ...NO_RULES, ship });
    await deliver(stores, placed(deliveries, index), { end, settings });
  }
  return stores;
}

function clonesOf(histories: Histories): string[] {
  return histories.map(({ clone }, index) => clone(`git@github.com:acme/${placeOf(index).name}.git`));
}

/** The server's digest of the organization, with the splits that a clone's owner sees anyway. */
async function serverDigest(stores: Stores, week: Week, now: Date) {
  const span = { week, zone: "UTC", now };
  const { measured } = together(await measureAll(stores, REPOSITORIES, span));
  return digestWeek(measured, { ...span, scope: "acme", floor: 5, isOwnReader: true });
}

beforeEach(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());

describe("the histories of an organization", () => {
  it("give the same digests from the server's store, and from clones", async () => {
    const seen = { shared: 0, net: 0, undone: 0 };
    await assertOfMuch(
      fc.asyncProperty(deeds, deeds, async (...all) => {
        const histories = all.map(chronicle);
        const now = endOf(histories);
        serve(histories);
        const stores = await storesOf(histories, now);
        const request = { ship, weeks: 8, until: now, now } as const;
        const { weeks } = await previewClones({ ...request, paths: clonesOf(histories) });
        for (const { digest, tools } of weeks) {
          const server = await serverDigest(stores, digest.week, now);
          expect(knownToClones({ ...digest, tools })).toEqual(knownToClones(server));

          const published = await computeDigest(stores, {
            owner: "acme",
            repositories: REPOSITORIES,
            week: digest.week,
            now,
          });
          const { repositories, builders, deployments, state, weeks: before } = published;
          expect(digest).toMatchObject({ repositories, builders, deployments, state, scope: "acme" });
          expect(digest.weeks.map(({ total }) => total)).toEqual(before.map(({ total }) => total));
          const apart = repositories.reduce((sum, { total }) => sum + total, 0);
          seen.shared += apart - digest.normalizedDeployments.total;
          seen.net += digest.changes.net;
          seen.undone += digest.changes.undone + digest.changes.withdrawn;
        }
        await stores.close();
      }),
      {
        ...{ numRuns: RUNS, seed: 1 },
        // Somebody worked in both repositories on one day, and so on.
        expectMuch: () =>
          expect(
            Object.values(seen).every((number) => number > 0),
            JSON.stringify(seen),
          ).toBe(true),
      },
    );
  });
});
