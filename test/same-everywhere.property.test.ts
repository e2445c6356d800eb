import fc from "fast-check";
import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Past, servePast } from "../dev/simulation/past/github-past.ts";
import { SHOP } from "../dev/simulation/world/shop.ts";
import { API } from "../dev/simulation/world/world.ts";
import { computeDigest } from "../src/digests/compute.ts";
import type { Digest } from "../src/domain/metric/digest.ts";
import { DEFAULT_POLICY } from "../src/domain/policy.ts";
import { previewClone } from "../src/preview/preview.ts";
import type { Stores } from "../src/storage/stores.ts";
import { backfill, request } from "./support/backfill.ts";
import { type Chronicle, chronicle, type Deed, deeds } from "./support/chronicle.ts";
import { knownToClones } from "./support/clone-digest.ts";
import { deliver } from "./support/deliver.ts";
import { assertOfMuch, runs } from "./support/limits.ts";
import { NO_RULES, openTestStores, settingsWith, wholeDigest } from "./support/stores.ts";

const RUNS = runs(50, 3);
/** Where merging counts as shipping, a clone measures from its first commit on, of which GitHub told nobody. */
const ship = "releases";

function serve(past: Past): void {
  nock.cleanAll();
  servePast(past);
  for (const { tag, sha } of past.releases ?? [])
    nock(API).persist().get(`/repos/acme/shop/commits/refs%2Ftags%2F${tag}`).query(true).reply(200, { sha });
}

async function digestsOf(stores: Stores, { previewed, now }: { previewed: readonly Digest[]; now: Date }) {
  const digests: Digest[] = [];
  // A clone is read by whoever has it, so it withholds figures about builders only.
  for (const { week } of previewed) {
    const held = await computeDigest(stores, { repository: SHOP, week, now });
    const whole = await wholeDigest(stores, { week, now });
    const { builders, trend, floor, normalizedDeployments } = held;
    const { occupancy } = normalizedDeployments;
    digests.push({
      ...{ ...whole, builders, trend, floor },
      normalizedDeployments: { ...whole.normalizedDeployments, occupancy },
    } as Digest);
    await stores.settings.save(SHOP.id, { source: "none", policy: DEFAULT_POLICY, problem: undefined });
  }
  return digests.map(knownToClones);
}

async function tellEach({ deliveries, past, end, clone }: Chronicle) {
  serve(past);
  const preview = await previewClone({ path: clone(), ship, weeks: 8, until: end, now: end });
  const previewed = preview.weeks.map(({ digest, tools }) => ({ ...digest, tools }));
  const [live, late] = [await openTestStores(), await openTestStores()];
  for (const stores of [live, late]) await stores.rules.save(SHOP.id, { ...NO_RULES, ship });
  await deliver(live, deliveries, { end, settings: settingsWith({ ship }) });
  await request(late, end);
  await backfill(late, { now: end, settings: settingsWith({ ship }) });
  const of = { previewed, now: end };
  const told = {
    live: await digestsOf(live, of),
    late: await digestsOf(late, of),
    clone: previewed.map(knownToClones),
  };
  for (const stores of [live, late]) stores.close();
  return told;
}

/** How often something happened in the histories. */
function count(
  seen: Map<string, number>,
  all: readonly Deed[],
  digests: readonly ReturnType<typeof knownToClones>[],
) {
  const add = (name: string, by = 1) => seen.set(name, (seen.get(name) ?? 0) + by);
  for (const deed of all) {
    add(deed.does);
    if (deed.does === "merge") add(deed.method);
    if ("path" in deed && deed.path === "README.md") add("documentation");
    if (deed.does === "pick" && deed.isPart) add("part");
    if (deed.does === "release" && deed.isOfLine) add("line");
  }
  for (const { changes } of digests)
    for (const key of [
      "net",
      "undone",
      "withdrawn",
      "rework",
      "ineffective",
      "automation",
      "pending",
    ] as const)
      add(`is ${key}`, changes[key]);
}

beforeEach(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());

/** What must have happened more than once in fifty histories, so that something can differ. */
const RARE = [
  ...[
    "pick",
    "part",
    "line",
    "backport",
    "revert",
    "nest",
    "aside",
    "push",
    "rebase",
    "squash",
    "documentation",
  ],
  ...["is net", "is rework", "is ineffective", "is automation", "is withdrawn"],
];

describe("a history", () => {
  it("gives the same digests by its deliveries, read later, and from a clone", async () => {
    const seen = new Map<string, number>();
    await assertOfMuch(
      fc.asyncProperty(deeds, async (all) => {
        const told = await tellEach(chronicle(all));
        count(seen, all, told.clone);

        expect(told.late).toEqual(told.live);
        expect(told.clone).toEqual(told.live);
      }),
      {
        ...{ numRuns: RUNS, seed: 1 },
        expectMuch(numRuns) {
          const missed = RARE.filter((name) => (seen.get(name) ?? 0) <= numRuns / 50);
          expect(missed, JSON.stringify([...seen])).toEqual([]);
        },
      },
    );
  });
});
