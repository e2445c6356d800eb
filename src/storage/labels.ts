import { sql } from "drizzle-orm";
import type { ToolLabel } from "../domain/attribution/labels.ts";
import type { ChangeKey } from "../domain/records/change.ts";
import { excludedValues, matches, placeholders } from "./rows.ts";
import { labels } from "./schema/changes.ts";
import type { Connection, SqlDatabase } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

/** The setting or removal of a tool's label on a pull request. */
interface StoredLabelling extends ToolLabel {
  readonly repositoryId: number;
  readonly number: number;
  readonly isSet: boolean;
  readonly at: Date;
}

/** Labels of tools. The latest fact about each counts. */
export interface LabelStore {
  save(labelling: StoredLabelling): Promise<void>;
}

const SAVE = build
  .insert(labels)
  .values(placeholders("repositoryId", "changeId", "tool", "isSet", "isOwn", "at"))
  .onConflictDoUpdate({
    target: [labels.repositoryId, labels.changeId, labels.tool],
    set: excludedValues(labels, "isSet", "isOwn", "at"),
    // Of two within one second the larger one counts: arbitrary, but the same in any order.
    setWhere: sql`(excluded.at, excluded.is_set, excluded.is_own)
      >= (${labels.at}, ${labels.isSet}, ${labels.isOwn})`,
  });
const PRESENT = build
  .select({ tool: labels.tool, isOwn: labels.isOwn })
  .from(labels)
  .where(matches(labels, { ...placeholders("repositoryId", "changeId"), isSet: true }))
  .orderBy(labels.tool);

/** Stores labels. */
export function createLabelStore(database: SqlDatabase): LabelStore {
  return {
    async save({ number, ...labelling }) {
      await database.run(SAVE, { ...labelling, changeId: `#${number}` });
    },
  };
}

/** The present labels of a change. */
export function listLabels(connection: Connection, { repositoryId, id }: ChangeKey): Promise<ToolLabel[]> {
  return connection.all(PRESENT, { repositoryId, changeId: id });
}
