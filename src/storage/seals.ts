import { randomBytes } from "node:crypto";
import { and, asc, eq, exists, gte, inArray, isNotNull, isNull, lt, not, notInArray, or } from "drizzle-orm";
import type { Digest } from "../domain/metric/digest.ts";
import { asList, isAmong } from "./among.ts";
import { type ChangeReader, createChangeReader } from "./change-rows.ts";
import type { Database } from "./database.ts";
import { SEALED_WEEKS } from "./json/columns.ts";
import { matches } from "./rows.ts";
import { readRules } from "./rules.ts";
import { changes, reviews } from "./schema/changes.ts";
import { deploymentEvents, deployments, releases } from "./schema/deployments.ts";
import { sealedWeeks } from "./schema/published.ts";
import { repositories } from "./schema/repositories.ts";

/** A repository's part of a week. */
export interface WeekPart {
  readonly repositoryId: number;
  readonly from: Date;
  readonly until: Date;
  /** Its last digest of the week: its figures about people cannot be computed again. */
  readonly digest: Digest;
}

interface UnsealedMerge {
  readonly repositoryId: number;
  readonly at: Date;
}

/** Sealed weeks: nobody can follow a person from one to another. */
export interface SealStore {
  /** The earliest unsealed merge of an installation. */
  findOldestUnsealed(installationId: number): Promise<UnsealedMerge | undefined>;
  /**
   * Replaces the keyed hashes of a week by random tokens, one for each builder in all parts, and stores the digests.
   *
   * The same person has another token in each week, and no key leads back. So counts stay, and nobody can follow a
   * person.
   */
  seal(week: string, parts: readonly WeekPart[]): Promise<void>;
  /** The digest of a sealed week. */
  find(repositoryId: number, week: string): Promise<Digest | undefined>;
  /**
   * Deletes the authors and reviewers of pull requests that were closed without a merge before an instant, and late
   * reviews of sealed ones.
   */
  forgetClosed(before: Date): Promise<void>;
  /** Deletes the people who filed a repository's deployments before an instant, also for weeks without merges. */
  forgetCreators(repositoryId: number, before: Date): Promise<void>;
}

/** Seals weeks in SQLite. */
export function createSealStore(database: Database): SealStore {
  const readChanges = createChangeReader(database);
  return {
    findOldestUnsealed: async (installationId) => findOldestUnsealed(database, installationId),
    async seal(week, parts) {
      database.transaction((transaction) => {
        const tokens = new Map<string, string>();
        for (const part of parts) sealPart(transaction, { ...part, tokens, readChanges });
        for (const { repositoryId, ...part } of parts) {
          const digest = SEALED_WEEKS.digest.write(part.digest);
          transaction.insert(sealedWeeks).values({ repositoryId, week, digest }).onConflictDoNothing().run();
        }
      });
    },
    async find(repositoryId, week) {
      const isWeek = matches(sealedWeeks, { repositoryId, week });
      const row = database.select({ digest: sealedWeeks.digest }).from(sealedWeeks).where(isWeek).get();
      return row && SEALED_WEEKS.digest.read(row.digest, { repositoryId, week });
    },
    async forgetClosed(before) {
      database
        .update(changes)
        .set({ author: null, asker: null, enabler: null })
        .where(and(isNull(changes.mergedAt), lt(changes.updatedAt, before)))
        .run();
      const isUnneeded = not(exists(reviewed(database, before)));
      database
        .delete(reviews)
        .where(and(lt(reviews.at, before), isUnneeded))
        .run();
    },
    async forgetCreators(repositoryId, before) {
      sealCreators(database, { repositoryId, from: new Date(0), until: before });
    },
  };
}

function findOldestUnsealed(database: Database, installationId: number): UnsealedMerge | undefined {
  const isOne = and(eq(repositories.installationId, installationId), eq(changes.isSealed, false));
  const row = database
    .select({ repositoryId: changes.repositoryId, at: changes.mergedAt })
    .from(changes)
    .innerJoin(repositories, eq(repositories.id, changes.repositoryId))
    .where(and(isOne, isNotNull(changes.mergedAt)))
    .orderBy(asc(changes.mergedAt))
    .limit(1)
    .get();
  return row?.at ? { repositoryId: row.repositoryId, at: row.at } : undefined;
}

/** The pull request of a review, if the review may still decide its builder. */
function reviewed(reader: Pick<Database, "select">, closedBefore: Date) {
  const isOf = and(eq(changes.repositoryId, reviews.repositoryId), eq(changes.id, reviews.changeId));
  const isRecent = or(eq(changes.state, "open"), gte(changes.updatedAt, closedBefore));
  const isUnsealed = and(isNotNull(changes.mergedAt), eq(changes.isSealed, false));
  return reader
    .select({ id: changes.id })
    .from(changes)
    .where(and(isOf, or(isUnsealed, and(isNull(changes.mergedAt), isRecent))));
}

type Writer = Pick<Database, "select" | "update" | "delete">;

interface Sealing {
  /** The token of each builder. */
  readonly tokens: Map<string, string>;
  readonly readChanges: ChangeReader;
}

function sealPart(
  writer: Writer,
  { repositoryId, from, until, tokens, readChanges }: Omit<WeekPart, "digest"> & Sealing,
): void {
  const isOpen = matches(changes, { repositoryId, isSealed: false });
  const isInWeek = and(isOpen, gte(changes.mergedAt, from), lt(changes.mergedAt, until));
  const rows = writer.select({ id: changes.id }).from(changes).where(isInWeek).all();
  const ids = rows.map(({ id }) => id);
  const known = new Map(readChanges(repositoryId, ids).map((change) => [change.id, change]));
  for (const id of ids) {
    const { builder, isApproved } = known.get(id) ?? {};
    const author = builder === undefined ? null : tokenOf(builder, tokens);
    const nobody = { asker: null, merger: null, enabler: null };
    const sealed = { ...nobody, author, isApproved: isApproved ?? null, isSealed: true };
    writer.update(changes).set(sealed).where(matches(changes, { repositoryId, id })).run();
  }
  sealCreators(writer, { repositoryId, from, until });
  writer
    .delete(reviews)
    .where(and(eq(reviews.repositoryId, repositoryId), isAmong(reviews.changeId, asList(ids))))
    .run();
}

/** Deletes the people who filed deployments and releases, except the accounts in the config, which must stay known. */
function sealCreators(
  writer: Writer,
  { repositoryId, from, until }: Pick<WeekPart, "repositoryId" | "from" | "until">,
): void {
  const named = readRules(writer, repositoryId).flatMap(({ creators }) => creators ?? []);
  const isWithin = and(
    eq(deploymentEvents.repositoryId, repositoryId),
    gte(deploymentEvents.at, from),
    lt(deploymentEvents.at, until),
  );
  const ids = writer.select({ id: deploymentEvents.deploymentId }).from(deploymentEvents).where(isWithin);
  for (const records of [deployments, releases]) {
    const isNobodyNamed = and(isNotNull(records.creator), notInArray(records.creator, named));
    writer
      .update(records)
      .set({ creator: null })
      .where(and(inArray(records.id, ids), eq(records.creatorKind, "person"), isNobodyNamed))
      .run();
  }
}

function tokenOf(builder: string, tokens: Map<string, string>): string {
  const token = tokens.get(builder) ?? randomBytes(16).toString("base64url");
  tokens.set(builder, token);
  return token;
}
