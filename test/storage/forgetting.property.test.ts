import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import fc from "fast-check";
import { expect, it } from "vitest";
import { newPath } from "../../dev/simulation/processes/cli.ts";
import { at, deployment } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { computeDigest } from "../../src/digests/compute.ts";
import { openStores, type Stores } from "../../src/storage/stores.ts";
import { runs } from "../support/limits.ts";
import { pullRequest } from "../support/stores.ts";

/** The ids of accounts: long enough to be found in a file by no accident. */
const accountId = (person: number) => 700_000_001 + person;

/** What can be done that stores somebody, or forgets somebody. */
type Step =
  | { readonly kind: "merge"; readonly number: number; readonly person: number }
  | { readonly kind: "review"; readonly number: number; readonly person: number }
  | { readonly kind: "deploy"; readonly number: number; readonly person: number }
  | { readonly kind: "deliver"; readonly number: number; readonly person: number }
  | { readonly kind: "work"; readonly number: number }
  | { readonly kind: "give up"; readonly number: number }
  | { readonly kind: "seal" | "forget closed" | "forget creators" | "uninstall" | "empty" };

const number = fc.integer({ min: 1, max: 40 });
const person = fc.integer({ min: 1, max: 30 });
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constantFrom("merge" as const, "review" as const, "deploy" as const, "deliver" as const),
        number,
        person,
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constantFrom("work" as const, "give up" as const), number }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constantFrom(
          ...(["seal", "forget closed", "forget creators", "uninstall", "empty"] as const),
        ),
      }),
    },
  ),
  { minLength: 20, maxLength: 120, size: "max" },
);

/** Stores of a file, and everything in them that tells somebody. */
class Filled {
  readonly file: string;
  readonly told: Set<string> = new Set();
  readonly stores: Stores;

  constructor(file: string, stores: Stores) {
    this.file = file;
    this.stores = stores;
  }

  static async open(): Promise<Filled> {
    const file = newPath("plimsoll.db");
    return new Filled(file, await openStores(`file:${file}`, { pseudonymKey: {} }));
  }

  async begin(): Promise<void> {
    await this.stores.installations.create({ id: 1, installedAt: at(25) });
    await this.stores.repositories.remember(SHOP);
    const reader = new SqliteDatabase(this.file, { readonly: true });
    this.told.add(String(reader.prepare("select builder_key from installations").pluck().get()));
    reader.close();
  }

  async hashOf(of: number): Promise<string> {
    const hash = await this.stores.installations.computePseudonym(1, accountId(of));
    this.told.add(hash);
    return hash;
  }

  async play(step: Step): Promise<void> {
    const { stores } = this;
    const repositoryId = SHOP.id;
    switch (step.kind) {
      case "merge": {
        const merged = {
          state: "merged",
          mergeSha: `m${step.number}`,
          mergedAt: at(3),
          updatedAt: at(3),
        } as const;
        const isClosed = step.number % 4 === 0;
        const state = isClosed ? ({ state: "closed", updatedAt: at(3) } as const) : merged;
        await stores.changes.save(
          pullRequest(step.number, { ...state, author: await this.hashOf(step.person) }),
        );
        return;
      }
      case "review": {
        const reviewer = await this.hashOf(step.person);
        return stores.reviews.save({
          repositoryId,
          number: step.number,
          reviewer,
          isApproval: true,
          at: at(3),
        });
      }
      case "deploy": {
        const creator = { id: await this.hashOf(step.person), kind: "person" } as const;
        const { statuses, ...rest } = deployment(step.number, `m${step.number}`, at(4), { creator });
        await stores.deployments.save({ repositoryId, deployment: rest, statuses });
        return;
      }
      case "deliver": {
        const account = accountId(step.person);
        this.told.add(String(account));
        const payload = JSON.stringify({ sender: { id: account }, filler: "x".repeat(step.number * 100) });
        const row = { event: "push", installationId: 1, repositoryId, payload, receivedAt: at(3) };
        return stores.deliveries.saveAll([{ id: `d${step.number}`, ...row }]);
      }
      case "work":
        return stores.deliveries.markDone(`d${step.number}`);
      case "give up":
        await stores.deliveries.park(`d${step.number}`, { at: at(5), error: "no" });
        await stores.deliveries.clearParked(at(9));
        return;
      case "seal": {
        const digest = await computeDigest(stores, { repository: SHOP, week: "2026-W45", now: at(30) });
        return stores.seals.seal("2026-W45", [{ repositoryId, from: at(1), until: at(9), digest }]);
      }
      case "forget closed":
        return stores.seals.forgetClosed(at(30));
      case "forget creators":
        return stores.seals.forgetCreators(repositoryId, at(30));
      case "uninstall":
        await stores.installations.forget(1, at(20));
        return this.begin();
      case "empty":
        stores.operations.emptyLog();
    }
  }

  /** What no row holds any more, and what of that a file of the store still does. */
  forgotten(): { readonly all: number; readonly left: readonly string[] } {
    expect(this.stores.operations.emptyLog()).toBe(true);
    const reader = new SqliteDatabase(this.file, { readonly: true });
    const tables = reader
      .prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite%'")
      .pluck()
      .all();
    const rows = JSON.stringify(tables.map((table) => reader.prepare(`select * from "${table}"`).all()));
    reader.close();
    const forgotten = [...this.told].filter((each) => !rows.includes(each));
    const folder = dirname(this.file);
    const names = readdirSync(folder).filter((name) => name.startsWith(basename(this.file)));
    const raw = names.map((name) => readFileSync(join(folder, name), "latin1"));
    const left = forgotten.filter((each) => raw.some((bytes) => bytes.includes(each)));
    return { all: forgotten.length, left };
  }
}

it("H10: nothing that is forgotten is left in any file of the store", async () => {
  let forgotten = 0;
  await fc.assert(
    fc.asyncProperty(steps, async (played) => {
      const filled = await Filled.open();
      await filled.begin();
      for (const step of played) await filled.play(step);
      const { all, left } = filled.forgotten();
      forgotten += all;
      await filled.stores.close();
      expect(left).toEqual([]);
    }),
    { numRuns: runs(20, 5) },
  );
  expect(forgotten).toBeGreaterThan(50);
});
