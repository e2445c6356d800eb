import { describe, expect, it } from "vitest";
import {
  digestOf,
  later,
  on,
  pending,
  repository,
  row,
  shipped,
  WEEK,
} from "../../../dev/simulation/examples/records.ts";
import type { Measured } from "../../../src/domain/metric/measured.ts";
import type { ZeroFacts } from "../../../src/domain/metric/zero-facts.ts";
import type { EnvironmentCount } from "../../../src/domain/shipping/environment-counts.ts";
import type { ShippedChange } from "../../../src/domain/shipping/judgement.ts";

const STAGED: EnvironmentCount = {
  kind: "deployment",
  environment: "staging",
  reason: "not-production",
  number: 9,
};
const LIVE: EnvironmentCount = { kind: "deployment", environment: "prod", reason: undefined, number: 4 };

function zeroFacts(rest: Partial<ZeroFacts> = {}): ZeroFacts {
  return { inWeek: [], until: [], ship: "auto", isSuspended: false, isPastUnread: false, ...rest };
}

function causes(changes: readonly ShippedChange[], rest: Partial<Measured> = {}): object[] {
  return (digestOf(repository(changes, rest)).zeros ?? []).map(({ cause, isOfWeek }) => ({
    cause,
    isOfWeek,
  }));
}

const WAITING = [pending(on(WEEK, 1))];
const UNMEASURED = { measuredSince: undefined, lastCounted: undefined };
const cannotCount = (outcome: "automation" | "outside") => [shipped(on(WEEK, 1), { outcome })];

describe("R18: a week in which nothing counts says why", () => {
  it.each<[string, readonly ShippedChange[], Partial<Measured>, boolean?]>([
    ["suspended", WAITING, { zeroFacts: zeroFacts({ isSuspended: true, isPastUnread: true }) }],
    ["past-unread", [], { zeroFacts: zeroFacts({ isPastUnread: true }) }],
    ["nothing-merged", [], {}],
    ["before-measurement", WAITING, { measuredSince: later(on(WEEK, 0), 8), zeroFacts: zeroFacts() }],
    ["nothing-deployed", WAITING, { ...UNMEASURED, zeroFacts: zeroFacts() }, false],
    ["not-production", WAITING, { zeroFacts: zeroFacts({ inWeek: [STAGED], until: [STAGED, LIVE] }) }],
    ["not-production", WAITING, { ...UNMEASURED, zeroFacts: zeroFacts({ until: [STAGED] }) }, false],
    ["waiting", WAITING, { zeroFacts: zeroFacts({ until: [STAGED, LIVE] }) }, false],
    ["other-way", WAITING, { zeroFacts: zeroFacts({ inWeek: [LIVE], ship: "releases" }) }],
    [
      "baseline",
      cannotCount("outside"),
      { zeroFacts: zeroFacts({ inWeek: [{ ...LIVE, reason: "baseline" }] }) },
    ],
    ["none-counts", cannotCount("automation"), { zeroFacts: zeroFacts({ inWeek: [LIVE] }) }],
    ["no-builder", [shipped(on(WEEK, 1), { change: { builder: undefined } })], { zeroFacts: zeroFacts() }],
    ["nothing-merged", [], { ship: "merges" }],
  ])("%s", (cause, changes, rest, isOfWeek = true) => {
    expect(causes(changes, rest)).toEqual([{ cause, isOfWeek }]);
  });

  it("of a clone by its releases", () => {
    const ledger = [{ ...row(on(WEEK, 2), "preview"), kind: "release" as const, environment: "v2-rc" }];

    expect(causes(WAITING, { ship: "releases", ledger })).toEqual([{ cause: "preview", isOfWeek: true }]);
  });

  it("says nothing where something counts", () => {
    expect(causes([shipped(on(WEEK, 1)), pending(on(WEEK, 2))])).toEqual([]);
  });

  it("of an organization tells each repository's, by name", () => {
    const all = [
      repository(WAITING, { repository: "acme/web", zeroFacts: zeroFacts({ inWeek: [STAGED] }) }),
      repository([shipped(on(WEEK, 1))], { repository: "acme/shop" }),
      repository([], { repository: "acme/api" }),
    ];

    expect(digestOf(all, { scope: "acme" }).zeros).toMatchObject([
      { repository: "acme/api", cause: "nothing-merged", waiting: null },
      { repository: "acme/web", cause: "not-production", waiting: { number: 9 } },
    ]);
  });
});
