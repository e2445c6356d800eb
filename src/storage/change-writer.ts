import { sql } from "drizzle-orm";
import type { ChangeKey, ReadChange } from "../domain/records/change.ts";
import type { CommitRole } from "../domain/records/commit-role.ts";
import type { PartialRevert } from "../domain/shipping/claims.ts";
import type { LinkKind } from "./change-statements.ts";
import type { Database } from "./database.ts";
import { CHANGES } from "./json/columns.ts";
import { matches, placeholders } from "./rows.ts";
import { changeCommits, changeLinks, changes } from "./schema/changes.ts";

/** The commits of a change with one role. */
interface ChangePart {
  readonly repositoryId: number;
  readonly changeId: string;
  readonly role: CommitRole;
}

/** The columns for the facts that were read of a change. */
const READ = [
  "readFrom",
  "isEffective",
  "lines",
  "services",
  "patchId",
  "contentId",
  "agentsVersion",
] as const;

/** Writes the parts of a change, within the transaction of its caller. */
export interface ChangeWriter {
  /** Records the facts that were read of a change. */
  saveRead(key: ChangeKey, read: ReadChange): void;
  /** Replaces the commits of a change with one role. */
  writeCommits(part: ChangePart, shas: readonly string[]): void;
}

/** Prepares to write the parts of changes. A change is written with all its commits. */
export function createChangeWriter(database: Database): ChangeWriter {
  const statements = prepare(database);
  const writer: ChangeWriter = {
    saveRead({ repositoryId, id }, { own, merges, landing: _, ...said }) {
      const { reverts, pickedFrom, restating, partial, ...read } = said;
      const ofChange = { repositoryId, changeId: id };
      const [lines, patchId, contentId] = [read.lines ?? null, read.patchId ?? null, read.contentId ?? null];
      const services = CHANGES.services.write(read.services);
      statements.saveRead.run({ repositoryId, id, ...read, services, lines, patchId, contentId });
      writer.writeCommits({ ...ofChange, role: "own" }, own);
      writer.writeCommits({ ...ofChange, role: "merge" }, merges);
      writer.writeCommits({ ...ofChange, role: "restating" }, restating);
      statements.clearLinks.run(ofChange);
      const link = (kind: LinkKind, name: string, part?: PartialRevert) => {
        const [touched, of] = [part?.touched ?? null, part?.of ?? null];
        statements.addLink.run({ ...ofChange, kind, name, touched, of });
      };
      for (const name of new Set(reverts)) link("reverts", name);
      for (const name of new Set(pickedFrom)) link("picked-from", name);
      for (const part of partial) link("part", part.name, part);
    },
    writeCommits(part, shas) {
      statements.clearCommits.run({ ...part });
      for (const [position, sha] of shas.entries()) statements.addCommit.run({ ...part, position, sha });
    },
  };
  return writer;
}

function prepare(database: Database) {
  const ofChange = placeholders("repositoryId", "changeId");
  const isPart = matches(changeCommits, { ...ofChange, ...placeholders("role") });
  const { touched, of } = placeholders("touched", "of");
  const link = { ...ofChange, ...placeholders("kind", "name"), touched: sql`${touched}`, of: sql`${of}` };
  /** The columns that the update sets, encoded as they are stored. */
  const set = READ.map((name) => [name, sql`${sql.param(sql.placeholder(name), changes[name])}`]);
  return {
    saveRead: database
      .update(changes)
      .set(Object.fromEntries(set))
      .where(matches(changes, placeholders("repositoryId", "id")))
      .prepare(),
    clearCommits: database.delete(changeCommits).where(isPart).prepare(),
    addCommit: database
      .insert(changeCommits)
      .values({ ...ofChange, ...placeholders("role", "position", "sha") })
      .prepare(),
    clearLinks: database.delete(changeLinks).where(matches(changeLinks, ofChange)).prepare(),
    addLink: database.insert(changeLinks).values(link).prepare(),
  };
}
