import type { StoredRules } from "../domain/records/rules.ts";
import { additionOf, fromEver, type Told, withoutRepeats } from "./dated.ts";
import { RULES } from "./json/columns.ts";
import { judgeEventsSince } from "./judged-events.ts";
import { buildUpsert, matches, placeholders } from "./rows.ts";
import { rules } from "./schema/repositories.ts";
import type { Connection, SqlDatabase } from "./sql/handle.ts";
import { build } from "./sql/query.ts";
import { fromStoredAttributes, toStoredAttributes } from "./stored-attributes.ts";

/** The rules of each repository, by the time from which they are valid. */
export interface RuleStore {
  /** Records rules. Returns whether those in force at their time were others. */
  save(repositoryId: number, rules: StoredRules, told?: Told): Promise<boolean>;
  /** All rules, the oldest first. */
  list(repositoryId: number): Promise<readonly StoredRules[]>;
}

const LIST = build
  .select()
  .from(rules)
  .where(matches(rules, placeholders("repositoryId")))
  .orderBy(rules.since);

/** Stores rules. */
export function createRuleStore(database: SqlDatabase): RuleStore {
  return {
    async save(repositoryId, stored, told) {
      const row = toRow(repositoryId, stored);
      const { since } = row;
      return database.transaction(async (transaction) => {
        const known = (await transaction.all(LIST, { repositoryId })).map(toRules);
        const { isNew, isStored } = additionOf(known, toRules(row), told);
        if (!isStored) return isNew;
        await transaction.run(buildUpsert(rules, { row, key: [rules.repositoryId, rules.since] }));
        if (!isNew) return false;
        const all = await listRules(transaction, repositoryId);
        const isFirst = known.every((each) => each.since >= since);
        await judgeEventsSince(transaction, repositoryId, {
          since: isFirst ? new Date(0) : since,
          rules: all,
        });
        return true;
      });
    },
    list: (repositoryId) => listRules(database, repositoryId),
  };
}

/** The rules of a repository, the oldest first. The first known ones are valid for all time before, too. */
export async function listRules(connection: Connection, repositoryId: number): Promise<StoredRules[]> {
  return fromEver(withoutRepeats((await connection.all(LIST, { repositoryId })).map(toRules)));
}

type Row = Omit<typeof rules.$inferSelect, "codeowners">;

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
