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
import type { Sighted } from "../../../src/domain/metric/sighted.ts";
import type { ShippedChange } from "../../../src/domain/shipping/judgement.ts";
import type { Sighting } from "../../../src/domain/shipping/sightings.ts";

const STAGED: Sighting = { kind: "deployment", environment: "staging", reason: "not-production", number: 9 };
const LIVE: Sighting = { kind: "deployment", environment: "prod", reason: undefined, number: 4 };

function sighted(rest: Partial<Sighted> = {}): Sighted {
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
    ["suspended", WAITING, { sighted: sighted({ isSuspended: true, isPastUnread: true }) }],
    ["past-unread", [], { sighted: sighted({ isPastUnread: true }) }],
    ["nothing-merged", [], {}],
    ["before-measurement", WAITING, { measuredSince: later(on(WEEK, 0), 8), sighted: sighted() }],
    ["nothing-deployed", WAITING, { ...UNMEASURED, sighted: sighted() }, false],
    ["not-production", WAITING, { sighted: sighted({ inWeek: [STAGED], until: [STAGED, LIVE] }) }],
    ["not-production", WAITING, { ...UNMEASURED, sighted: sighted({ until: [STAGED] }) }, false],
    ["waiting", WAITING, { sighted: sighted({ until: [STAGED, LIVE] }) }, false],
    ["other-way", WAITING, { sighted: sighted({ inWeek: [LIVE], ship: "releases" }) }],
    ["baseline", cannotCount("outside"), { sighted: sighted({ inWeek: [{ ...LIVE, reason: "baseline" }] }) }],
    ["none-counts", cannotCount("automation"), { sighted: sighted({ inWeek: [LIVE] }) }],
    ["no-builder", [shipped(on(WEEK, 1), { change: { builder: undefined } })], { sighted: sighted() }],
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
      repository(WAITING, { repository: "acme/web", sighted: sighted({ inWeek: [STAGED] }) }),
      repository([shipped(on(WEEK, 1))], { repository: "acme/shop" }),
      repository([], { repository: "acme/api" }),
    ];

    expect(digestOf(all, { scope: "acme" }).zeros).toMatchObject([
      { repository: "acme/api", cause: "nothing-merged", waiting: null },
      { repository: "acme/web", cause: "not-production", waiting: { number: 9 } },
    ]);
  });
});
