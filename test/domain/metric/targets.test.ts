import { describe, expect, it } from "vitest";
import { digestOf, on, repository, row, shipped, WEEK } from "../../../dev/simulation/examples/records.ts";
import type { LedgerRow } from "../../../src/domain/shipping/ledger.ts";
import { productionSentence, shippedBy } from "../../../src/render/digest/funnel/targets.ts";

function to(environment: string, day: number, reason?: LedgerRow["reason"]): LedgerRow {
  return { ...row(on(WEEK, day), reason), environment };
}

function broughtBy(environment: string, day: number) {
  return shipped(on(WEEK, day), {
    arrival: { deploymentId: 1, environment, at: on(WEEK, day, 11) },
  });
}

describe("what production is made of", () => {
  it("G39: names each environment, what it brought first, and asks which ones count", () => {
    const shop = repository([broughtBy("production", 1), broughtBy("production-checks", 2)], {
      ledger: [to("production", 1), to("production-checks", 2), to("staging", 3, "not-production")],
    });
    const digest = digestOf(shop);

    expect(digest.targets).toEqual({
      shown: [
        {
          environment: "production",
          ...{ brought: 1, from: "2026-11-17T11:00:00.000Z", to: "2026-11-17T11:00:00.000Z" },
          ...{ deployments: 1, wentBack: 0 },
        },
        {
          environment: "production-checks",
          ...{ brought: 1, from: "2026-11-18T11:00:00.000Z", to: "2026-11-18T11:00:00.000Z" },
          ...{ deployments: 1, wentBack: 0 },
        },
      ],
      ...{ more: 0, isByName: true },
    });
    expect(shippedBy(digest)).toBe("by `production` 1 and `production-checks` 1");
    expect(productionSentence(digest)).toMatchInlineSnapshot(
      `"Production is \`production\` (1 deployment; first with 1 change) and \`production-checks\` (1 deployment; first with 1 change), by name or by GitHub's flag. What any of them holds counts as live, so one that serves nobody hides a rollback. Say in \`.github/plimsoll.yml\` which ones count, for example \`production: ["production"]\`."`,
    );
  });

  it("G40: shows the environment that brings nothing, and the rollbacks that it hides", () => {
    const shop = repository([broughtBy("production", 1)], {
      ledger: [
        ...[to("production", 1), to("production-shadow", 1, "same-commit"), to("production", 2, "rollback")],
      ],
    });

    expect(productionSentence(digestOf(shop))).toContain(
      "`production` (2 deployments, 1 of which went back; first with 1 change) and `production-shadow` (1 deployment; first with 0 changes)",
    );
  });

  it("asks nothing where the config names production, or there is only one", () => {
    const both = { ledger: [to("production", 1), to("live", 2)] };

    expect(productionSentence(digestOf(repository([], both)))).not.toBe("");
    expect(productionSentence(digestOf(repository([], { ...both, isProductionNamed: true })))).toBe("");
    expect(productionSentence(digestOf(repository([], { ledger: [to("live", 2)] })))).toBe("");
  });

  it("W5: says which releases shipped the week, in whichever week that was", () => {
    const released = (tag: string, day: number) =>
      shipped(on(WEEK, 0), { arrival: { deploymentId: -1, environment: tag, at: on("2026-W48", day) } });
    const shop = repository([released("v1.2.0", 0), released("v1.1.0", 1), released("v1.2.0", 1)], {
      ship: "releases",
    });
    const digest = digestOf(shop);

    expect(shippedBy(digest)).toBe("by `v1.2.0` (23 Nov 2026) 2 and `v1.1.0` (24 Nov 2026) 1");
    expect(productionSentence(digest)).toBe("");
  });

  it("lets no name of an environment mention, link, or break out", () => {
    const digest = digestOf(
      repository([broughtBy("`@acme` | production <b>", 1)], { ledger: [to("production", 1)] }),
    );

    expect(shippedBy(digest)).toBe("by `'@acme' ¦ production <b>`");
    expect(productionSentence(digest)).toContain("`'@acme' ¦ production <b>` (0 deployments");
    expect(productionSentence(digest)).toContain('`production: ["?@acme? ? production ?b?"]`');
  });

  it("shows ten at most, of which four are named", () => {
    const ledger = Array.from({ length: 14 }, (_, index) => to(`production-${index}`, 1));
    const digest = digestOf(repository([], { ledger }));

    expect(digest.targets).toMatchObject({ shown: { length: 10 }, more: 4 });
    expect(productionSentence(digest)).toContain(" and 10 more, by name");
  });

  it("is not told of an organization", () => {
    expect(digestOf([repository([])], { scope: "acme" }).targets).toBeUndefined();
  });
});
