import { describe, expect, it } from "vitest";
import {
  countByEnvironment,
  type EnvironmentCount,
} from "../../../src/domain/shipping/environment-counts.ts";
import { DEFAULT_RULES } from "../../../src/domain/shipping/rules.ts";
import {
  awaitedEnvironments,
  changeWaitsBecause,
  waitingBecause,
} from "../../../src/domain/shipping/standstill.ts";

function seen(number: number, environment: string, reason?: EnvironmentCount["reason"]): EnvironmentCount {
  return { kind: "deployment", environment, reason, number };
}

function released(number: number, reason?: EnvironmentCount["reason"]): EnvironmentCount {
  return { kind: "release", environment: "", reason, number };
}

describe("R18: why work waits", () => {
  it.each<[string, readonly EnvironmentCount[], "auto" | "deployments" | "releases", object]>([
    ["nothing-deployed", [], "auto", { number: 0, kind: "deployment" }],
    ["nothing-deployed", [], "releases", { number: 0, kind: "release" }],
    [
      "not-production",
      [seen(9, "stage-eu", "not-production"), seen(3, "qa", "not-production"), seen(40, "pr", "preview")],
      "auto",
      {
        number: 12,
        environments: [
          { environment: "stage-eu", number: 9 },
          { environment: "qa", number: 3 },
        ],
      },
    ],
    ["failed", [seen(1, "prod", "failed"), seen(9, "staging", "not-production")], "auto", { number: 1 }],
    [
      "untrusted-creator",
      [seen(5, "prod", "untrusted-creator"), seen(9, "pr", "preview")],
      "auto",
      { number: 5 },
    ],
    ["preview", [seen(9, "pr", "preview")], "auto", { number: 9, kind: "deployment" }],
    ["preview", [released(3, "preview")], "auto", { number: 3, kind: "release", environments: [] }],
    ["other-way", [seen(9, "prod")], "releases", { number: 9, kind: "deployment", ship: "releases" }],
    ["other-way", [released(2)], "deployments", { number: 2, kind: "release", ship: "deployments" }],
    ["other-way", [released(2, "not-in-force")], "auto", { number: 2, kind: "release", ship: "deployments" }],
    ["nothing-deployed", [seen(9, "staging", "not-production")], "releases", { number: 0 }],
    ["not-production", [seen(9, "staging", "not-production"), released(2)], "deployments", { number: 9 }],
    ["baseline", [seen(1, "prod", "baseline"), seen(9, "staging", "not-production")], "auto", { number: 1 }],
    ["range-unknown", [seen(1, "prod", "baseline"), seen(4, "prod", "range-unknown")], "auto", { number: 5 }],
    ["waiting", [seen(1, "prod", "baseline"), seen(4, "prod")], "auto", { number: 5 }],
    ["waiting", [seen(4, "prod", "same-commit")], "auto", { number: 4 }],
  ])("is %s where %j was seen with ship: %s", (cause, environmentCounts, ship, rest) => {
    expect(waitingBecause(environmentCounts, ship)).toMatchObject({ cause, ...rest });
  });

  it("names five environments, the most used first, and counts the others", () => {
    const many = Array.from({ length: 12 }, (_, index) => seen(index + 1, `e${index + 1}`, "not-production"));

    const { environments, moreEnvironments, number } = waitingBecause(many, "auto");

    expect(environments.map(({ environment }) => environment)).toEqual(["e12", "e11", "e10", "e9", "e8"]);
    expect({ moreEnvironments, number }).toEqual({ moreEnvironments: 7, number: 78 });
  });

  it("of one change counts what went to production since its merge, where production is known", () => {
    const before = [seen(30, "prod"), seen(60, "staging", "not-production")];
    const staged = [seen(2, "staging", "not-production")];

    expect(changeWaitsBecause({ before, since: staged }, "auto")).toMatchObject({
      cause: "waiting",
      number: 0,
    });
    expect(changeWaitsBecause({ before, since: [seen(4, "prod")] }, "auto")).toMatchObject({ number: 4 });
    expect(changeWaitsBecause({ before: [seen(1, "prod", "baseline")], since: [] }, "auto").cause).toBe(
      "waiting",
    );
    expect(changeWaitsBecause({ before: staged, since: staged }, "auto")).toMatchObject({
      ...{ cause: "not-production", number: 4, environments: [{ environment: "staging", number: 4 }] },
    });
  });

  it("counts deployments by environment and place, and releases together, whatever their order", () => {
    const rows = [
      { kind: "deployment", environment: "qa", reason: "not-production" },
      { kind: "release", environment: "v1", reason: undefined },
      { kind: "release", environment: "v2", reason: "no-effective-change" },
      { kind: "deployment", environment: "dev", reason: "not-production" },
    ] as const;

    const expected = [
      { kind: "release", environment: "", reason: undefined, number: 2 },
      { kind: "deployment", environment: "dev", reason: "not-production", number: 1 },
      { kind: "deployment", environment: "qa", reason: "not-production", number: 1 },
    ];
    expect(countByEnvironment(rows)).toEqual(expected);
    expect(countByEnvironment(rows.toReversed())).toEqual(expected);
  });
});

describe("the environments that a change waits for", () => {
  const services = [
    { name: "api", environments: ["api-*"], paths: ["api/**"] },
    { name: "web", environments: ["web-*"], paths: ["web/**"] },
  ];
  const before = [
    seen(1, "prod"),
    seen(4, "api-eu"),
    seen(2, "web-eu", "same-commit"),
    seen(9, "stage", "not-production"),
  ];
  const awaited = (ship: "auto" | "deployments" | "releases", ofChange: readonly string[] = []) =>
    awaitedEnvironments(before, {
      ship,
      rules: { ...DEFAULT_RULES, services },
      change: { services: ofChange },
    });

  it("are those of production, the most used first", () => {
    expect(awaited("auto")).toEqual(["api-eu", "web-eu", "prod"]);
    expect(awaited("releases")).toEqual([]);
  });

  it("leave out those of other services", () => {
    expect(awaited("deployments", ["web"])).toEqual(["web-eu", "prod"]);
  });
});
