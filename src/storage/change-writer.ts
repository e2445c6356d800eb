import { sql } from "drizzle-orm";
import type { ChangeKey, ReadChange } from "../domain/records/change.ts";
import type { CommitRole } from "../domain/records/commit-role.ts";
import type { PartialRevert } from "../domain/shipping/claims.ts";
import type { LinkKind } from "./change-statements.ts";
import { CHANGES } from "./json/columns.ts";
import { matches, placeholders } from "./rows.ts";
import { changeCommits, changeLinks, changes } from "./schema/changes.ts";
import type { Transaction } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

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
  "scopes",
  "patchId",
  "contentId",
  "agentsVersion",
] as const;

const CHANGE = placeholders("repositoryId", "changeId");
/** The columns that the update sets, encoded as they are stored. */
const SET = READ.map((name) => [name, sql`${sql.param(sql.placeholder(name), changes[name])}`]);
const SAVE_READ = build
  .update(changes)
  .set(Object.fromEntries(SET))
  .where(matches(changes, placeholders("repositoryId", "id")));
const CLEAR_COMMITS = build
  .delete(changeCommits)
  .where(matches(changeCommits, { ...CHANGE, ...placeholders("role") }));
const ADD_COMMIT = build
  .insert(changeCommits)
  .values({ ...CHANGE, ...placeholders("role", "position", "sha") });
const CLEAR_LINKS = build.delete(changeLinks).where(matches(changeLinks, CHANGE));
const ADD_LINK = build.insert(changeLinks).values({
  ...CHANGE,
  ...placeholders("kind", "name"),
  touched: sql`${sql.placeholder("touched")}`,
  of: sql`${sql.placeholder("of")}`,
});

/** Records the facts that were read of a change. */
export async function saveReadChange(
  transaction: Transaction,
  { repositoryId, id }: ChangeKey,
  { own, merges, landing: _, ...said }: ReadChange,
): Promise<void> {
  const { reverts, pickedFrom, restating, partial, ...read } = said;
  const ofChange = { repositoryId, changeId: id };
  const [lines, patchId, contentId] = [read.lines ?? null, read.patchId ?? null, read.contentId ?? null];
  const services = CHANGES.services.write(read.services);
  const scopes = read.scopes?.length ? CHANGES.scopes.write(read.scopes) : null;
  const written = { ...read, services, scopes, lines, patchId, contentId };
  await transaction.run(SAVE_READ, { repositoryId, id, ...written });
  await writeCommits(transaction, { ...ofChange, role: "own" }, own);
  await writeCommits(transaction, { ...ofChange, role: "merge" }, merges);
  await writeCommits(transaction, { ...ofChange, role: "restating" }, restating);
  await transaction.run(CLEAR_LINKS, ofChange);
  const link = (kind: LinkKind, name: string, part?: PartialRevert) => {
    const [touched, of] = [part?.touched ?? null, part?.of ?? null];
    return transaction.run(ADD_LINK, { ...ofChange, kind, name, touched, of });
  };
  for (const name of new Set(reverts)) await link("reverts", name);
  for (const name of new Set(pickedFrom)) await link("picked-from", name);
  for (const part of partial) await link("part", part.name, part);
}

/** Replaces the commits of a change with one role. */
export async function writeCommits(
  transaction: Transaction,
  part: ChangePart,
  shas: readonly string[],
): Promise<void> {
  await transaction.run(CLEAR_COMMITS, { ...part });
  for (const [position, sha] of shas.entries()) await transaction.run(ADD_COMMIT, { ...part, position, sha });
}
