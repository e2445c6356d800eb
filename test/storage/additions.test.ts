import { globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import { notOnlyAdding } from "../support/additions.ts";

/** The last migration that need not only add: `docs/operations.md` promises it for all later ones. */
const SINCE = { "migrations/*.sql": "0011", "migrations/postgres/*.sql": "0000" };

describe("a migration", () => {
  it.each(Object.entries(SINCE))("of %s only adds since %s", (pattern, since) => {
    const later = globSync(pattern).filter((file) => basename(file).slice(0, 4) > since);
    const wrong = later.flatMap((file) =>
      notOnlyAdding(readFileSync(file, "utf8")).map((statement) => [file, statement]),
    );

    expect(globSync(pattern).length).toBeGreaterThan(0);
    expect(wrong).toEqual([]);
  });
});

describe("a server of an earlier version", () => {
  it.each([
    "DROP TABLE `labels`",
    "ALTER TABLE `labels` RENAME TO `words`",
    'ALTER TABLE "labels" RENAME COLUMN "name" TO "word"',
    'ALTER TABLE "labels" DROP COLUMN "name"',
    'ALTER TABLE "labels" ALTER COLUMN "at" SET DATA TYPE text',
    'ALTER TABLE "labels" ALTER COLUMN "at" SET NOT NULL',
    "ALTER TABLE `labels` ADD `kind` text NOT NULL",
    'ALTER TABLE "labels" ADD COLUMN "kind" text NOT NULL',
    'ALTER TABLE "labels" ADD COLUMN "kind" bigint UNIQUE',
    'ALTER TABLE "labels" ADD CONSTRAINT "one" UNIQUE ("name")',
    'ALTER TABLE "labels" ADD CONSTRAINT "of" FOREIGN KEY ("id") REFERENCES "public"."repositories"("id")',
    "CREATE UNIQUE INDEX `labels_by_name` ON `labels` (`name`)",
    "DELETE FROM `labels`",
  ])("could break with: %s", (statement) => {
    expect(notOnlyAdding(`CREATE TABLE \`words\` (\`id\` integer);\n${statement};`)).toEqual([statement]);
  });

  it.each([
    "CREATE INDEX `labels_by_name` ON `labels` (`name`)",
    'ALTER TABLE "labels" ADD COLUMN "kind" text',
    "ALTER TABLE `labels` ADD `kind` text DEFAULT 'a' NOT NULL",
    "CREATE UNIQUE INDEX `words_by_id` ON `words` (`id`)",
    'ALTER TABLE "words" ADD CONSTRAINT "of" FOREIGN KEY ("id") REFERENCES "public"."labels"("id")',
    "-- The reason.\nUPDATE `labels` SET `name` = 'a'",
  ])("works with: %s", (statement) => {
    const migration = `CREATE TABLE \`words\` (\`id\` integer);\n--> statement-breakpoint\n${statement};`;
    expect(notOnlyAdding(migration)).toEqual([]);
  });
});
