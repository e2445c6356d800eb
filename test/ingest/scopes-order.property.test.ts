import fc from "fast-check";
import nock from "nock";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { account, pullRequestPayload } from "../../dev/simulation/world/payloads.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { serveCommits, type WorldCommit } from "../../dev/simulation/world/world.ts";
import { onPullRequest } from "../../src/ingest/events/pull-request.ts";
import { readAgain } from "../../src/ingest/read-again.ts";
import { createSettingsSource } from "../../src/ingest/settings-source.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { octokit, useNock } from "../support/github.ts";
import { assertOfMuch, runs } from "../support/limits.ts";
import { openTestStores } from "../support/stores.ts";
import { serveTree } from "../support/tree.ts";

const log = pino({ level: "silent" });
const YML = ".github/plimsoll.yml";
const OWNERS = { ...SHOP, id: 9, name: ".github" };
const NOW = at(20);

/** Configs and files of owners that name one part of the shop, or another, or none. */
const CONFIGS = [
  "scopes: { part: { paths: ['pay/**'] } }",
  "scopes: { part: { paths: ['web/**'] } }",
  "scopes: { part: { codeowners: ['@acme/pay'] } }",
  "scopes: { part: { codeowners: ['@acme/pay', '@acme/web'] } }",
  "ship: auto",
];
const OWNED = ["/pay @acme/pay", "* @acme/pay\n/pay @octocat", "", "/web @acme/web"];
const EXCLUDED = ["exclude: []", "exclude: ['pay/**']"];

/** What happens on a day: a push to a config or to `CODEOWNERS`, with the number of its content, or a merge. */
const event = fc.record({
  kind: fc.constantFrom("scopes", "scopes", "owners", "owners", "exclude", "merge", "merge"),
  content: fc.nat(59),
});
type Happened = { readonly kind: string; readonly content: number; readonly day: number };

interface Files {
  readonly scopes: string;
  readonly owners: string;
  readonly exclude: string;
}

function filesAt(events: readonly Happened[], day: number): Files {
  const last = (kind: string, all: readonly string[]) => {
    const found = events.findLast((each) => each.kind === kind && each.day <= day);
    return all[(found?.content ?? 0) % all.length] ?? "";
  };
  return {
    scopes: last("scopes", CONFIGS),
    owners: last("owners", OWNED),
    exclude: last("exclude", EXCLUDED),
  };
}

const ofShop = ({ owners, exclude }: Files) => ({ [YML]: exclude, CODEOWNERS: owners });

/** Plays what happened in an order, and tells what each change is judged to be at the end. */
async function judgedAfter(events: readonly Happened[], order: readonly Happened[]) {
  nock.cleanAll();
  const stores = await openTestStores();
  for (const each of [SHOP, OWNERS]) await stores.repositories.remember(each);
  const clock = { now: at(1) };
  const source = createSettingsSource(stores, {
    log,
    clock: () => clock.now,
    authenticateOwner: async () => octokit,
  });
  const serve = (ref: string, day: number) => {
    const files = filesAt(events, day);
    serveTree(ofShop(files), { ref, isPersistent: true });
    serveTree({ [YML]: files.scopes }, { repository: "acme/.github", ref, isPersistent: true });
  };
  // What is found at the installation.
  serve("HEAD", 1);
  await source.loadOwner(SHOP);
  await source.load(octokit, SHOP);
  nock.cleanAll();
  serve("HEAD", 19);
  for (const { day } of events) serve(`c${day}`, day);
  serveCommits(worldOf(events));
  clock.now = NOW;
  for (const each of order) await happen(stores, source, each);
  await workAgain(stores, source);
  // Not all commits are asked for.
  nock.cleanAll();
  const { changes } = await stores.histories.loadAround(
    SHOP.id,
    events.map(({ day }) => `#${day}`),
  );
  return Object.fromEntries(changes.map(({ id, scopes = [], isEffective }) => [id, { scopes, isEffective }]));
}

function worldOf(events: readonly Happened[]) {
  const base: [string, WorldCommit] = ["base", { parents: [], message: "Begin" }];
  const files = [["pay/a.ts"], ["web/b.ts"], ["pay/a.ts", "web/b.ts"]];
  return new Map<string, WorldCommit>([
    base,
    ...events.map(({ day, content }): [string, WorldCommit] => [
      `h${day}`,
      { parents: ["base"], message: "Work", files: files[content % 3] ?? [] },
    ]),
  ]);
}

type Source = ReturnType<typeof createSettingsSource>;

async function happen(stores: Stores, settings: Source, { kind, day }: Happened): Promise<void> {
  const pushed = { sha: `c${day}`, at: at(day), heardAt: NOW };
  if (kind === "scopes") return settings.reload(octokit, OWNERS, pushed);
  if (kind !== "merge") return settings.reload(octokit, SHOP, pushed);
  const merge = { merge: { sha: `m${day}`, by: account(2) } };
  const payload = pullRequestPayload({
    number: day,
    base: "base",
    head: `h${day}`,
    updatedAt: at(day),
    ...merge,
  });
  const handler = onPullRequest(stores, { clock: () => NOW, onStale: () => {}, settings });
  await handler({ octokit, payload, log, receivedAt: at(day) });
}

async function workAgain(stores: Stores, settings: Source): Promise<void> {
  for (;;) {
    const noted = await stores.unread.findNextDue(NOW, { busyRepositories: [], isUrgentOnly: true });
    if (noted === undefined) return;
    const found = { repository: SHOP, settings: await settings.load(octokit, SHOP) };
    await readAgain(octokit, stores, { ...found, noted, now: NOW });
  }
}

describe("the scopes of a change, and what counts of it", () => {
  useNock();

  it("do not depend on the order in which configs, CODEOWNERS and merges become known", async () => {
    const met = { inScope: 0, outside: 0 };
    const happened = fc
      .array(event, { minLength: 5, maxLength: 9 })
      .map((all) => all.map((each, place) => ({ ...each, day: place * 2 + 2 })));
    const property = fc.asyncProperty(
      happened,
      fc.infiniteStream(fc.nat(1_000_000)),
      async (events, keys) => {
        const order = events
          .map((each) => ({ each, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ each }) => each);
        const inOrder = await judgedAfter(events, events);
        for (const { scopes } of Object.values(inOrder)) met[scopes.length > 0 ? "inScope" : "outside"] += 1;

        expect(await judgedAfter(events, order)).toEqual(inOrder);
      },
    );
    await assertOfMuch(property, {
      numRuns: runs(200),
      seed: 3,
      expectMuch: (numRuns) => {
        expect(met.inScope).toBeGreaterThan(numRuns / 2);
        expect(met.outside).toBeGreaterThan(numRuns / 2);
      },
    });
  });
});
