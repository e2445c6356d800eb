import { and, eq, sql } from "drizzle-orm";
import type { ChangeKey, ReadChange } from "../domain/records/change.ts";
import type { CommitRole } from "../domain/records/commit-role.ts";
import type { PartialRevert } from "../domain/shipping/claims.ts";
import type { LinkKind } from "./change-statements.ts";
import type { Database } from "./database.ts";
import { CHANGES } from "./json/columns.ts";
import { changeCommits, changeLinks, changes } from "./schema/changes.ts";

/** Which commits of which change. */
interface ChangePart {
  readonly repositoryId: number;
  readonly changeId: string;
  readonly role: CommitRole;
}

type ReadColumn =
  | "readFrom"
  | "isEffective"
  | "lines"
  | "services"
  | "patchId"
  | "contentId"
  | "agentsVersion";

/** Writes what belongs to a change, within the transaction of whoever calls it. */
export interface ChangeWriter {
  /** Records what was read of a change. */
  saveRead(key: ChangeKey, read: ReadChange): void;
  /** Replaces the commits that have a part in a change. */
  writeCommits(part: ChangePart, shas: readonly string[]): void;
}

/** Prepares to write what belongs to changes: each is read with all its commits. */
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
      const link = (kind: LinkKind, name: string, part?: PartialRevert) =>
        statements.addLink.run({
          ...ofChange,
          kind,
          name,
          touched: part?.touched ?? null,
          of: part?.of ?? null,
        });
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
  const column = (name: string) => sql.placeholder(name);
  const ofChange = { repositoryId: column("repositoryId"), changeId: column("changeId") };
  const isPart = and(
    eq(changeCommits.repositoryId, ofChange.repositoryId),
    eq(changeCommits.changeId, ofChange.changeId),
    eq(changeCommits.role, column("role")),
  );
  const isLinked = and(
    eq(changeLinks.repositoryId, ofChange.repositoryId),
    eq(changeLinks.changeId, ofChange.changeId),
  );
  const part = { ...ofChange, role: column("role"), position: column("position"), sha: column("sha") };
  /** What an update sets: as the column stores it. */
  const given = (name: ReadColumn) => sql`${sql.param(column(name), changes[name])}`;
  const isChange = and(eq(changes.repositoryId, ofChange.repositoryId), eq(changes.id, column("id")));
  return {
    saveRead: database
      .update(changes)
      .set({
        ...{ readFrom: given("readFrom"), isEffective: given("isEffective"), lines: given("lines") },
        ...{ services: given("services"), patchId: given("patchId"), contentId: given("contentId") },
        agentsVersion: given("agentsVersion"),
      })
      .where(isChange)
      .prepare(),
    clearCommits: database.delete(changeCommits).where(isPart).prepare(),
    addCommit: database.insert(changeCommits).values(part).prepare(),
    clearLinks: database.delete(changeLinks).where(isLinked).prepare(),
    addLink: database
      .insert(changeLinks)
      .values({
        ...{ ...ofChange, kind: column("kind"), name: column("name") },
        ...{ touched: sql`${column("touched")}`, of: sql`${column("of")}` },
      })
      .prepare(),
  };
}
