import { Registry } from "prom-client";
import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { type Digest, digestWeek } from "../../src/domain/metric/digest.ts";
import { registerDigestGauges } from "../../src/operations/digest-gauges.ts";

const empty = digestWeek([], { scope: "acme/shop", week: "2026-W45", zone: "UTC", now: at(16) });
const { normalizedDeployments, builders } = empty;

function digest(week: string, total: number, few: number | null = null, rest: Partial<Digest> = {}): Digest {
  return {
    ...empty,
    week,
    state: "complete",
    normalizedDeployments: { ...normalizedDeployments, total, aiAssisted: few },
    builders: { ...builders, count: few },
    ...rest,
  };
}

function open() {
  const registry = new Registry();
  const set = registerDigestGauges(registry);
  const publish = (of: Digest, repositoryId?: number) =>
    set({ installationId: 1, repositoryId, digest: of, startsAt: at(2) });
  const samples = async (name: string) =>
    (await registry.metrics()).split("\n").filter((line) => line.startsWith(`plimsoll_digest_${name}{`));
  return { publish, samples };
}

describe("the gauges of digests", () => {
  it("are of each repository and organization, by id", async () => {
    const { publish, samples } = open();
    publish(digest("2026-W45", 12, 6));
    publish(digest("2026-W45", 7, 5), 11);

    expect(await samples("normalized_deployments")).toEqual([
      'plimsoll_digest_normalized_deployments{installation="1",repository=""} 12',
      'plimsoll_digest_normalized_deployments{installation="1",repository="11"} 7',
    ]);
    expect(await samples("week_timestamp_seconds")).toHaveLength(2);
  });

  it("keep the newest complete week, whichever is published last", async () => {
    const { publish, samples } = open();
    publish(digest("2026-W46", 9), 11);
    publish(digest("2026-W45", 7), 11);
    publish(digest("2026-W47", 1, null, { state: "open" }), 11);

    expect(await samples("normalized_deployments")).toEqual([
      'plimsoll_digest_normalized_deployments{installation="1",repository="11"} 9',
    ]);
  });

  it("leave out what a digest withholds, though an earlier one showed it", async () => {
    const { publish, samples } = open();
    publish(digest("2026-W45", 7, 5), 11);
    expect(await samples("builders")).toHaveLength(1);
    publish(digest("2026-W46", 7), 11);

    expect(await samples("builders")).toEqual([]);
    expect(await samples("ai_assisted_normalized_deployments")).toEqual([]);
  });
});
