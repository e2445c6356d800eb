import { describe, expect, it } from "vitest";
import {
  digestOf,
  NOW,
  on,
  pending,
  repository,
  row,
  shipped,
  totals,
  WEEK,
} from "../../../dev/simulation/examples/records.ts";
import type { Measured } from "../../../src/domain/metric/measured.ts";
import { shiftWeek } from "../../../src/domain/metric/week.ts";

const by = (builder: string) => ({ change: { builder } });

function named(repositoryName: string, changes: Measured["changes"], rest: Partial<Measured> = {}) {
  return repository(changes, { repository: `acme/${repositoryName}`, ...rest });
}

function organization(...measured: readonly Measured[]) {
  return digestOf(measured, { scope: "acme" });
}

describe("an organization's digest", () => {
  it("counts a builder once a day over all repositories, and shares the day among them", () => {
    const shop = named("shop", [shipped(on(WEEK, 0), { change: { attribution: "declared" } })]);
    const api = named("api", [shipped(on(WEEK, 0, 15)), shipped(on(WEEK, 1))]);

    expect(organization(shop, api).normalizedDeployments).toMatchObject({ total: 2, aiAssisted: 0.5 });
    expect(organization(shop, api).repositories.map(({ total }) => total)).toEqual([2, 1]);
  });

  it("adds up deployments and changes", () => {
    const shop = named("shop", [shipped(on(WEEK, 0)), pending(on(WEEK, 1))], {
      ledger: [row(on(WEEK, 0)), row(on(WEEK, 1), "failed"), row(on("2026-W46", 1))],
    });
    const api = named("api", [shipped(on(WEEK, 0), { outcome: "outside" }), shipped(on(WEEK, 3))], {
      ledger: [row(on(WEEK, 2), "rollback"), row(on(WEEK, 3), "failed")],
    });
    const { deployments, changes } = organization(shop, api);

    expect(deployments).toEqual({ seen: 4, counted: 1, uncounted: { failed: 2, rollback: 1 } });
    expect(changes).toMatchObject({ merged: 3, pending: 1, arrived: 2, effective: 2, net: 2 });
  });

  it("leaves out repositories for which merging is all that is known", () => {
    const proxy = named("site", [shipped(on(WEEK, 0), by("bo"))], { ship: "merges" });
    const shop = named("shop", [shipped(on(WEEK, 0))], { ship: "releases" });

    expect(organization(proxy, shop)).toMatchObject({
      ship: "releases",
      leftOut: 1,
      normalizedDeployments: { total: 1 },
    });
    expect(digestOf(proxy, { scope: "acme/site" })).toMatchObject({
      ship: "merges",
      leftOut: 0,
      normalizedDeployments: { total: 1 },
      beside: { medianLeadMinutes: null },
    });
  });

  it("says deployments where some release and some deploy, and where there is nothing", () => {
    const [shop, api] = [named("shop", []), named("api", [], { ship: "releases" })];

    expect(organization(shop, api).ship).toBe("deployments");
    expect(organization()).toMatchObject({ ship: "deployments", state: "complete", weeks: [{ total: 0 }] });
  });

  it("does not depend on the order of its repositories", () => {
    const all = ["a", "b", "c"].map((name) =>
      named(name, [shipped(on(WEEK, 0), by(name)), shipped(on(WEEK, 1))], { ledger: [row(on(WEEK, 1))] }),
    );

    expect(JSON.stringify(organization(...all.toReversed()))).toBe(JSON.stringify(organization(...all)));
  });
});

describe("an organization's usual range", () => {
  const steady = Array.from({ length: 27 }, () => 10);
  const big = (rest: Partial<Measured> = {}) => named("big", totals(WEEK, steady), rest);
  const small = (rest: Partial<Measured> = {}) => named("small", [shipped(on(WEEK, 1), by("zoe"))], rest);
  const learned = (...measured: readonly Measured[]) =>
    organization(...measured).normalizedDeployments.learned;

  it("goes on when a repository changes its rules that carries next to nothing", () => {
    expect(learned(big(), small({ lines: [on("2026-W46", 1)] }))).toBe(26);
  });

  it("restarts when one changes its rules that carries more than 5 % of the work", () => {
    expect(learned(big({ lines: [on("2026-W44", 1)] }), small())).toBe(2);
  });

  it("restarts when such a one comes to be measured", () => {
    const other = named("other", totals(WEEK, steady), { measuredSince: on("2026-W42", 3) });

    expect(learned(big(), other)).toBe(4);
  });
});

describe("a repository's usual range", () => {
  const learned = (lines: readonly Date[]) =>
    digestOf(
      repository(
        totals(
          WEEK,
          Array.from({ length: 27 }, () => 3),
        ),
        { lines },
      ),
    ).normalizedDeployments.learned;

  it("restarts with the first whole week after a line", () => {
    expect(learned([on("2026-W40", 2), on("2026-W42", 2)])).toBe(4);
  });

  it("restarts with a line in the week itself, and not with a later one", () => {
    expect(learned([on(WEEK, 2)])).toBe(0);
    expect(learned([NOW])).toBe(26);
  });

  it("keeps a week that starts with the line", () => {
    expect(learned([on("2026-W42", 0, 0)])).toBe(5);
  });
});

describe("a digest's warnings", () => {
  it("tell that rules changed in the week, beside what was noted", () => {
    const changed = repository([], { lines: [on(WEEK, 2)] });
    const before = repository([], { lines: [on(shiftWeek(WEEK, -1), 2)] });

    expect(digestOf(changed, { warnings: ["history-rewritten"] }).warnings).toEqual([
      "history-rewritten",
      "rules-changed",
    ]);
    expect(digestOf(before).warnings).toEqual([]);
  });
});
