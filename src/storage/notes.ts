import { and, sql } from "drizzle-orm";
import type { KeptEvidence } from "../domain/attribution/change-attribution.ts";
import { isReadable } from "./access.ts";
import type { Database } from "./database.ts";
import { NOTES } from "./json/columns.ts";
import { matches, placeholders, upsert } from "./rows.ts";
import { changes } from "./schema/changes.ts";
import { noteRefs, notes } from "./schema/notes.ts";

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

const IS_RECENT =
  "(changes.merged_at >= @since or (changes.state = 'open' and changes.updated_at >= @since))";

const NOTABLE = `
  select change_commits.sha as sha, min(changes.merged_at) as mergedAt from change_commits
  join changes on changes.repository_id = change_commits.repository_id and changes.id = change_commits.change_id
  where change_commits.repository_id = @repositoryId and change_commits.sha > @after
    and change_commits.role in ('own', 'pushed') and not changes.is_explained and ${IS_RECENT}
  group by change_commits.sha order by change_commits.sha limit @limit`;

const SAVE_REF = `
  insert into note_refs (repository_id, is_there, asked_at) values (@repositoryId, @isThere, @askedAt)
  on conflict do update set is_there = excluded.is_there, asked_at = excluded.asked_at`;

/** Stores notes in SQLite. */
export function createNoteStore(database: Database): NoteStore {
  const notable = database.$client.prepare(NOTABLE);
  const saveRef = database.$client.prepare(SAVE_REF);
  const ref = database
    .select({ isThere: noteRefs.isThere, askedAt: noteRefs.askedAt })
    .from(noteRefs)
    .where(matches(noteRefs, placeholders("repositoryId")))
    .prepare();
  return {
    findRef: async (repositoryId) => ref.get({ repositoryId }),
    async saveRef(repositoryId, ref) {
      saveRef.run({ repositoryId, isThere: Number(ref.isThere), askedAt: ref.askedAt.getTime() });
    },
    async save(repositoryId, read) {
      return database.transaction((transaction) =>
        read.reduce((isNew, note) => saveNote(transaction, repositoryId, note) || isNew, false),
      );
    },
    async listNotable(repositoryId, { since, after, limit }) {
      const rows = notable.all({ repositoryId, since: since.getTime(), after, limit }) as NotableRow[];
      return rows.map(({ sha, mergedAt: at }) => ({ sha, mergedAt: at === null ? undefined : new Date(at) }));
    },
    async listRepositories(since) {
      const { repositoryId, mergedAt, state, updatedAt } = changes;
      const at = since.getTime();
      const isRecent = sql`(${mergedAt} >= ${at} or (${state} = 'open' and ${updatedAt} >= ${at}))`;
      const found = database
        .selectDistinct({ repositoryId })
        .from(changes)
        .where(and(isRecent, isReadable(repositoryId)))
        .orderBy(repositoryId);
      return found.all().map((row) => row.repositoryId);
    },
  };
}

interface NotableRow {
  readonly sha: string;
  readonly mergedAt: number | null;
}

function saveNote(
  transaction: Pick<Database, "select" | "insert" | "delete">,
  repositoryId: number,
  { sha, evidence }: StoredNote,
): boolean {
  const isNote = matches(notes, { repositoryId, sha });
  const before = transaction.select({ evidence: notes.evidence }).from(notes).where(isNote).get();
  const written = NOTES.evidence.write(evidence);
  if ((before?.evidence ?? NOTES.evidence.write([])) === written) return false;
  if (evidence.length === 0) transaction.delete(notes).where(isNote).run();
  else {
    const row = { repositoryId, sha, evidence: written };
    upsert(transaction, notes, { row, key: [notes.repositoryId, notes.sha] });
  }
  return true;
}
