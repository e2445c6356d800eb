import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { trimDelivery } from "../../src/github/trim.ts";
import { openDatabase } from "../../src/storage/database.ts";
import { isTest, namedTests, unheldPromises } from "./promises.ts";

/** The columns of each table as the database has them. */
function storedColumns(): Record<string, string[]> {
  const { $client } = openDatabase(":memory:");
  const names = (query: string, ...values: string[]) =>
    $client
      .prepare(query)
      .pluck()
      .all(...values) as string[];
  const tables = names(
    "select name from sqlite_master where type = 'table' and name not glob '[_s][_q][dl]*'",
  );
  const columns = tables.map((table) => [
    table,
    names("select name from pragma_table_info(?)", table).sort(),
  ]);
  $client.close();
  return Object.fromEntries(columns);
}

/** The columns of each table as the page lists them, each under a heading that is its table's name. */
function documentedColumns(page: string): Record<string, string[]> {
  const sections = page.split(/^###? /m).filter((section) => section.startsWith("`"));
  return Object.fromEntries(
    sections.map((section) => {
      const table = section.slice(1, section.indexOf("`", 1));
      const cells = [...section.matchAll(/^\| (`.*?`) \|/gm)].map(([, cell = ""]) => cell);
      return [table, cells.flatMap((cell) => cell.replaceAll("`", "").split(", ")).sort()];
    }),
  );
}

const require = createRequire(import.meta.url);
/** Real captures of every event. */
const examples: readonly { name: string; examples: readonly object[] }[] = [
  ...require("@octokit/webhooks-examples/api.github.com/index.json"),
  ...require("@octokit/webhooks-examples/ghes-35/index.json"),
];

const PERSONAL = new Set(["email", "title", "message", "description", "avatar_url", "head_ref"]);

/** Whatever a payload says of people, or in their words; the description of a pull request apart, which names reverts. */
function personalTexts(payload: object): string[] {
  return Object.entries(payload).flatMap(([key, value]) => {
    if (typeof value === "object" && value !== null) return personalTexts(value);
    const isText = typeof value === "string" && value.length > 3;
    return isText && PERSONAL.has(key) ? [value] : [];
  });
}

describe("the page on privacy", () => {
  const page = readFileSync("docs/privacy.md", "utf8");

  it("lists every column of every table, and no other", () => {
    expect(documentedColumns(page)).toEqual(storedColumns());
  });

  it("says what each column holds", () => {
    const rows = [...page.matchAll(/^\| `.*$/gm)].map(([row]) => row.split("|"));

    expect(rows.length).toBeGreaterThan(60);
    expect(rows.filter(([, , holds = ""]) => holds.trim() === "")).toEqual([]);
  });

  it("is right that a stored payload names no person, and holds no text that somebody wrote", () => {
    const kept = examples.flatMap(({ name, examples: payloads }) =>
      payloads.map((payload) => ({ payload, stored: trimDelivery(name, payload)?.payload ?? "" })),
    );
    const leaks = kept.flatMap(({ payload, stored }) =>
      personalTexts(payload).filter((text) => stored.includes(text)),
    );

    expect(kept.filter(({ stored }) => stored !== "").length).toBeGreaterThan(50);
    expect(leaks).toEqual([]);
  });

  it("names for each promise a test that is there", () => {
    const named = namedTests("docs/privacy.md");

    expect(unheldPromises("docs/privacy.md")).toEqual([]);
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((test) => !isTest(test))).toEqual([]);
  });
});
