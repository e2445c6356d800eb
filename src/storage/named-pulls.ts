import type { Database } from "./database.ts";
import { APART_MS } from "./landing-claim-statements.ts";

/** Pull requests that pushes name, and that are not known yet. */
export interface NamedPullStore {
  /**
   * The numbers that pushes name, in order after a number, without pull requests that are known to be merged or closed.
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

/** A sealed push stays unchanged, whatever else it could have landed. */
const CLAIMS = `
  landing_claims as claim
  cross join changes as made on made.repository_id = claim.repository_id and made.id = claim.push
  where claim.repository_id = @repositoryId and not made.is_sealed`;

const LIST = `
  select distinct claim.number from ${CLAIMS} and claim.number > @after
    and not exists (
      select 1 from changes as pull where pull.repository_id = claim.repository_id
        and pull.id = '#' || claim.number and pull.state <> 'open'
    )
  order by claim.number limit @limit`;

const IS_NEAR = `
  select 1 from ${CLAIMS} and claim.number = @number
    and exists (select 1 from json_each(@times) as time where abs(time.value - made.merged_at) <= ${APART_MS})
  limit 1`;

/** Reads the names in pushes from SQLite. */
export function createNamedPullStore({ $client }: Database): NamedPullStore {
  const [list, isNear] = [$client.prepare(LIST).pluck(), $client.prepare(IS_NEAR)];
  return {
    list: async (repositoryId, page) => list.all({ repositoryId, ...page }) as number[],
    async isNamedNear(repositoryId, { number, times }) {
      const asJson = JSON.stringify(times.map((time) => time.getTime()));
      return isNear.get({ repositoryId, number, times: asJson }) !== undefined;
    },
  };
}
