import { sql } from "drizzle-orm";
import type { ToolLabel } from "../domain/attribution/labels.ts";
import type { ChangeKey } from "../domain/records/change.ts";
import type { Database } from "./database.ts";
import { excludedValues, matches, placeholders } from "./rows.ts";
import { labels } from "./schema/changes.ts";

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

/** Stores labels in SQLite. */
export function createLabelStore(database: Database): LabelStore {
  const save = database
    .insert(labels)
    .values(placeholders("repositoryId", "changeId", "tool", "isSet", "isOwn", "at"))
    .onConflictDoUpdate({
      target: [labels.repositoryId, labels.changeId, labels.tool],
      set: excludedValues(labels, "isSet", "isOwn", "at"),
      // Of two within one second the larger one counts: arbitrary, but the same in any order.
      setWhere: sql`(excluded.at, excluded.is_set, excluded.is_own)
        >= (${labels.at}, ${labels.isSet}, ${labels.isOwn})`,
    })
    .prepare();
  return {
    async save({ number, ...labelling }) {
      save.run({ ...labelling, changeId: `#${number}` });
    },
  };
}

/** Prepares to read the present labels of a change. */
export function createLabelReader(database: Database): (key: ChangeKey) => ToolLabel[] {
  const { tool, isOwn } = labels;
  const statement = database
    .select({ tool, isOwn })
    .from(labels)
    .where(matches(labels, { ...placeholders("repositoryId", "changeId"), isSet: true }))
    .orderBy(tool)
    .prepare();
  return ({ repositoryId, id }) => statement.all({ repositoryId, changeId: id });
}
