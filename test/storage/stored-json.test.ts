import SqliteDatabase from "better-sqlite3";
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { newPath } from "../../dev/simulation/processes/cli.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import * as columns from "../../src/storage/json/columns.ts";
import { jsonForm, StoredJsonError } from "../../src/storage/json/form.ts";
import { openStores } from "../../src/storage/stores.ts";
import { createOldStore, FIRST_ROWS, SCHEMAS } from "../support/old-store.ts";
import { openTestStores } from "../support/stores.ts";

/** What later schemas have a place for, as the releases with them wrote it. */
const ROWS = new Map([
  [1, FIRST_ROWS],
  [
    2,
    `insert into backfills (repository_id, state, since, started_at, phase, paging, stretch, done, attempts, due_at, problems)
      values (7, 'running', 0, 0, 'history', '{"size":50,"refused":100,"answered":3}',
        '{"branch":"main","base":"b","head":"m","isComplete":false}', 0, 0, 0, '["pulls: it failed"]');`,
  ],
  [
    8,
    `insert into notes (repository_id, sha, evidence)
      values (7, 'h', '[{"kind":"note","tool":"cursor","model":"GPT-5"}]');`,
  ],
  [
    11,
    `insert into changes (repository_id, id, state, updated_at, base_sha, head_sha, merged_at, author_attribution, author_tools, claimed_reverts)
      values (7, 'm', 'merged', 1793577600000, 'b', 'm', 1793577600000, 'undeclared', '[]', '[]');
    insert into landing_claims (repository_id, push, number, sha, commits) values (7, 'm', 12, 'm', '["h","m"]');`,
  ],
  [
    20,
    `insert into spend_declarations (installation_id, since, declaration)
      values (1, 0, '{"currency":"USD","rates":[{"of":"EUR","in":"USD","rate":"1.08","from":"2026-01-01"}],
        "seats":[{"tool":"cursor","count":2,"price":"40","currency":"USD","per":"month","from":"2026-09-01"}],
        "budgets":[{"name":"AI","amount":"9000","currency":"USD","per":"month","alertAt":[50]}],
        "scopes":[{"name":"pay","repositories":["shop"],"native":{"openai":["proj_1"]}}],"separate":[]}');`,
  ],
  [
    21,
    `insert into notifications (id, installation_id, repository_id, subject, format, message, created_at, due_at)
      values ('n', 1, 7, 'digest repository 7 2026-W44', 'slack',
        '{"kind":"digest","title":"Plimsoll","lines":["**9**"],"url":"https://github.com/acme/shop/issues/1"}', 0, 0);`,
  ],
  [
    23,
    `insert into scope_declarations (installation_id, since, scopes)
      values (1, 0, '[{"name":"pay","repositories":[{"name":"shop","id":7},{"name":"ledger"}]}]');`,
  ],
  [
    26,
    `update rules set codeowners = '[{"pattern":"pay/","teams":["@acme/pay"]}]' where repository_id = 7;
    update changes set scopes = '["pay"]' where id = '#12';`,
  ],
  [14, `update changes set claimed_repeats = '["#4"]' where id = '#12';`],
]);

const FORMS = Object.values(columns).flatMap((forms) => Object.values(forms));

/** What else begins as JSON does: its readers have forms of their own, or are told by the event. */
const OTHERS = new Set(["backfills.cursor", "rules.gitattributes"]);

/** The columns of a store in which something begins as a list or an object does. */
function jsonColumns(database: SqliteDatabase.Database): string[] {
  const all = database
    .prepare(
      "select tables.name || '.' || columns.name from sqlite_schema as tables, pragma_table_info(tables.name) as columns where tables.type = 'table'",
    )
    .pluck()
    .all() as string[];
  return all.filter((name) => {
    const [table, column] = name.split(".");
    const query = `select 1 from "${table}" where typeof("${column}") = 'text' and substr("${column}", 1, 1) in ('[', '{')`;
    return database.prepare(query).get() !== undefined;
  });
}

function textsOf(database: SqliteDatabase.Database, place: string): string[] {
  const [table, column] = place.split(".");
  const query = `select "${column}" from "${table}" where "${column}" is not null`;
  return database.prepare(query).pluck().all() as string[];
}

let file: string;

beforeEach(() => {
  file = newPath("plimsoll.db");
});

describe.each(SCHEMAS.map(({ tag }, index) => [index + 1, tag] as const))(
  "a store of schema %i, %s",
  (schemas) => {
    it("is read in every column that holds JSON, once it is brought up to date", async () => {
      createOldStore(file, { schemas, rows: ROWS }).close();
      await (await openStores(`file:${file}`)).close();
      const upgraded = new SqliteDatabase(file);
      const places = jsonColumns(upgraded);

      expect(places.length).toBeGreaterThanOrEqual(16);
      for (const place of places.filter((name) => !OTHERS.has(name))) {
        const form = FORMS.find(({ column }) => column === place);
        for (const text of textsOf(upgraded, place))
          expect(form?.read(text, { place }), place).toMatchObject(JSON.parse(text));
      }
      upgraded.close();
    });
  },
);

describe("a store of the newest schema, with rows of every earlier one", () => {
  it("holds JSON in every column that has a form", async () => {
    createOldStore(file, { schemas: SCHEMAS.length, rows: ROWS }).close();
    await (await openStores(`file:${file}`)).close();
    const upgraded = new SqliteDatabase(file);

    expect(jsonColumns(upgraded)).toEqual(expect.arrayContaining(FORMS.map(({ column }) => column)));
    upgraded.close();
  });

  it("gives what was written, and defaults for what was not", async () => {
    createOldStore(file, { schemas: SCHEMAS.length, rows: ROWS }).close();
    const stores = await openStores(`file:${file}`);

    expect((await stores.settings.find(7))?.policy).toEqual({
      digest: { enabled: true, per: "auto", repository: undefined, day: "friday", hour: 7 },
      check: { enabled: false, show: "all" },
      privacy: { floor: 8, strict: true, public: false },
      disclosure: { policy: "note", trailers: ["assisted-by"] },
      notify: { digest: false, alerts: false, format: "json" },
    });
    expect((await stores.settings.findOwner(1))?.policy.digest.repository).toBe("reports");
    expect(await stores.rules.list(7)).toMatchObject([
      { production: ["production"], services: [{ name: "api" }], agents: [{ id: "mender" }] },
    ]);
    expect(await stores.changes.find(7, 12)).toMatchObject({
      account: { tools: ["codex"] },
      claimedReverts: ["#3"],
      claimedRepeats: ["#4"],
      commits: [{ sha: "h", tools: ["claude-code", "codex", "cursor"], hints: [] }],
    });
    expect(await stores.commits.find(7, "h")).toMatchObject({ parents: ["b"], hints: [{ tool: "cursor" }] });
    expect(await stores.backfills.findNextDue(at(9), { repositories: [] })).toMatchObject({
      paging: { size: 50 },
      knownRange: { head: "m" },
      problems: ["pulls: it failed"],
    });
    expect(await stores.seals.find(7, "2026-W20")).toMatchObject({
      definition: 1,
      normalizedDeployments: { total: 1.5, quietWeeks: 0 },
      tools: [{ tool: "codex", agentAuthored: 0 }],
    });
    await stores.close();
  });
});

describe("the form of a column", () => {
  const first = z.object({ size: z.number() });
  const older = jsonForm("books.shelf", first);
  const newer = jsonForm(
    "books.shelf",
    z.object({ width: z.number() }).transform(({ width }) => ({ size: width })),
    first.extend({ color: z.string().default("brown") }),
  );

  it("writes its version, and reads what earlier ones wrote", () => {
    expect(newer.write({ size: 3 })).toBe('{"version":2,"size":3}');
    expect(newer.read('{"version":2,"size":3}', { id: 1 })).toEqual({ size: 3, color: "brown" });
    expect(newer.read('{"version":1,"width":4}', { id: 1 })).toEqual({ size: 4 });
    expect(newer.read('{"width":4}', { id: 1 })).toEqual({ size: 4 });
  });

  it("ignores what a later release added", () => {
    expect(older.read('{"version":1,"size":3,"color":"red"}', { id: 1 })).toEqual({ size: 3 });
  });

  it.each([
    ['{"version":2,"size":3}', "version 2, where this release reads up to 1"],
    ['{"size":"secret"}', "size is not right (invalid_type, expected number)"],
    ["secret", "not JSON"],
    ["null", "the whole is not right (invalid_type, expected object)"],
  ])("says of %s where it lies and what is wrong, without what it says", (text, problem) => {
    const read = () => older.read(text, { repositoryId: 7, since: at(2) });

    expect(read).toThrow(StoredJsonError);
    expect(read).toThrow(`books.shelf of repositoryId 7, since 2026-11-02T00:00:00.000Z: ${problem}`);
  });
});

describe("what is stored again", () => {
  it("is not taken for another for the order of its keys", async () => {
    const { settings } = await openTestStores();
    const stored = (policy: object) => ({ source: "repository", policy, problem: undefined }) as never;
    const privacy = { public: true, strict: false, floor: 4 };

    expect(await settings.save(SHOP.id, stored({ privacy, check: { enabled: false } }))).toBe(true);
    expect(await settings.save(SHOP.id, stored({ check: { enabled: false }, privacy }))).toBe(false);
    expect(await settings.save(SHOP.id, stored({ check: { enabled: true }, privacy }))).toBe(true);
  });
});

describe("a backfill whose place cannot be read", () => {
  it("begins anew, names the problem, and holds up no other", async () => {
    createOldStore(file, { schemas: SCHEMAS.length, rows: ROWS }).close();
    const broken = new SqliteDatabase(file);
    broken.exec(`update backfills set paging = '{"size":"large"}'`);
    broken.close();
    const stores = await openStores(`file:${file}`);
    const begun = await stores.backfills.findNextDue(at(9), { repositories: [] });

    expect(begun).toMatchObject({ phase: "start", paging: { size: 100 }, knownRange: undefined });
    expect(begun?.problems).toEqual([
      "backfills.paging of repositoryId 7: size is not right (invalid_type, expected number)",
    ]);
    expect(await stores.backfills.findNextDue(at(9), { repositories: [] })).toEqual(begun);
    await stores.close();
  });

  it("is listed with what cannot be read as its problem", async () => {
    createOldStore(file, { schemas: SCHEMAS.length, rows: ROWS }).close();
    const broken = new SqliteDatabase(file);
    broken.exec("update backfills set problems = 'nothing'");
    broken.close();
    const stores = await openStores(`file:${file}`);

    expect(await stores.backfills.list()).toMatchObject([
      { problems: ["backfills.problems of repositoryId 7: not JSON"] },
    ]);
    await stores.close();
  });
});
