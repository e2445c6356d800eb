import { randomBytes } from "node:crypto";
import { and, asc, eq, exists, gte, inArray, isNotNull, isNull, lt, not, notInArray, or } from "drizzle-orm";
import type { Digest } from "../domain/metric/digest.ts";
import { asList, isAmong } from "./among.ts";
import { loadChanges } from "./change-rows.ts";
import { SEALED_WEEKS } from "./json/columns.ts";
import { matches, placeholders } from "./rows.ts";
import { listRules } from "./rules.ts";
import { changes, reviews } from "./schema/changes.ts";
import { deploymentEvents, deployments, releases } from "./schema/deployments.ts";
import { sealedWeeks } from "./schema/published.ts";
import { repositories } from "./schema/repositories.ts";
import type { SqlDatabase, Transaction } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

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

const OLDEST_UNSEALED = build
  .select({ repositoryId: changes.repositoryId, at: changes.mergedAt })
  .from(changes)
  .innerJoin(repositories, eq(repositories.id, changes.repositoryId))
  .where(
    and(
      matches(repositories, placeholders("installationId")),
      eq(changes.isSealed, false),
      isNotNull(changes.mergedAt),
    ),
  )
  .orderBy(asc(changes.mergedAt))
  .limit(1);
const FIND = build
  .select({ digest: sealedWeeks.digest })
  .from(sealedWeeks)
  .where(matches(sealedWeeks, placeholders("repositoryId", "week")));

/** Seals weeks. */
export function createSealStore(database: SqlDatabase): SealStore {
  return {
    async findOldestUnsealed(installationId) {
      const row = await database.one(OLDEST_UNSEALED, { installationId });
      return row?.at ? { repositoryId: row.repositoryId, at: row.at } : undefined;
    },
    seal: (week, parts) =>
      database.transaction(async (transaction) => {
        const tokens = new Map<string, string>();
        for (const part of parts) await sealPart(transaction, part, tokens);
        for (const { repositoryId, ...part } of parts) {
          const row = { repositoryId, week, digest: SEALED_WEEKS.digest.write(part.digest) };
          await transaction.run(build.insert(sealedWeeks).values(row).onConflictDoNothing());
        }
      }),
    async find(repositoryId, week) {
      const row = await database.one(FIND, { repositoryId, week });
      return row && SEALED_WEEKS.digest.read(row.digest, { repositoryId, week });
    },
    forgetClosed: (before) => database.transaction((transaction) => forgetClosed(transaction, before)),
    forgetCreators: (repositoryId, before) =>
      database.transaction((transaction) =>
        sealCreators(transaction, { repositoryId, from: new Date(0), until: before }),
      ),
  };
}

async function forgetClosed(transaction: Transaction, before: Date): Promise<void> {
  const isClosed = and(isNull(changes.mergedAt), lt(changes.updatedAt, before));
  const nobody = { author: null, asker: null, enabler: null };
  await transaction.run(build.update(changes).set(nobody).where(isClosed));
  const isUnneeded = not(exists(reviewed(before)));
  await transaction.run(build.delete(reviews).where(and(lt(reviews.at, before), isUnneeded)));
}

/** The pull request of a review, if the review may still decide its builder. */
function reviewed(closedBefore: Date) {
  const isOf = and(eq(changes.repositoryId, reviews.repositoryId), eq(changes.id, reviews.changeId));
  const isRecent = or(eq(changes.state, "open"), gte(changes.updatedAt, closedBefore));
  const isUnsealed = and(isNotNull(changes.mergedAt), eq(changes.isSealed, false));
  return build
    .select({ id: changes.id })
    .from(changes)
    .where(and(isOf, or(isUnsealed, and(isNull(changes.mergedAt), isRecent))));
}

/** Seals a repository's part of a week. `tokens` holds the token of each builder. */
async function sealPart(
  transaction: Transaction,
  { repositoryId, from, until }: Omit<WeekPart, "digest">,
  tokens: Map<string, string>,
): Promise<void> {
  const isOpen = matches(changes, { repositoryId, isSealed: false });
  const isInWeek = and(isOpen, gte(changes.mergedAt, from), lt(changes.mergedAt, until));
  const rows = await transaction.all(build.select({ id: changes.id }).from(changes).where(isInWeek));
  const ids = rows.map(({ id }) => id);
  const known = new Map(
    (await loadChanges(transaction, repositoryId, ids)).map((change) => [change.id, change]),
  );
  for (const id of ids) {
    const { builder, isApproved } = known.get(id) ?? {};
    const author = builder === undefined ? null : tokenOf(builder, tokens);
    const nobody = { asker: null, merger: null, enabler: null };
    const sealed = { ...nobody, author, isApproved: isApproved ?? null, isSealed: true };
    await transaction.run(build.update(changes).set(sealed).where(matches(changes, { repositoryId, id })));
  }
  await sealCreators(transaction, { repositoryId, from, until });
  const isIts = and(eq(reviews.repositoryId, repositoryId), isAmong(reviews.changeId, asList(ids)));
  await transaction.run(build.delete(reviews).where(isIts));
}

/** Deletes the people who filed deployments and releases, except the accounts in the config, which must stay known. */
async function sealCreators(
  transaction: Transaction,
  { repositoryId, from, until }: Pick<WeekPart, "repositoryId" | "from" | "until">,
): Promise<void> {
  const named = (await listRules(transaction, repositoryId)).flatMap(({ creators }) => creators ?? []);
  const isWithin = and(
    eq(deploymentEvents.repositoryId, repositoryId),
    gte(deploymentEvents.at, from),
    lt(deploymentEvents.at, until),
  );
  const ids = build.select({ id: deploymentEvents.deploymentId }).from(deploymentEvents).where(isWithin);
  for (const records of [deployments, releases]) {
    const isNobodyNamed = and(isNotNull(records.creator), notInArray(records.creator, named));
    const isPersons = and(inArray(records.id, ids), eq(records.creatorKind, "person"), isNobodyNamed);
    await transaction.run(build.update(records).set({ creator: null }).where(isPersons));
  }
}

function tokenOf(builder: string, tokens: Map<string, string>): string {
  const token = tokens.get(builder) ?? randomBytes(16).toString("base64url");
  tokens.set(builder, token);
  return token;
}
