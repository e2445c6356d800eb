import { and, eq, sql } from "drizzle-orm";
import type { ToolLabel } from "../domain/attribution/labels.ts";
import type { ChangeKey } from "../domain/records/change.ts";
import type { Database } from "./database.ts";
import { labels } from "./schema/changes.ts";

/** That a label of a tool was set on a pull request, or taken away. */
interface StoredLabelling extends ToolLabel {
  readonly repositoryId: number;
  readonly number: number;
  readonly isSet: boolean;
  readonly at: Date;
}

/** Labels of tools; of each the latest counts. */
export interface LabelStore {
  save(labelling: StoredLabelling): Promise<void>;
}

/** Stores labels in SQLite. */
export function createLabelStore(database: Database): LabelStore {
  const column = (name: string) => sql.placeholder(name);
  const save = database
    .insert(labels)
    .values({
      ...{ repositoryId: column("repositoryId"), changeId: column("changeId"), tool: column("tool") },
      ...{ isSet: column("isSet"), isOwn: column("isOwn"), at: column("at") },
    })
    .onConflictDoUpdate({
      target: [labels.repositoryId, labels.changeId, labels.tool],
      set: { isSet: sql`excluded.is_set`, isOwn: sql`excluded.is_own`, at: sql`excluded.at` },
      // Of two within one second the one that says more counts: arbitrary, but the same in any order.
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

/** Prepares to read the labels that a change bears. */
export function createLabelReader(database: Database): (key: ChangeKey) => ToolLabel[] {
  const { repositoryId, changeId, tool, isSet, isOwn } = labels;
  const isOf = [eq(repositoryId, sql.placeholder("repositoryId")), eq(changeId, sql.placeholder("id"))];
  const statement = database
    .select({ tool, isOwn })
    .from(labels)
    .where(and(...isOf, eq(isSet, true)))
    .orderBy(tool)
    .prepare();
  return (key) => statement.all({ ...key });
}
