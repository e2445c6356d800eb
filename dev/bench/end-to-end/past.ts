import { openDatabase } from "../../../src/storage/database.ts";
import { fillOrganization } from "../organization-file.ts";

/**
 * Fills a store with so many changes that are over, their check runs and the deliveries that told of them.
 *
 * Their installation is suspended, so that nothing of them is due and no digest of theirs is computed meanwhile.
 */
export function fillPast(
  databaseUrl: string,
  { repositories, changes }: { repositories: number; changes: number },
): void {
  fillOrganization(databaseUrl, { repositories, changes: changes / repositories });
  const { $client: client } = openDatabase(databaseUrl);
  client.exec(`
    insert into check_runs (repository_id, head_sha, number, check_run_id, created_at, shown, is_final, is_urgent)
      select repository_id, head_sha, number, 1, merged_at, 'hash', 1, 0 from changes;
    insert into deliveries (id, event, installation_id, repository_id, received_at, status, due_at)
      select repository_id || id, 'pull_request', 1, repository_id, merged_at, 'done', merged_at from changes;
    insert into rules (repository_id, since, ship, services, agents, prose, exclude, bots, timezone)
      select id, 0, 'auto', '[]', '[]', 1, '[]', '[]', 'UTC' from repositories;
    update installations set suspended_at = 0;
    update changes set agents_version = '9';`);
  client.close();
}
