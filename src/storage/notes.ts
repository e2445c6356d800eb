import { and, eq, gt, gte, min, not, or, sql } from "drizzle-orm";
import type { KeptEvidence } from "../domain/attribution/change-attribution.ts";
import { isReadable } from "./access.ts";
import { NOTES } from "./json/columns.ts";
import { buildUpsert, matches, placeholders, withoutNulls } from "./rows.ts";
import { changeCommits, changes } from "./schema/changes.ts";
import { noteRefs, notes } from "./schema/notes.ts";
import type { SqlDatabase, Transaction } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

/** Whether a repository has notes of git-ai, and the time of GitHub's answer. */
interface NoteRef {
  readonly isThere: boolean;
  readonly askedAt: Date;
}

/** The evidence in a note; empty where there is no note. */
interface StoredNote {
  readonly sha: string;
  readonly evidence: readonly KeptEvidence[];
}

/** A commit of a change; `mergedAt` is `undefined` before the merge. */
export interface NotableCommit {
  readonly sha: string;
  readonly mergedAt: Date | undefined;
}

/** The page of commits to list: of changes since a time, after a sha. */
interface NotablePage {
  readonly since: Date;
  readonly after: string;
  readonly limit: number;
}

/** The evidence in git-ai's notes. */
export interface NoteStore {
  findRef(repositoryId: number): Promise<NoteRef | undefined>;
  saveRef(repositoryId: number, ref: NoteRef): Promise<void>;
  /** Records the evidence in notes. Returns whether anything is new. */
  save(repositoryId: number, read: readonly StoredNote[]): Promise<boolean>;
  /** The own commits of changes that merged since a time, or are open and were updated since. */
  listNotable(repositoryId: number, page: NotablePage): Promise<readonly NotableCommit[]>;
  /** The repositories with such changes that the app may read. */
  listRepositories(since: Date): Promise<readonly number[]>;
}

const SINCE = sql.placeholder("since");
const IS_RECENT = or(
  gte(changes.mergedAt, SINCE),
  and(eq(changes.state, "open"), gte(changes.updatedAt, SINCE)),
);

const REF = build
  .select({ isThere: noteRefs.isThere, askedAt: noteRefs.askedAt })
  .from(noteRefs)
  .where(matches(noteRefs, placeholders("repositoryId")));
const NOTABLE = build
  .select({ sha: changeCommits.sha, mergedAt: min(changes.mergedAt) })
  .from(changeCommits)
  .innerJoin(
    changes,
    matches(changes, { repositoryId: changeCommits.repositoryId, id: changeCommits.changeId }),
  )
  .where(
    and(
      matches(changeCommits, placeholders("repositoryId")),
      gt(changeCommits.sha, sql.placeholder("after")),
      sql`${changeCommits.role} in ('own', 'pushed')`,
      not(sql`${changes.isExplained}`),
      IS_RECENT,
    ),
  )
  .groupBy(changeCommits.sha)
  .orderBy(changeCommits.sha)
  .limit(sql.placeholder("limit"));
const REPOSITORIES = build
  .selectDistinct({ id: changes.repositoryId })
  .from(changes)
  .where(and(IS_RECENT, isReadable(changes.repositoryId)))
  .orderBy(changes.repositoryId);

/** Stores notes. */
export function createNoteStore(database: SqlDatabase): NoteStore {
  return {
    findRef: (repositoryId) => database.one(REF, { repositoryId }),
    async saveRef(repositoryId, { isThere, askedAt }) {
      const row = { repositoryId, isThere, askedAt };
      await database.run(buildUpsert(noteRefs, { row, key: noteRefs.repositoryId }));
    },
    save: (repositoryId, read) =>
      database.transaction(async (transaction) => {
        let isNew = false;
        for (const note of read) isNew = (await saveNote(transaction, repositoryId, note)) || isNew;
        return isNew;
      }),
    async listNotable(repositoryId, { since, after, limit }) {
      const rows = await database.all(NOTABLE, { repositoryId, since: since.getTime(), after, limit });
      return rows.map(withoutNulls);
    },
    async listRepositories(since) {
      return (await database.all(REPOSITORIES, { since: since.getTime() })).map(({ id }) => id);
    },
  };
}

async function saveNote(
  transaction: Transaction,
  repositoryId: number,
  { sha, evidence }: StoredNote,
): Promise<boolean> {
  const isNote = matches(notes, { repositoryId, sha });
  const before = await transaction.one(build.select({ evidence: notes.evidence }).from(notes).where(isNote));
  const written = NOTES.evidence.write(evidence);
  if ((before?.evidence ?? NOTES.evidence.write([])) === written) return false;
  if (evidence.length === 0) await transaction.run(build.delete(notes).where(isNote));
  else {
    const row = { repositoryId, sha, evidence: written };
    await transaction.run(buildUpsert(notes, { row, key: [notes.repositoryId, notes.sha] }));
  }
  return true;
}
