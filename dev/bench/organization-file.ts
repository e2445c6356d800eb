import { openDatabase } from "../../src/storage/database.ts";

/** The week that a digest is computed of, and when. */
export const [WEEK, END] = ["2026-W46", Date.parse("2026-11-16T09:00Z")] as const;
const YEARS = 3;
const SEALED_AFTER = 8 * 7 * 86_400_000;

/** How large an organization is: its repositories, and the changes of each. */
export interface OrganizationSize {
  readonly repositories: number;
  readonly changes: number;
}

/** Fills the tables of a database file as the handlers would, but all at once. */
export function fillOrganization(file: string, { repositories, changes }: OrganizationSize): void {
  const { $client: client } = openDatabase(file);
  client.pragma("synchronous = OFF");
  const insert = (table: string, row: Readonly<Record<string, string | number | null>>) => {
    const key = `${table} ${Object.keys(row).join()}`;
    const columns = Object.keys(row).join(", ");
    const values = Object.keys(row).map(() => "?");
    const statement =
      prepared.get(key) ?? client.prepare(`insert into ${table} (${columns}) values (${values})`);
    prepared.set(key, statement);
    statement.run(...Object.values(row));
  };
  const prepared = new Map<string, ReturnType<typeof client.prepare>>();
  insert("installations", { id: 1, installed_at: 0, builder_key: "key" });
  for (let repository = 1; repository <= repositories; repository++) {
    client.transaction(() => {
      insert("repositories", {
        id: repository,
        installation_id: 1,
        owner: "acme",
        name: `repository-${repository}`,
      });
      for (let number = 1; number <= changes; number++) fillChange(insert, { repository, number, changes });
    })();
  }
  client.close();
}

type Insert = (table: string, row: Readonly<Record<string, string | number | null>>) => void;

/** A pull request of one commit, squashed and deployed at once, some hours after the one before. */
function fillChange(
  insert: Insert,
  { repository, number, changes }: { repository: number; number: number; changes: number },
): void {
  const at = END - (changes - number + 1) * ((YEARS * 365 * 86_400_000) / changes) + repository * 1_000;
  const [repository_id, id] = [repository, `#${number}`];
  const shaOf = (letter: string, count = number) => `${letter}${repository}x${count}x`.padEnd(40, "0");
  const [before, merged, head] = [shaOf("a", number - 1), shaOf("a"), shaOf("b")];
  const isDeclared = number % 3 === 0;
  // As the nightly job leaves what nothing can change any more.
  const isSealed = at < END - SEALED_AFTER;
  insert("changes", {
    ...{ repository_id, id, number, state: "merged", updated_at: at, base_sha: before, head_sha: head },
    ...{
      merge_sha: merged,
      merged_at: at,
      author: `person ${(repository + number) % 700}`,
      is_sealed: isSealed ? 1 : 0,
      is_approved: isSealed ? 1 : null,
      author_attribution: "undeclared",
    },
    ...{
      author_tools: "[]",
      claimed_reverts: "[]",
      read_from: "",
      agents_version: "2026-01-01",
      is_effective: 1,
    },
    ...{ lines: 40, services: "[]", patch_id: shaOf("p") },
  });
  const of = { repository_id, change_id: id };
  insert("change_commits", { ...of, role: "own", position: 0, sha: head });
  insert("change_commits", { ...of, role: "carrier", position: 0, sha: merged });
  insert("change_commits", { ...of, role: "carrier", position: 1, sha: head });
  if (!isSealed) insert("reviews", { ...of, reviewer: "somebody", is_approval: 1, at });
  for (const sha of [merged, head]) {
    insert("commits", {
      ...{
        repository_id,
        sha,
        parents: `["${before}"]`,
        tree: shaOf("t"),
        tools: isDeclared ? '["claude-code"]' : "[]",
      },
      ...{
        attribution: isDeclared ? "declared" : "undeclared",
        evidence: isDeclared ? '[{"kind":"trailer","tool":"claude-code"}]' : "[]",
        hints: "[]",
        agents_version: "2026-01-01",
      },
    });
  }
  const deployment = repository * 1_000_000 + number;
  const environment = "production";
  insert("deployments", {
    ...{ id: deployment, repository_id, sha: merged, environment, is_production: 1, is_transient: 0 },
    ...{ creator: "app", creator_kind: "app" },
  });
  insert("deployment_statuses", {
    deployment_id: deployment,
    state: "success",
    at: at + 60_000,
    environment,
  });
  const ended = { repository_id, environment, at: at + 60_000, deployment_id: deployment };
  insert("successes", ended);
  insert("deployment_events", {
    ...{ ...ended, id: deployment, target: environment, sha: merged, outcome: "succeeded" },
    ...{ is_production: 1, is_transient: 0, ending: "production" },
  });
  insert("landings", {
    ...{ ...ended, event_id: deployment, target: environment, channel: "", sha: merged },
    ...{ tree: shaOf("t"), reason: number === 1 ? "baseline" : null, is_linked: number === 1 ? 0 : 1 },
  });
  insert("arrivals", {
    repository_id,
    sha: merged,
    channel: "",
    position: number,
    event_id: deployment,
  });
}
