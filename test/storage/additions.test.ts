import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import { notOnlyAdding } from "../support/additions.ts";

/** The last migration that need not only add: `docs/operations.md` promises it for all later ones. */
const SINCE = { "migrations/*.sql": "0011", "migrations/postgres/*.sql": "0000" };

describe("a migration", () => {
  it("is never changed: a store knows those that it had by their hashes", () => {
    const all = Object.keys(SINCE).flatMap((pattern) => globSync(pattern).sort());
    const hashes = all.map((file) => {
      const hash = createHash("sha256").update(readFileSync(file)).digest("hex");
      return `${basename(file, ".sql")} ${hash.slice(0, 12)}`;
    });

    expect(hashes.join("\n")).toMatchInlineSnapshot(`
      "0000_create_tables 4bd668d0d5fa
      0001_run_in_production 81c462ca984c
      0002_remember_what_github_did_not_tell 3e3e3eb3b94c
      0003_remember_what_was_not_understood 376692ad20f5
      0004_keep_mistakes 7ad4d5747cfa
      0005_remember_refusals f177c359e716
      0006_keep_side_commits b08e8879109c
      0007_read_notes 1e9a8e0a1017
      0008_let_records_ship_more_than_once fac7c7968bba
      0009_choose_how_to_ship 2904a48ddf01
      0010_keep_what_pushes_say_they_land 32cb370640ac
      0011_keep_each_push 6e7aa7a81d2b
      0012_keep_definitions 03d684af8d6b
      0013_tell_claims_apart e1b3c0a6ab88
      0014_who_asked ec26611c7d39
      0015_keep_problems_and_times cf8ddf1db8d9
      0016_switch_sentences_off fca6da681dd0
      0017_keep_labels 77f1db18e941
      0018_keep_the_key_outside 97054da086c0
      0019_count_what_tools_cost a6dd41bcc474
      0020_send_notifications df4652913797
      0021_choose_one_digest_for_all 401ebc52b97b
      0022_name_scopes 8d4d0d934652
      0023_share_waits_and_counts ae36601f17fa
      0024_keep_what_was_not_merged 0d1fc37dff9c
      0025_scope_parts_of_changes 1d4da1cd1b00
      0026_date_codeowners 86a83243afee
      0000_the_tables e50d9f652171
      0001_date_codeowners 5b623cb82b6d"
    `);
  });

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
