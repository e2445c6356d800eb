import { createHmac } from "node:crypto";
import nock from "nock";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  OWNER,
  type PlacedPast,
  serveOrganizationPast,
} from "../../dev/simulation/past/organization-past.ts";
import { TEST_KEY } from "../../dev/simulation/world/key.ts";
import { API } from "../../dev/simulation/world/world.ts";
import { computeDigest } from "../../src/digests/compute.ts";
import { createComputer } from "../../src/digests/computer.ts";
import type { OrganizationSubject } from "../../src/digests/digest-request.ts";
import { findWithheld } from "../../src/digests/newest.ts";
import { loadSite } from "../../src/digests/site.ts";
import { nameOf } from "../../src/digests/subject.ts";
import type { Digest } from "../../src/domain/metric/digest.ts";
import { type Plimsoll, startPlimsoll } from "../../src/server/server.ts";
import { HANGING_MS } from "../support/limits.ts";
import { NOW, Octokit, reportOf, threeRepositories } from "./organization.ts";

const SECRET = "a secret of the tests";
const TOKEN = { token: "ghs_test", expires_at: "2099-01-01T00:00:00Z", permissions: {} };

beforeEach(() => {
  nock.disableNetConnect();
  nock.enableNetConnect("127.0.0.1");
});
afterEach(() => nock.cleanAll());

/** Starts a server, installs the app on the repositories, and waits until their pasts are read. */
async function startInstalled(repositories: readonly PlacedPast[]): Promise<Plimsoll> {
  nock(API).persist().post("/app/installations/1/access_tokens").reply(201, TOKEN);
  nock(API).persist().get("/app/hook/deliveries").query(true).optionally().reply(200, []);
  const env = {
    ...{ APP_ID: 1, PRIVATE_KEY: TEST_KEY, WEBHOOK_SECRET: SECRET, GITHUB_API_URL: API },
    ...{ DATABASE_URL: "file::memory:", LOG_LEVEL: "info" as const, HOST: "127.0.0.1", PORT: 0 },
  };
  const server = await startPlimsoll({ env, Octokit, log: pino({ level: "silent" }), clock: () => NOW });
  const covered = repositories.map(({ id, name }) => ({ id, full_name: `${OWNER.login}/${name}` }));
  const installation = { id: 1, created_at: NOW.toISOString() };
  const body = JSON.stringify({ action: "created", installation, repositories: covered });
  const headers = {
    "x-github-delivery": "installed",
    "x-github-event": "installation",
    "x-hub-signature-256": `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}`,
  };
  await fetch(`${server.url}/api/github/webhooks`, { method: "POST", body, headers });
  const isRead = async () => {
    const all = await server.stores.backfills.list();
    return all.length === covered.length && all.every(({ state }) => state === "done");
  };
  await vi.waitUntil(isRead, HANGING_MS);
  await server.idle();
  return server;
}

/** What happened in the week of the stories, in whatever of them. */
const happened = new Map<string, number>();

/** The weeks that a site shows otherwise than the digest of that week alone, which is loaded apart. */
async function shownOtherwise(
  stores: Plimsoll["stores"],
  subject: OrganizationSubject & { readonly now: Date },
): Promise<readonly string[]> {
  const { now } = subject;
  const digest = await computeDigest(stores, { ...subject, week: LAST });
  const site = await loadSite(stores, {
    subject,
    digest,
    first: "2026-W35",
    now,
    github: "https://github.com",
    notes: [],
  });
  const wrong: string[] = [];
  const compare = (shown: Digest, expected: Digest) => {
    const { scope, week } = shown;
    if (JSON.stringify(shown) !== JSON.stringify(expected)) wrong.push(`${scope} ${week}`);
  };
  for (const shown of site.main.weeks)
    compare(shown, await computeDigest(stores, { ...subject, week: shown.week }));
  expect(site.main.weeks.length).toBeGreaterThan(8);
  expect(site.repositories).toHaveLength(3);
  for (const { name, weeks } of site.repositories) {
    const repository = subject.repositories.find((each) => nameOf(each) === name);
    if (repository === undefined) throw new Error(`${name} is no repository`);
    for (const shown of weeks) {
      const { week } = shown;
      const withheld = await findWithheld(createComputer(stores), repository, { ...subject, week });
      compare(shown, await computeDigest(stores, { repository, withheld, week, now }));
    }
  }
  return wrong;
}

const LAST = "2026-W47";

describe("a report", () => {
  it.each([1, 3, 4])(
    "says in JSON what the server says of the same organization (story %i)",
    async (seed) => {
      const all = threeRepositories(seed);
      serveOrganizationPast(all);
      const server = await startInstalled(all);
      const repositories = await server.stores.repositories.listByOwner(OWNER.login);
      const of = { owner: OWNER.login, repositories, now: NOW };
      for (const asked of ["2026-W45", undefined]) {
        const { digest, shortfalls } = await reportOf({ week: asked });
        const expected = await computeDigest(server.stores, { ...of, week: digest.week });

        expect(shortfalls).toEqual([]);
        expect(JSON.stringify(digest)).toBe(JSON.stringify(expected));
        const { undone, declared, effective, rework } = digest.changes;
        for (const [name, more] of Object.entries({
          undone,
          declared,
          effective,
          rework,
          unmerged: (digest.pulls?.closed ?? 0) - (digest.pulls?.merged ?? 0),
          ...digest.deployments.uncounted,
        }))
          happened.set(name, (happened.get(name) ?? 0) + (more ?? 0));
      }
      expect(await shownOtherwise(server.stores, of)).toEqual([]);
      await server.stop();
    },
  );

  it("was compared where reverts, agents, failed deployments and rollbacks happened, and pull requests came to nothing", () => {
    const often = ["undone", "rework", "declared", "effective", "failed", "rollback", "preview", "unmerged"];
    expect([...happened].filter(([, times]) => times > 0).map(([name]) => name)).toEqual(
      expect.arrayContaining(often),
    );
  });
});
