import { describe, expect, it } from "vitest";
import { Workshop } from "../../../dev/simulation/clone/workshop.ts";
import { at } from "../../../dev/simulation/world/history.ts";
import { judgeEvents } from "../../../src/domain/shipping/event-judgement.ts";
import { DEFAULT_RULES, type Rules } from "../../../src/domain/shipping/rules.ts";
import { applyDeployment } from "../../../src/domain/shipping/timeline.ts";
import { emptyTimeline } from "../../../src/domain/shipping/timeline-state.ts";
import { arrivalsOf, DAY, HOUR, outcomesOf, reasonsOf } from "../../support/verdicts.ts";

const SERVICES = ["api", "web", "worker"].map((name) => ({
  name,
  environments: [`production-${name}*`],
  paths: [`${name}/**`],
}));
const RULES: Rules = { ...DEFAULT_RULES, services: SERVICES };

/** Deploys main to the environment of a service, an hour from now. */
function deployService(shop: Workshop, service: string, sha = shop.main): void {
  shop.wait(HOUR);
  shop.deploy(sha, { environment: `production-${service}` });
}

/** A repository of services of which the api and the web were deployed before. */
function openServices(): Workshop {
  const shop = new Workshop(at(2, 9), [RULES]);
  deployService(shop, "api");
  deployService(shop, "web");
  return shop;
}

describe("services", () => {
  it("L14: each take what touches their files, and leave what touches those of others", () => {
    const shop = openServices();
    shop.ship({ "api/a.ts": "1" });
    shop.ship({ "web/a.ts": "1" });
    deployService(shop, "web");
    const early = outcomesOf(shop);
    deployService(shop, "api");

    expect(early).toEqual({ "#1": "pending", "#2": "net" });
    expect(arrivalsOf(shop)).toEqual({ "#1": 4, "#2": 3 });
    expect(reasonsOf(shop)).toEqual(["baseline", "baseline", "counted", "counted"]);
  });

  it("L14: share a change that touches two of them: it is one, and arrives with the first", () => {
    const shop = openServices();
    shop.ship({ "api/a.ts": "1", "web/a.ts": "1" });
    deployService(shop, "api");
    deployService(shop, "web");

    expect(arrivalsOf(shop)).toEqual({ "#1": 3 });
    expect(reasonsOf(shop)).toEqual(["baseline", "baseline", "counted", "no-effective-change"]);
  });

  it("L14: each may bring what touches none of them", () => {
    const shop = openServices();
    shop.ship({ "shared.ts": "1" });
    deployService(shop, "web");
    deployService(shop, "api");

    expect(arrivalsOf(shop)).toEqual({ "#1": 3 });
  });

  it("L14: are all deployed with the whole repository", () => {
    const shop = openServices();
    shop.ship({ "api/a.ts": "1" });
    shop.ship({ "web/a.ts": "1" });
    shop.wait(HOUR);
    shop.deploy();

    expect(arrivalsOf(shop)).toEqual({ "#1": 3, "#2": 3 });
  });

  it("L14: are rolled back one by one", () => {
    const shop = openServices();
    shop.ship({ "api/a.ts": "1" });
    shop.ship({ "web/a.ts": "1" });
    shop.ship({ "shared.ts": "1" });
    deployService(shop, "api");
    deployService(shop, "web");
    deployService(shop, "api", "0");
    shop.wait(8 * DAY);

    expect(outcomesOf(shop)).toEqual({ "#1": "undone", "#2": "net", "#3": "net" });
    expect(reasonsOf(shop).at(-1)).toBe("rollback");
  });

  it("L14: keep what the whole repository still holds when one of them goes back", () => {
    const shop = openServices();
    shop.ship({ "api/a.ts": "1" });
    deployService(shop, "api");
    shop.wait(HOUR);
    shop.deploy();
    deployService(shop, "api", "0");
    shop.wait(8 * DAY);

    expect(outcomesOf(shop)).toEqual({ "#1": "net" });
  });

  it("L14: lose what neither they nor the whole repository hold any more", () => {
    const shop = openServices();
    shop.ship({ "api/a.ts": "1" });
    deployService(shop, "api");
    shop.wait(HOUR);
    shop.deploy();
    deployService(shop, "api", "0");
    shop.wait(HOUR);
    shop.deploy("0");
    shop.wait(8 * DAY);

    expect(outcomesOf(shop)).toEqual({ "#1": "undone" });
  });

  it("L14: tell once of a commit that restores earlier content, whichever has it first", () => {
    const shop = openServices();
    shop.revert(shop.ship({ "api/a.ts": "1" }), { isNamed: false });
    deployService(shop, "api");
    deployService(shop, "web");
    const { deployments, graph, rules } = shop.history();
    const timeline = emptyTimeline(graph, new Set());

    const returns = judgeEvents(deployments, rules).map(
      (event) => applyDeployment(timeline, event).returns.length,
    );
    expect(returns).toEqual([0, 0, 1, 0]);
  });

  it("L14: at different commits go back nowhere when one catches up with another", () => {
    const shop = openServices();
    const steps = ["1", "2", "3"].map((content) => shop.ship({ "web/a.ts": content }).carriers[0]);
    deployService(shop, "api");
    for (const sha of steps) deployService(shop, "web", sha);

    expect(reasonsOf(shop).slice(2)).toEqual(["no-effective-change", "counted", "counted", "counted"]);
    expect(arrivalsOf(shop)).toEqual({ "#1": 4, "#2": 5, "#3": 6 });
  });

  it("L14: deployed to several regions each are fan-out", () => {
    const shop = openServices();
    shop.ship({ "api/a.ts": "1" });
    deployService(shop, "api");
    deployService(shop, "api-eu");

    expect(reasonsOf(shop).slice(2)).toEqual(["counted", "same-commit"]);
  });
});

describe("a new service", () => {
  it("G36: neither swallows nor recounts, where the whole repository was deployed before", () => {
    const shop = new Workshop(at(2, 9), [RULES]);
    shop.ship({ "worker/old.ts": "1" });
    shop.deploy();
    shop.wait(HOUR);
    shop.ship({ "worker/a.ts": "1" });
    shop.ship({ "shared.ts": "1" });
    deployService(shop, "worker");

    expect(outcomesOf(shop)).toEqual({ "#1": "outside", "#2": "net", "#3": "net" });
    expect(reasonsOf(shop)).toEqual(["baseline", "counted"]);
  });

  it("G36: recounts nothing of what other services brought before it", () => {
    const shop = openServices();
    shop.ship({ "api/a.ts": "1", "worker/a.ts": "1" });
    shop.ship({ "shared.ts": "1" });
    deployService(shop, "api");
    const before = arrivalsOf(shop);
    deployService(shop, "worker");
    deployService(shop, "worker");

    expect(arrivalsOf(shop)).toEqual(before);
    expect(reasonsOf(shop).slice(3)).toEqual(["baseline", "same-commit"]);
  });

  it("L1: has a baseline of its own, which says nothing of the other services", () => {
    const shop = openServices();
    shop.ship({ "worker/a.ts": "1" });
    shop.ship({ "api/a.ts": "1" });
    deployService(shop, "worker");
    deployService(shop, "api");

    expect(outcomesOf(shop)).toEqual({ "#1": "outside", "#2": "net" });
    expect(reasonsOf(shop).slice(2)).toEqual(["baseline", "counted"]);
  });
});

describe("a service beside a target of the whole repository", () => {
  const BESIDE: Rules = { ...RULES, services: SERVICES.slice(0, 2) };

  /** Production and then the api, or the api first, deploy an api change; production goes back at once. */
  function rolledBack(isApiFirst: boolean): Workshop {
    const shop = new Workshop(at(2, 9), [BESIDE]);
    shop.deploy();
    shop.wait(HOUR);
    const before = shop.main;
    shop.deploy(shop.main, { environment: "production-api" });
    shop.ship({ "api/a.ts": "1" });
    for (const isApi of [isApiFirst, !isApiFirst]) {
      shop.wait(10);
      shop.deploy(shop.main, { environment: isApi ? "production-api" : "production" });
    }
    shop.wait(HOUR);
    shop.deploy(before);
    shop.wait(10 * DAY);
    return shop;
  }

  it.each([true, false])("M1: holds what that goes back on, deployed first: %s", (isApiFirst) => {
    expect(outcomesOf(rolledBack(isApiFirst))).toEqual({ "#1": "net" });
  });

  it.each([true, false])("M1: and undoes it when it goes back as well, deployed first: %s", (isApiFirst) => {
    const shop = rolledBack(isApiFirst);
    const undone = new Workshop(at(2, 9), [BESIDE]);
    undone.deploy();
    const before = undone.main;
    undone.wait(HOUR);
    undone.deploy(before, { environment: "production-api" });
    undone.ship({ "api/a.ts": "1" });
    for (const isApi of [isApiFirst, !isApiFirst]) {
      undone.wait(10);
      undone.deploy(undone.main, { environment: isApi ? "production-api" : "production" });
    }
    for (const environment of ["production", "production-api"]) {
      undone.wait(HOUR);
      undone.deploy(before, { environment });
    }
    undone.wait(10 * DAY);

    expect(outcomesOf(shop)).toEqual({ "#1": "net" });
    expect(outcomesOf(undone)).toEqual({ "#1": "undone" });
  });

  it("M1: brings back what that went back on", () => {
    const shop = new Workshop(at(2, 9), [BESIDE]);
    shop.deploy();
    const before = shop.main;
    shop.wait(HOUR);
    shop.deploy(before, { environment: "production-api" });
    shop.ship({ "api/a.ts": "1" });
    shop.ship({ "web/a.ts": "1" });
    shop.wait(HOUR);
    shop.deploy();
    shop.wait(HOUR);
    shop.deploy(before);
    shop.wait(HOUR);
    shop.deploy(shop.main, { environment: "production-api" });
    shop.wait(10 * DAY);

    expect(outcomesOf(shop)).toEqual({ "#1": "net", "#2": "undone" });
  });
});
