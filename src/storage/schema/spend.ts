import { sql } from "drizzle-orm";
import {
  customType,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import type { SpendDeclaration } from "../../domain/spend/declared.ts";
import type { Charge } from "../../domain/spend/fact.ts";
import type { Basis, SourceKind } from "../../domain/spend/source.ts";
import { flag, json, time } from "./columns.ts";
import { installations } from "./repositories.ts";

/**
 * An amount in millionths, as a 64-bit integer.
 *
 * Read it with `asText`, since a number of JavaScript holds only 53 bits.
 */
const micros = customType<{ data: bigint; driverData: bigint }>({ dataType: () => "integer" });

/** The sources of spend of each organization. */
export const spendSources = sqliteTable(
  "spend_sources",
  {
    id: integer("id").primaryKey(),
    /** Absent for a source that was imported before the app was installed: it belongs to the only installation. */
    installationId: integer("installation_id").references(() => installations.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    kind: text("kind").$type<SourceKind>().notNull(),
    basis: text("basis").$type<Basis>().notNull(),
    settlesAfterDays: integer("settles_after_days").notNull(),
    /** The last complete UTC day. */
    readThrough: text("read_through"),
    /** The source's own time of its data. */
    refreshedAt: time("refreshed_at"),
    readAt: time("read_at"),
    /** The reason why the last try failed, and its time. */
    error: text("error"),
    failedAt: time("failed_at"),
    /** The provider's present limit and seats. */
    hasHardLimit: flag("has_hard_limit"),
    seats: integer("seats"),
    activeSeats: integer("active_seats"),
  },
  (table) => [
    uniqueIndex("spend_sources_by_name").on(table.installationId, table.name),
    uniqueIndex("spend_sources_of_nobody").on(table.name).where(sql`installation_id is null`),
  ],
);

const sourceId = () =>
  integer("source_id")
    .notNull()
    .references(() => spendSources.id, { onDelete: "cascade" });

/** The money of each day by the day's last reading. */
export const spendFacts = sqliteTable(
  "spend_facts",
  {
    sourceId: sourceId(),
    day: text("day").notNull(),
    tool: text("tool").notNull(),
    charge: text("charge").$type<Charge>().notNull(),
    /** The name of a scope in the config; empty for the whole organization. */
    scope: text("scope").notNull(),
    currency: text("currency").notNull(),
    amount: micros("amount").notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.sourceId, table.day, table.tool, table.charge, table.scope, table.currency],
    }),
  ],
);

/** The totals of each day in the order of its readings: one row for each change. */
export const spendReadings = sqliteTable(
  "spend_readings",
  {
    sourceId: sourceId(),
    day: text("day").notNull(),
    readAt: time("read_at").notNull(),
    /** The total of each currency in millionths, as `EUR 1200 USD 5000`. */
    totals: text("totals").notNull(),
  },
  (table) => [primaryKey({ columns: [table.sourceId, table.day, table.readAt] })],
);

/** The declarations of spend in the owner's config, each with the time from which it is valid. */
export const spendDeclarations = sqliteTable(
  "spend_declarations",
  {
    installationId: integer("installation_id")
      .notNull()
      .references(() => installations.id, { onDelete: "cascade" }),
    since: time("since").notNull(),
    declaration: json<SpendDeclaration>("declaration").notNull(),
  },
  (table) => [primaryKey({ columns: [table.installationId, table.since] })],
);

/** The alerts that were given, each once. */
export const spendAlerts = sqliteTable(
  "spend_alerts",
  {
    installationId: integer("installation_id")
      .notNull()
      .references(() => installations.id, { onDelete: "cascade" }),
    /** The kind, its subject, and the period: `budget AI tools 2026-11 75`. */
    alert: text("alert").notNull(),
    /** The time of its first finding. */
    foundAt: time("found_at").notNull(),
    /** The time at which it was written on GitHub; absent until then. */
    writtenAt: time("written_at"),
    /** The time at which a notification of it was recorded; absent until then. */
    notifiedAt: time("notified_at"),
  },
  (table) => [
    primaryKey({ columns: [table.installationId, table.alert] }),
    index("spend_alerts_unwritten").on(table.installationId).where(sql`written_at is null`),
  ],
);
