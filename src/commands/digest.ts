import type { Digest } from "../domain/metric/digest.ts";
import { isWeek } from "../domain/metric/week.ts";
import { readGitHubEnv } from "../env.ts";
import { computeOrganizationDigest } from "../jobs/organization-digest.ts";
import { computeDigest, type DigestRequest, publishDigest } from "../jobs/publish-digest.ts";
import { renderDigest } from "../render/digest.ts";
import type { Stores } from "../storage/stores.ts";
import { withOrganization, withRepository } from "./repository.ts";
import { UserError } from "./user-error.ts";

/** The options of `plimsoll digest`. */
export interface DigestOptions {
  readonly week: string;
  readonly json?: true;
  readonly publish?: true;
}

/**
 * Prints the digest of a repository's or an organization's week, or publishes a repository's.
 *
 * Throws a `UserError` when there is nothing to print.
 */
export async function digest(scope: string, { week, json, publish }: DigestOptions): Promise<void> {
  if (!isWeek(week)) throw new UserError(`--week ${week} is no ISO week: write it as 2026-W47`);
  const now = new Date();
  if (!scope.includes("/")) {
    if (publish) throw new UserError(`--publish needs a repository: write it as ${scope}/REPO`);
    return withOrganization(scope, async (stores, repositories) => {
      const request = { owner: scope, repositories, week, now };
      const visible = new Set(repositories.map(({ owner, name }) => `${owner}/${name}`));
      print(textOf(await computeOrganizationDigest(stores, request), { json, id: 0, visible }));
    });
  }
  await withRepository(scope, async (stores, repository) => {
    const request = { repository, week, now };
    if (publish) return print(await publishTo(stores, request));
    print(textOf(await computeDigest(stores, request), { json, id: repository.id }));
  });
}

function textOf(
  computed: Digest,
  of: {
    readonly json: true | undefined;
    readonly id: number;
    readonly visible?: ReadonlySet<string>;
  },
): string {
  if (of.json) return JSON.stringify(computed, undefined, 2);
  const { title, body } = renderDigest(computed, of.id, of.visible ? { visible: of.visible } : {});
  return `# ${title}\n\n${body.trimEnd()}`;
}

const WRITTEN = { created: "published", updated: "edited", nothing: "unchanged" };

/** Writes the issue, and says which one it is and what was done to it. */
async function publishTo(stores: Stores, request: DigestRequest): Promise<string> {
  const { createProbot } = await import("../probot-server.ts");
  const probot = createProbot(readGitHubEnv(process.env));
  const options = { stores, clock: () => request.now, authenticate: (id: number) => probot.auth(id) };
  const { issueNumber, written } = await publishDigest(options, request);
  const { owner, name } = request.repository;
  return `${owner}/${name}#${issueNumber}: ${WRITTEN[written]}`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
