import { eq } from "drizzle-orm";
import type { StoredRules } from "../domain/records/rules.ts";
import type { Database } from "./database.ts";
import { judgeEventsSince } from "./judged-events.ts";
import { bound, matches, put } from "./rows.ts";
import { rules } from "./schema/repositories.ts";
import { fromStoredAttributes, toStoredAttributes } from "./stored-attributes.ts";

/** The rules of each repository, by the time from which they held. */
export interface RuleStore {
  /** Records rules, unless those that held at their time say the same. */
  save(repositoryId: number, rules: StoredRules): Promise<void>;
  /** All rules, the oldest first. */
  list(repositoryId: number): Promise<readonly StoredRules[]>;
}

/** Stores rules in SQLite. */
export function createRuleStore(database: Database): RuleStore {
  const listRules = createRulesReader(database);
  return {
    async save(repositoryId, stored) {
      const { since, production = null, creators = null } = stored;
      database.transaction((transaction) => {
        const before = listRules(repositoryId).findLast((kept) => kept.since <= since);
        if (before !== undefined && isSame(before, stored)) return;
        const gitattributes = toStoredAttributes(stored.gitattributes);
        const row = { ...stored, repositoryId, production, creators, gitattributes };
        put(transaction, rules, { row, key: [rules.repositoryId, rules.since] });
        judgeEventsSince(transaction, repositoryId, { since, rules: listRules(repositoryId) });
      });
    },
    list: async (repositoryId) => listRules(repositoryId),
  };
}

/** Prepares to read the rules of a repository, the oldest first. */
export function createRulesReader(database: Database): (repositoryId: number) => StoredRules[] {
  const isOfRepository = matches(rules, bound("repositoryId"));
  const statement = database.select().from(rules).where(isOfRepository).orderBy(rules.since).prepare();
  return (repositoryId) => statement.all({ repositoryId }).map(toRules);
}

/** Reads the rules of a repository, the oldest first. */
export function readRules(reader: Pick<Database, "select">, repositoryId: number): StoredRules[] {
  return reader
    .select()
    .from(rules)
    .where(eq(rules.repositoryId, repositoryId))
    .orderBy(rules.since)
    .all()
    .map(toRules);
}

function toRules({ repositoryId: _, ...row }: typeof rules.$inferSelect): StoredRules {
  return {
    ...row,
    production: row.production ?? undefined,
    creators: row.creators ?? undefined,
    gitattributes: fromStoredAttributes(row.gitattributes),
  };
}

function isSame({ since: _a, ...a }: StoredRules, { since: _b, ...b }: StoredRules): boolean {
  const ordered = (said: object) => JSON.stringify(Object.entries(said).sort(([x], [y]) => (x < y ? -1 : 1)));
  return ordered(a) === ordered(b);
}
