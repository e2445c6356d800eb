import { isDeepStrictEqual } from "node:util";
import { eq } from "drizzle-orm";
import type { StoredRules } from "../domain/records/rules.ts";
import type { Database } from "./database.ts";
import { RULES } from "./json/columns.ts";
import { judgeEventsSince } from "./judged-events.ts";
import { matches, placeholders, upsert } from "./rows.ts";
import { rules } from "./schema/repositories.ts";
import { fromStoredAttributes, toStoredAttributes } from "./stored-attributes.ts";

/** The rules of each repository, by the time from which they are valid. */
export interface RuleStore {
  /** Records rules, unless the rules in force at their time are equal. */
  save(repositoryId: number, rules: StoredRules): Promise<void>;
  /** All rules, the oldest first. */
  list(repositoryId: number): Promise<readonly StoredRules[]>;
}

/** Stores rules in SQLite. */
export function createRuleStore(database: Database): RuleStore {
  const listRules = createRulesReader(database);
  return {
    async save(repositoryId, stored) {
      const row = toRow(repositoryId, stored);
      const { since } = row;
      database.transaction((transaction) => {
        const before = listRules(repositoryId).findLast((kept) => kept.since <= since);
        if (isDeepStrictEqual(before && { ...before, since }, toRules(row))) return;
        upsert(transaction, rules, { row, key: [rules.repositoryId, rules.since] });
        judgeEventsSince(transaction, repositoryId, { since, rules: listRules(repositoryId) });
      });
    },
    list: async (repositoryId) => listRules(repositoryId),
  };
}

/** Prepares to read the rules of a repository, the oldest first. */
export function createRulesReader(database: Database): (repositoryId: number) => StoredRules[] {
  const isOfRepository = matches(rules, placeholders("repositoryId"));
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

type Row = typeof rules.$inferSelect;

function toRow(repositoryId: number, { since, ship, prose, timezone, ...said }: StoredRules): Row {
  return {
    repositoryId,
    since,
    ship,
    prose,
    timezone,
    production: said.production === undefined ? null : RULES.production.write(said.production),
    services: RULES.services.write(said.services),
    agents: RULES.agents.write(said.agents),
    exclude: RULES.exclude.write(said.exclude),
    creators: said.creators === undefined ? null : RULES.creators.write(said.creators),
    bots: RULES.bots.write(said.bots),
    gitattributes: toStoredAttributes(said.gitattributes),
  };
}

function toRules({ repositoryId, since, ship, prose, timezone, ...row }: Row): StoredRules {
  const key = { repositoryId, since };
  return {
    since,
    ship,
    prose,
    timezone,
    production: row.production === null ? undefined : RULES.production.read(row.production, key),
    services: RULES.services.read(row.services, key),
    agents: RULES.agents.read(row.agents, key),
    exclude: RULES.exclude.read(row.exclude, key),
    creators: row.creators === null ? undefined : RULES.creators.read(row.creators, key),
    bots: RULES.bots.read(row.bots, key),
    gitattributes: fromStoredAttributes(row.gitattributes),
  };
}
