import { sql } from "drizzle-orm";
import { asList } from "./among.ts";
import { listed, ORDERED_JOIN } from "./expressions.ts";
import { APART_MS } from "./landing-claim-statements.ts";
import { placeholders } from "./rows.ts";
import type { SqlDatabase } from "./sql/handle.ts";
import { template } from "./sql/query.ts";

/** Pull requests that pushes name, and that are not known yet. */
export interface NamedPullStore {
  /**
   * The numbers that pushes name, in order after a number, without pull requests that are known to be merged or closed.
   * Closed ones that were read without the content that a push may repeat are among them.
   */
  list(
    repositoryId: number,
    page: { readonly after: number; readonly limit: number },
  ): Promise<readonly number[]>;
  /** Whether a push that names a number is within a day of one of some times. */
  isNamedNear(
    repositoryId: number,
    named: { readonly number: number; readonly times: readonly Date[] },
  ): Promise<boolean>;
}

const VALUES = placeholders("repositoryId", "number", "after", "limit", "times");

/** A sealed push stays unchanged, whatever else it could have landed. */
const CLAIMS = sql`landing_claims as claim
  ${ORDERED_JOIN} changes as made on made.repository_id = claim.repository_id and made.id = claim.push
  where claim.repository_id = ${VALUES.repositoryId} and not made.is_sealed`;

const LIST = template<{ number: number }>(sql`
  select distinct claim.number from ${CLAIMS} and claim.number > ${VALUES.after}
    and not exists (
      select 1 from changes as pull where pull.repository_id = claim.repository_id
        and pull.id = '#' || claim.number
        and (pull.state = 'merged' or pull.state = 'closed' and (pull.read_from is null or pull.content_id is not null))
    )
  order by claim.number limit ${VALUES.limit}`);

const IS_NEAR = template<unknown>(sql`
  select 1 from ${CLAIMS} and claim.number = ${VALUES.number}
    and exists (
      select 1 from ${listed(VALUES.times, "bigint")} as time
      where abs(time.value - made.merged_at) <= ${sql.raw(`${APART_MS}`)}
    )
  limit 1`);

/** Reads the names in pushes. */
export function createNamedPullStore(database: SqlDatabase): NamedPullStore {
  return {
    async list(repositoryId, page) {
      return (await database.all(LIST, { repositoryId, ...page })).map((row) => row.number);
    },
    async isNamedNear(repositoryId, { number, times }) {
      const instants = asList(times.map((time) => time.getTime()));
      return (await database.one(IS_NEAR, { repositoryId, number, times: instants })) !== undefined;
    },
  };
}
