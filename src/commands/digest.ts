import { isWeek } from "../domain/metric/week.ts";
import { readGitHubEnv } from "../env.ts";
import { computeDigest, type DigestRequest, publishDigest } from "../jobs/publish-digest.ts";
import { renderDigest } from "../render/digest.ts";
import type { Stores } from "../storage/stores.ts";
import { withRepository } from "./repository.ts";
import { UserError } from "./user-error.ts";

/** The options of `plimsoll digest`. */
export interface DigestOptions {
  readonly week: string;
  readonly json?: true;
  readonly publish?: true;
}

/** Prints or publishes the digest of a repository's week. Throws a `UserError` when there is nothing to print. */
export async function digest(fullName: string, { week, json, publish }: DigestOptions): Promise<void> {
  if (!isWeek(week)) throw new UserError(`--week ${week} is no ISO week: write it as 2026-W47`);
  await withRepository(fullName, async (stores, repository) => {
    const request = { repository, week, now: new Date() };
    if (publish) return print(await publishTo(stores, request));
    const computed = await computeDigest(stores, request);
    if (json) return print(JSON.stringify(computed, undefined, 2));
    const { title, body } = renderDigest(computed, repository.id);
    print(`# ${title}\n\n${body.trimEnd()}`);
  });
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
