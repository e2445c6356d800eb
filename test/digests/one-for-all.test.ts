import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { createComputer } from "../../src/digests/computer.ts";
import type { ConfiguredDigest } from "../../src/digests/digest-options.ts";
import { publishDueDigests } from "../../src/digests/weekly.ts";
import { DEFAULT_POLICY, type DigestPolicy } from "../../src/domain/policy.ts";
import type { Visibility } from "../../src/domain/visibility.ts";
import { createContentLimit } from "../../src/github/content-limit.ts";
import { readStatus } from "../../src/operations/status.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { limitedClient, useNock } from "../support/github.ts";
import { type Organization, type Place, serveOrganization } from "../support/organization.ts";
import { deploy } from "../support/ship.ts";
import { openTestStores, settingsWith } from "../support/stores.ts";

const FIRST_ID = 1_000;
const PLACE: Place = { id: 9, name: "plimsoll-digest", hasIssues: true, status: undefined };
const WEEK = 7 * 24;

/** An organization whose repositories deploy, and the server that publishes its digests. */
class Acme {
  readonly stores: Stores;
  readonly places: Place[];
  readonly github: Organization;
  digest: Partial<DigestPolicy> = {};
  configured: ConfiguredDigest | undefined;
  now = at(9, 9);
  readonly #limit = createContentLimit({ total: 40, issues: 30 }, () => this.now.getTime());

  constructor(stores: Stores, places: readonly Place[]) {
    this.stores = stores;
    this.places = [...places];
    this.github = serveOrganization("acme", this.places);
  }

  /** Publishes what is due, so many hours after Monday 9:00. */
  async publish(hours = 0): Promise<void> {
    this.now = new Date(at(9, 9).getTime() + hours * 3_600_000);
    const client = limitedClient(this.#limit);
    const digest = { ...DEFAULT_POLICY.digest, ...this.digest };
    await publishDueDigests({
      ...{ stores: this.stores, log: pino({ level: "silent" }), clock: () => this.now },
      authenticate: async () => client,
      authenticateOwner: async () => client,
      settings: settingsWith({}, { digest }),
      compute: createComputer(this.stores),
      definitionUrl: undefined,
      configured: this.configured,
      webOrigin: "https://github.com",
    });
  }

  /** Adds a repository that deployed in the week. */
  async add(name: string, visibility: Visibility = "private"): Promise<Place> {
    const id = FIRST_ID + this.places.length;
    const place: Place = { id, name, visibility, hasIssues: true, status: undefined };
    this.places.push(place);
    await this.stores.repositories.remember({ id, installationId: 1, owner: "acme", name });
    await deploy(this.stores, id, "m0", at(3), id);
    return place;
  }

  async ask(id: number, digest: Partial<DigestPolicy>): Promise<void> {
    const policy = { ...DEFAULT_POLICY, digest: { ...DEFAULT_POLICY.digest, ...digest } };
    await this.stores.settings.save(id, { source: "repository", policy, problem: undefined });
  }

  /** The repositories with an open issue, by name. */
  open(): string[] {
    return [...this.github.issues.keys()].filter((name) => this.github.closed.get(name) !== true).sort();
  }

  writes(): number {
    const all = [...this.github.requests.values()].flat();
    return all.filter((request) => !request.startsWith("GET")).length;
  }

  async problems(): Promise<string[]> {
    return (await readStatus(this.stores)).digestProblems.map(({ problem }) => problem);
  }
}

async function openAcme(repositories: number, place: Place | null = PLACE): Promise<Acme> {
  const stores = await openTestStores();
  // The shop, which the test stores begin with, is not of this organization.
  await stores.repositories.forget({ id: 7, installationId: 1, at: at(1) } as never);
  const acme = new Acme(stores, place === null ? [] : [{ ...place }]);
  for (let index = 1; index <= repositories; index++) await acme.add(`r${index}`);
  return acme;
}

const NO_PLACE =
  "no repository can hold the digest of acme: make a private repository plimsoll-digest with the app on it, or name one as digest.repository in .github/plimsoll.yml of acme/.github";

describe("the digests of an owner whose config says nothing of them", () => {
  useNock();

  it("are one for each of up to five repositories", async () => {
    const acme = await openAcme(5);
    await acme.publish();
    expect(acme.open()).toEqual(["r1", "r2", "r3", "r4", "r5"]);
    expect(await acme.problems()).toEqual([]);
  });

  it("are one for all of fifty repositories, which says so and how to change it", async () => {
    const acme = await openAcme(50);
    await acme.publish();
    await acme.publish(1);

    expect(acme.open()).toEqual(["plimsoll-digest"]);
    expect(acme.writes()).toBe(2);
    expect(acme.github.bodies.get("plimsoll-digest")).toContain("nothing counts in 50 repositories");
    expect(acme.github.bodies.get("plimsoll-digest")).toContain(
      "one digest for all repositories, in the repository that Plimsoll chose (to change that: `digest.per` and `digest.repository`)",
    );
  });

  it("become one with the week after the sixth repository came, and those before are closed with a link", async () => {
    const acme = await openAcme(5);
    await acme.publish();
    await acme.add("r6");
    await acme.publish(2 * 24);
    expect(acme.open()).toEqual(["r1", "r2", "r3", "r4", "r5", "r6"]);

    const before = acme.writes();
    for (const hours of [0, 1, 2, 30]) await acme.publish(WEEK + hours);

    expect(acme.open()).toEqual(["plimsoll-digest"]);
    // A label and an issue, and each of the six once.
    expect(acme.writes() - before).toBe(8);
    expect(acme.github.bodies.get("r1")?.split("\n")[0]).toBe(
      "> This digest is closed: `acme` has one for all its repositories, in [`acme/plimsoll-digest`](https://github.com/acme/plimsoll-digest/issues?q=label%3Aplimsoll). `digest.per` in `.github/plimsoll.yml` sets that.",
    );
    expect(acme.github.bodies.get("r1")).toContain("<!-- plimsoll:digest repository=1001 week=2026-W45 -->");
  });

  it("stay one when repositories leave, until a config says otherwise", async () => {
    const acme = await openAcme(6);
    await acme.publish();
    for (const id of [1_003, 1_004, 1_005, 1_006])
      await acme.stores.repositories.forget({ id, installationId: 1, at: at(10) } as never);
    await acme.publish(WEEK);
    expect(acme.open()).toEqual(["plimsoll-digest"]);

    acme.digest = { per: "repository" };
    await acme.publish(WEEK + 1);
    expect(acme.open()).toEqual(["r1", "r2"]);
    expect(acme.github.bodies.get("plimsoll-digest")).toMatch(
      /^> This digest is closed: each repository has one of its own\.\n/,
    );
  });

  it("become one with the next week where an earlier version published one for each, as fast as an hour's writes allow", async () => {
    const acme = await openAcme(35);
    acme.digest = { per: "repository" };
    for (let hour = 0; hour < 6; hour++) await acme.publish(hour);
    expect(acme.open()).toHaveLength(35);

    acme.digest = {};
    await acme.publish(10);
    expect(acme.open()).toHaveLength(35);

    const closed: number[] = [];
    for (const hour of [0, 1, 2, 3, 4]) {
      await acme.publish(WEEK + hour);
      closed.push(35 + 1 - acme.open().length);
    }
    expect(closed).toEqual([28, 35, 35, 35, 35]);
    expect(acme.open()).toEqual(["plimsoll-digest"]);
    expect([...acme.github.issues.values()].every((count) => count === 1)).toBe(true);
  });

  it("leave out a repository whose own config asks for one, and close nothing of one that has none", async () => {
    const acme = await openAcme(7);
    acme.digest = { per: "repository" };
    await acme.publish();
    await acme.ask(1_001, { per: "repository" });
    await acme.ask(1_002, { enabled: false });
    await acme.ask(1_003, {});
    acme.digest = {};
    await acme.publish(1);
    await acme.publish(WEEK);
    expect(acme.open()).toEqual(["plimsoll-digest", "r1", "r2"]);
  });
});

describe("the place of the digest of an organization that names none", () => {
  useNock();

  it.each([
    ["is a private repository of that name", "plimsoll-digest", "private", "private", true],
    ["is public where all are", ".github", "public", "public", true],
    ["is never read by more people than a repository in it", ".github", "public", "private", false],
    ["is never read by more people than a repository in it", ".github", "internal", "private", false],
    [
      "is not the repository that shows an organization to its members",
      ".github-private",
      "private",
      "private",
      false,
    ],
    ["is of a known name", "shop-front", "private", "private", false],
  ] as const)("%s: %s", async (_, name, visibility, others, isTaken) => {
    const acme = await openAcme(0, { ...PLACE, name, visibility });
    for (let index = 1; index <= 6; index++) await acme.add(`r${index}`, others);
    await acme.publish();

    expect(acme.open()).toEqual(isTaken ? [name] : []);
    expect(await acme.problems()).toEqual(isTaken ? [] : [NO_PLACE]);
  });

  it("is missing until somebody makes it: repositories with an issue go on, and no other begins", async () => {
    const acme = await openAcme(5, null);
    await acme.publish();
    for (let index = 6; index <= 50; index++) await acme.add(`r${index}`);
    await acme.publish(WEEK);
    expect(acme.open()).toEqual(["r1", "r2", "r3", "r4", "r5"]);
    expect(await acme.problems()).toEqual([NO_PLACE]);

    acme.places.push({ ...PLACE });
    await acme.publish(WEEK + 1);
    expect(acme.open()).toEqual(["plimsoll-digest"]);
    expect(await acme.problems()).toEqual([]);
  });

  it.each([
    [
      "archived",
      (place: Place) => {
        place.isArchived = true;
      },
    ],
    [
      "without issues",
      (place: Place) => {
        place.hasIssues = false;
      },
    ],
    [
      "public while others are private",
      (place: Place) => {
        place.visibility = "public";
      },
    ],
  ])("moves with the next week from one that is %s", async (_, change) => {
    const acme = await openAcme(6);
    acme.places.push({ ...PLACE, id: 10, name: ".github" });
    await acme.publish();
    const [place = PLACE] = acme.places;
    change(place);
    await acme.publish(5);
    expect([...acme.github.issues.keys()]).toEqual(["plimsoll-digest"]);

    await acme.publish(WEEK);
    expect([...acme.github.issues.keys()]).toEqual(["plimsoll-digest", ".github"]);
  });

  it("does not name a place in an issue whose readers may not know of it", async () => {
    const acme = await openAcme(6);
    acme.digest = { per: "repository" };
    const open = await acme.add("open", "public");
    await acme.publish();
    acme.digest = { per: "organization" };
    await acme.publish(1);

    expect(acme.open()).toEqual(["plimsoll-digest"]);
    expect(acme.github.bodies.get(open.name)).not.toContain("plimsoll-digest");
    expect(acme.github.bodies.get(open.name)).toContain("`acme` has one for all its repositories. ");
    expect(acme.github.bodies.get("r1")).toContain("acme/plimsoll-digest/issues");
  });

  it("follows a rename, and stays though a better name appears", async () => {
    const acme = await openAcme(6, { ...PLACE, name: ".github" });
    await acme.publish();
    const [place = PLACE] = acme.places;
    place.name = "weekly";
    await acme.stores.repositories.remember({ id: 9, installationId: 1, owner: "acme", name: "weekly" });
    acme.places.push({ ...PLACE, id: 10 });
    await acme.publish(WEEK);
    expect([...acme.github.issues.keys()]).toEqual([".github", "weekly"]);
  });

  it("is another one once it was transferred or deleted", async () => {
    const acme = await openAcme(6);
    await acme.publish();
    await acme.stores.repositories.forget({ id: 9, installationId: 1, at: at(10) } as never);
    acme.places.splice(0, 1, { ...PLACE, id: 10, name: ".github" });
    await acme.publish(1);
    expect(acme.open()).toContain(".github");
  });
});

describe("an owner whose config disables the digest", () => {
  useNock();

  it("has no issue in a repository that did not ask for one of its own", async () => {
    const acme = await openAcme(7);
    await acme.publish();
    for (let id = 1_001; id <= 1_006; id++) await acme.ask(id, {});
    await acme.ask(1_007, { per: "repository" });
    acme.digest = { enabled: false };
    await acme.publish(1);
    expect([...acme.github.issues.keys()]).toEqual(["plimsoll-digest", "r7"]);
    expect(await acme.problems()).toEqual([]);
  });

  it("has none either where it never had one", async () => {
    const acme = await openAcme(7);
    for (let id = 1_001; id <= 1_006; id++) await acme.ask(id, {});
    acme.digest = { enabled: false };
    await acme.publish();
    await acme.publish(WEEK);
    expect(acme.open()).toEqual([]);
  });

  it("has one in each of a few repositories with a config of their own", async () => {
    const acme = await openAcme(2);
    await acme.ask(1_001, {});
    await acme.ask(1_002, { enabled: false });
    acme.digest = { enabled: false };
    await acme.publish();
    expect(acme.open()).toEqual(["r1"]);
  });
});

describe("the digest of a place whose config is gone", () => {
  useNock();

  it("stays there for many repositories", async () => {
    const acme = await openAcme(6, { ...PLACE, name: "reports" });
    acme.digest = { repository: "reports" };
    await acme.publish();
    acme.digest = {};
    await acme.publish(WEEK);
    expect(acme.open()).toEqual(["reports"]);
    expect(acme.github.issues.get("reports")).toBe(2);
  });

  it("is closed where few repositories have their own again", async () => {
    const acme = await openAcme(2, { ...PLACE, name: "reports" });
    acme.digest = { repository: "reports" };
    await acme.publish();
    acme.digest = {};
    await acme.publish(1);
    expect(acme.open()).toEqual(["r1", "r2"]);
  });
});

describe("two installations", () => {
  useNock();

  it("choose each for itself, and another one's repositories are no place", async () => {
    const acme = await openAcme(6, null);
    await acme.stores.installations.remember({ id: 2, installedAt: at(1) });
    await acme.stores.repositories.remember({ id: 50, installationId: 2, owner: "other", name: "shop" });
    await acme.publish();
    expect(await acme.stores.installations.findDigestChoice(1)).toMatchObject({ per: "organization" });
    expect(await acme.stores.installations.findDigestChoice(2)).toMatchObject({ per: "repository" });
  });
});

describe("the environment", () => {
  useNock();

  it("names the place and who has digests, and a config wins over it", async () => {
    const acme = await openAcme(2, { ...PLACE, name: "reports" });
    acme.configured = { per: "organization", repository: "reports" };
    await acme.publish();
    expect(acme.open()).toEqual(["reports"]);
    expect(acme.github.bodies.get("reports")).toContain("that the server's environment names");

    acme.digest = { per: "repository" };
    await acme.publish(1);
    expect(acme.open()).toEqual(["r1", "r2"]);
  });

  it("asks for one digest by naming its place, as a config does", async () => {
    const acme = await openAcme(2, { ...PLACE, name: "reports" });
    acme.configured = { per: undefined, repository: "reports" };
    await acme.publish();
    expect(acme.open()).toEqual(["reports"]);
  });

  it("names a place that is not there: issues go on, no other begins, and the status says so", async () => {
    const acme = await openAcme(3);
    await acme.publish();
    await acme.add("r4");
    acme.configured = { per: undefined, repository: "typo" };
    await acme.publish(WEEK);
    expect([...acme.github.issues]).toEqual([
      ["r1", 2],
      ["r2", 2],
      ["r3", 2],
    ]);
    expect(await acme.problems()).toEqual([
      "DIGEST_REPOSITORY: acme/typo is not there, or the app is not installed on it",
    ]);
  });

  it("can keep one for each of many", async () => {
    const acme = await openAcme(8);
    acme.configured = { per: "repository", repository: undefined };
    await acme.publish();
    expect(acme.open()).toHaveLength(8);
  });
});

describe("a digest that comes back within its week", () => {
  useNock();

  it("is opened again without the line about its end, for the organization and for each repository", async () => {
    const acme = await openAcme(6);
    await acme.publish();
    for (const [per, open] of [
      ["repository", ["r1", "r2", "r3", "r4", "r5", "r6"]],
      ["organization", ["plimsoll-digest"]],
      ["repository", ["r1", "r2", "r3", "r4", "r5", "r6"]],
    ] as const) {
      acme.digest = { per };
      for (const hour of [1, 2, 3]) await acme.publish(hour);
      expect(acme.open()).toEqual(open);
      for (const name of open) expect(acme.github.bodies.get(name)).not.toContain("is closed");
    }
    expect([...acme.github.issues.values()].every((count) => count === 1)).toBe(true);
  });

  it("is opened again where a repository's own config asks for it", async () => {
    const acme = await openAcme(8);
    acme.digest = { per: "repository" };
    await acme.publish();
    acme.digest = { per: "organization" };
    await acme.publish(1);
    await acme.ask(1_001, { per: "repository" });
    await acme.publish(2);
    expect(acme.open()).toEqual(["plimsoll-digest", "r1"]);
    expect(acme.github.bodies.get("r1")).not.toContain("is closed");
  });

  it("stays closed after a person closed it", async () => {
    const acme = await openAcme(2);
    await acme.publish();
    acme.github.edit("r1", { state: "closed" });
    acme.digest = { per: "organization" };
    await acme.publish(1);
    acme.digest = { per: "repository" };
    await acme.publish(2);
    expect(acme.open()).toEqual(["r2"]);
  });

  it("stays closed though the issue after it was deleted", async () => {
    const acme = await openAcme(1);
    await acme.publish();
    await acme.publish(WEEK);
    await acme.stores.digests.leave({ repositoryId: 1_001, scope: "repository", week: "2026-W46" }, acme.now);
    await acme.publish(WEEK + 24);
    expect(acme.github.shown.get("r1")?.[0]?.state).toBe("closed");
  });
});

describe("a chosen place that more people may read than a measured repository", () => {
  useNock();

  const PAUSED =
    "> This digest is paused: it has no place at present. `digest.repository` in `.github/plimsoll.yml` can name one, and `plimsoll status` on the server says more.";

  /** An organization with a public place and six public repositories. */
  async function openPublic(): Promise<Acme> {
    const acme = await openAcme(0, { ...PLACE, name: ".github", visibility: "public" });
    for (let index = 1; index <= 6; index++) await acme.add(`r${index}`, "public");
    await acme.publish();
    return acme;
  }

  it.each([
    ["a private repository joins", async (acme: Acme) => void (await acme.add("secret"))],
    [
      "a private repository is still being read",
      async (acme: Acme) => {
        const { id } = await acme.add("secret");
        await acme.stores.backfills.request({ repositoryId: id, since: at(1), at: acme.now });
      },
    ],
    [
      "a measured repository becomes private",
      async ({ places }: Acme) => {
        if (places[3]) places[3].visibility = "private";
      },
    ],
  ])("gets nothing more once %s, but a line without a reason", async (_, change) => {
    const acme = await openPublic();
    const before = acme.github.bodies.get(".github");
    await change(acme);
    for (const hours of [1, 2, 24]) await acme.publish(hours);

    expect(acme.github.bodies.get(".github")).toBe(`${PAUSED}\n\n${before}`);
    expect(acme.open()).toEqual([".github"]);
    expect(await acme.problems()).toEqual([NO_PLACE]);
    const writes = acme.writes();
    await acme.publish(WEEK);
    expect(acme.writes()).toBe(writes);
  });

  it("gets nothing more once it became public itself", async () => {
    const acme = await openAcme(6);
    await acme.publish();
    const before = acme.github.bodies.get("plimsoll-digest");
    const [place = PLACE] = acme.places;
    place.visibility = "public";
    await acme.add("r7");
    for (const hours of [1, 24]) await acme.publish(hours);
    expect(acme.github.bodies.get("plimsoll-digest")).toBe(`${PAUSED}\n\n${before}`);
  });

  it("is left within the hour for one that may hold the digest", async () => {
    const acme = await openPublic();
    await acme.add("secret");
    await acme.publish(1);
    acme.places.push({ ...PLACE, id: 10 });
    await acme.publish(2);
    expect(acme.open()).toEqual(["plimsoll-digest"]);
    expect(acme.github.bodies.get(".github")).toMatch(/^> This digest is closed: `acme` has one/);
    expect(acme.github.bodies.get(".github")).not.toContain("paused");
    expect(acme.github.bodies.get(".github")).not.toContain("plimsoll-digest");
  });

  it("goes on without the line once all may read all", async () => {
    const acme = await openPublic();
    const place = await acme.add("secret");
    await acme.publish(1);
    place.visibility = "public";
    await acme.publish(2);
    expect(acme.open()).toEqual([".github"]);
    expect(acme.github.bodies.get(".github")).not.toContain("paused");
    expect(await acme.problems()).toEqual([]);
  });

  it("does not count a repository that has no part in the digest", async () => {
    const acme = await openPublic();
    const { id } = await acme.add("secret");
    await acme.ask(id, { enabled: false });
    await acme.publish(1);
    expect(await acme.problems()).toEqual([]);
  });
});
