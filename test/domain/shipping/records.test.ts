import { describe, expect, it } from "vitest";
import { Workshop } from "../../../dev/simulation/clone/workshop.ts";
import { at, deployment } from "../../../dev/simulation/world/history.ts";
import type { Deployment, DeploymentStatus } from "../../../src/domain/shipping/deployment.ts";
import { eventsOf, judgeEvents } from "../../../src/domain/shipping/event-judgement.ts";
import type { Release, ReleaseState } from "../../../src/domain/shipping/release.ts";
import { deriveShipping } from "../../../src/domain/shipping/shipping.ts";

type Told = readonly [state: DeploymentStatus["state"], minute: number, rest?: Partial<DeploymentStatus>];

/** A deployment for production with statuses, each at a minute of the 2nd. */
function record(id: number, ...told: readonly Told[]): Deployment {
  const statuses = told.map(([state, minute, rest]) => {
    return { state, at: at(2, 0, minute), environment: undefined, ...rest };
  });
  return deployment(id, `m${id}`, at(2), { statuses });
}

/** What some records did: whose, where, when, and how it ended. */
function eventsTold(...records: readonly Deployment[]) {
  const told = (each: readonly Deployment[]) =>
    judgeEvents(each).map(({ deployment: { id }, environment, at: time, conclusion }) => {
      return `${id} ${environment} ${time.getUTCMinutes()} ${conclusion}`;
    });
  const backwards = records.toReversed().map((each) => ({
    ...each,
    statuses: [...each.statuses, ...each.statuses].reverse(),
  }));
  expect(told(backwards)).toEqual(told(records));
  return told(records);
}

describe("a record that is deployed again", () => {
  const inStaging = { environment: "staging" };

  it.each<[string, readonly Deployment[], readonly string[]]>([
    [
      "with nothing in between is one event",
      [record(1, ["success", 0], ["in_progress", 5], ["success", 9])],
      ["1 production 0 succeeded"],
    ],
    [
      "after another record is an event of its own, and so is what follows that",
      [record(1, ["success", 0], ["success", 20]), record(2, ["success", 10], ["success", 30])],
      [
        "1 production 0 succeeded",
        "2 production 10 succeeded",
        "1 production 20 succeeded",
        "2 production 30 succeeded",
      ],
    ],
    [
      "after another record somewhere else is not",
      [record(1, ["success", 0], ["success", 20]), record(2, ["success", 10, inStaging])],
      ["1 production 0 succeeded", "2 staging 10 succeeded"],
    ],
    [
      "after it was inactive is an event of its own",
      [record(1, ["success", 0], ["inactive", 5], ["success", 9])],
      ["1 production 0 succeeded", "1 production 9 succeeded"],
    ],
    [
      "in another environment and back is three",
      [record(1, ["success", 0], ["success", 5, inStaging], ["success", 9, { environment: "production" }])],
      ["1 production 0 succeeded", "1 staging 5 succeeded", "1 production 9 succeeded"],
    ],
    [
      "is where the status before it was, when its own names nothing",
      [record(1, ["in_progress", 0, inStaging], ["success", 5])],
      ["1 staging 5 succeeded"],
    ],
    [
      "fails by itself",
      [record(1, ["success", 0], ["success", 20], ["failure", 30]), record(2, ["success", 10])],
      ["1 production 0 succeeded", "2 production 10 succeeded", "1 production 20 cancelled"],
    ],
    [
      "fails where it never succeeded, and stays where it did",
      [record(1, ["success", 0, inStaging], ["failure", 5, { environment: "production" }])],
      ["1 staging 0 succeeded", "1 production 5 failed"],
    ],
  ])("R15: %s", (_, records, expected) => {
    expect(eventsTold(...records)).toEqual(expected);
  });

  it("R15: speaks of production by GitHub's flag only where it was filed for", () => {
    const moved = record(1, ["success", 0, inStaging], ["success", 5, { environment: "production" }]);

    expect(judgeEvents([moved]).map(({ ending }) => ending)).toEqual(["not-production", "production"]);
  });

  it("R15: rolls back, and restores", () => {
    const shop = new Workshop(at(2, 9));
    const old = shop.deploy();
    shop.wait(10);
    shop.ship({ "a.ts": "1" });
    const next = shop.deploy();
    shop.wait(10);
    shop.report(old, "success");
    shop.wait(9 * 24 * 60);
    const { ledger, changes } = deriveShipping(shop.history(), shop.now);

    expect(ledger.map(({ reason }) => reason ?? "counted")).toEqual(["baseline", "counted", "rollback"]);
    expect(changes.get("#1")).toMatchObject({
      outcome: "undone",
      undoing: { by: { kind: "rollback", deploymentId: old.id } },
    });
    const restored = shop.history();
    const early = restored.deployments.map((each) =>
      each.kind === "deployment" && each.id === next.id
        ? {
            ...each,
            statuses: [...each.statuses, { state: "success" as const, at: at(3), environment: undefined }],
          }
        : each,
    );
    expect(deriveShipping({ ...restored, deployments: early }, shop.now).changes.get("#1")?.outcome).toBe(
      "net",
    );
  });

  it.each<[string, number | undefined, number | undefined, string]>([
    ["the failure is the later one", 1, 2, "cancelled"],
    ["the success is the later one", 2, 1, "succeeded"],
    ["nothing tells", undefined, undefined, "succeeded"],
    ["the failure was read of the past", 1, undefined, "succeeded"],
    ["the success was read of the past", undefined, 2, "cancelled"],
  ])("R16: of a success and a failure of one second, %s", (_, success, failure, outcome) => {
    const statuses = record(1, ["success", 0, { id: success }], ["failure", 0, { id: failure }]);

    expect(eventsTold(statuses)).toEqual([`1 production 0 ${outcome}`]);
  });

  it("R16: succeeds in two environments within a second", () => {
    const both = record(1, ["success", 0], ["success", 0, inStaging]);

    expect(eventsTold(both)).toEqual(["1 production 0 succeeded", "1 staging 0 succeeded"]);
  });
});

type Telling = readonly [state: ReleaseState["state"], day: number, rest?: Partial<ReleaseState>];

function release(
  releaseStates: readonly Telling[],
  tags: readonly (readonly [sha: string, day: number])[],
): Release {
  return {
    ...{ kind: "release", id: -1, creator: undefined },
    releaseStates: releaseStates.map(([state, day, rest]) => {
      return { state, at: at(day), kind: "change", tag: "v1", publishedAt: at(2), ...rest };
    }),
    tags: tags.map(([sha, day]) => ({ tag: "v1", sha, at: at(day) })),
  };
}

describe("a release", () => {
  const ONE = [["m1", 2]] as const;
  const READ = { kind: "reading" } as const;

  it.each<[string, Release, readonly string[]]>([
    [
      "R13: ships at its promotion",
      release(
        [
          ["prereleased", 2],
          ["released", 5],
        ],
        ONE,
      ),
      ["2 m1 preview", "5 m1 production"],
    ],
    [
      "R13: is promoted once, though both are told",
      release(
        [
          ["released", 2],
          ["released", 2],
          ["released", 3],
        ],
        ONE,
      ),
      ["2 m1 production"],
    ],
    [
      "R13: of the past alone ships when it was published",
      release([["released", 9, READ]], ONE),
      ["2 m1 production"],
    ],
    [
      "R13: read later is what was told before",
      release(
        [
          ["prereleased", 2],
          ["released", 5],
          ["released", 9, READ],
        ],
        ONE,
      ),
      ["2 m1 preview", "5 m1 production"],
    ],
    [
      "R13: whose promotion nobody told ships when that was read",
      release(
        [
          ["prereleased", 2],
          ["released", 9, READ],
        ],
        ONE,
      ),
      ["2 m1 preview", "9 m1 production"],
    ],
    [
      "R14: is withdrawn when it is a draft again",
      release(
        [
          ["released", 2],
          ["withdrawn", 5],
        ],
        ONE,
      ),
      ["2 m1 production", "5 m1 withdrawn"],
    ],
    [
      "R14: is withdrawn when it is demoted",
      release(
        [
          ["released", 2],
          ["prereleased", 5],
        ],
        ONE,
      ),
      ["2 m1 production", "5 m1 withdrawn"],
    ],
    [
      "R14: never comes back once it is deleted",
      release(
        [
          ["released", 2],
          ["deleted", 5],
          ["released", 7],
        ],
        ONE,
      ),
      ["2 m1 production", "5 m1 withdrawn"],
    ],
    [
      "R14: ships again when it is published again",
      release(
        [
          ["released", 2],
          ["withdrawn", 5],
          ["released", 7],
        ],
        ONE,
      ),
      ["2 m1 production", "5 m1 withdrawn", "7 m1 production"],
    ],
    [
      "R14: holds another commit once its tag names it",
      release(
        [["released", 3]],
        [
          ["m1", 2],
          ["m2", 6],
        ],
      ),
      ["3 m1 production", "6 m2 production"],
    ],
    [
      "R14: held before its tag was read what that named then",
      release([["released", 2]], [["m1", 8]]),
      ["2 m1 production"],
    ],
    ["R14: holds nothing while its tag is not known", release([["released", 2]], []), []],
  ])("%s", (_, told, expected) => {
    const eventsTo = (each: Release) =>
      judgeEvents([each]).map(({ at: time, sha, ending }) => `${time.getUTCDate()} ${sha} ${ending}`);
    const backwards = {
      ...told,
      releaseStates: told.releaseStates.toReversed(),
      tags: told.tags.toReversed(),
    };

    expect(eventsTo(told)).toEqual(expected);
    expect(eventsTo(backwards)).toEqual(expected);
  });

  it("R14: that is withdrawn takes out what only it held, and its row says when", () => {
    const shop = new Workshop(at(2, 9), [{ ...SHIPS_BY_RELEASES }]);
    shop.release("v1");
    shop.wait(60);
    shop.ship({ "a.ts": "1" });
    const second = shop.release("v2");
    shop.wait(60);
    shop.tell(second, "deleted");
    const withdrawnAt = shop.now;
    const soon = deriveShipping(shop.history(), new Date(withdrawnAt.getTime() + 6 * DAY));
    const late = deriveShipping(shop.history(), new Date(withdrawnAt.getTime() + 8 * DAY));

    expect(
      late.ledger.map(({ environment, reason, withdrawnAt: time }) => [environment, reason, time]),
    ).toEqual([
      ["v1", "baseline", undefined],
      ["v2", undefined, withdrawnAt],
    ]);
    expect(soon.changes.get("#1")?.outcome).toBe("net");
    expect(late.changes.get("#1")).toMatchObject({
      outcome: "undone",
      undoing: { by: { kind: "rollback", deploymentId: second.id }, at: withdrawnAt },
    });
  });

  it("R14: that is made again under the same tag within a week restores what it held", () => {
    const shop = new Workshop(at(2, 9), [{ ...SHIPS_BY_RELEASES }]);
    shop.release("v1");
    shop.wait(60);
    shop.ship({ "a.ts": "1" });
    const second = shop.release("v2");
    shop.wait(60);
    shop.tell(second, "deleted");
    shop.wait(60);
    shop.release("v2");
    const { changes } = deriveShipping(shop.history(), new Date(shop.now.getTime() + 30 * DAY));

    expect(changes.get("#1")?.outcome).toBe("net");
  });

  it("has an id apart from that of a deployment", () => {
    const both = [record(1, ["success", 0]), release([["released", 2]], ONE)];
    expect(eventsOf(both).map(({ target }) => target)).toEqual(["production", "release\t1"]);
  });
});

const DAY = 86_400_000;
const SHIPS_BY_RELEASES = {
  since: new Date(0),
  ship: "releases",
  production: undefined,
  services: [],
  creators: undefined,
} as const;
