import { existsSync } from "node:fs";
import { isWeek } from "../domain/metric/week.ts";
import { readGitHubEnv, readStorageEnv } from "../env.ts";
import { computeDigest, publishDigest } from "../jobs/publish-digest.ts";
import { renderDigest } from "../render/digest.ts";
import { openStores } from "../storage/stores.ts";
import { UserError } from "./user-error.ts";

/** The options of `plimsoll digest`. */
export interface DigestOptions {
  readonly week: string;
  readonly json?: true;
  readonly publish?: true;
}

/** Prints or publishes the digest of a repository's week. Throws a `UserError` when there is nothing to print. */
export async function digest(fullName: string, { week, json, publish }: DigestOptions): Promise<void> {
  const { owner, name } = parseFullName(fullName);
  if (!isWeek(week)) throw new UserError(`--week ${week} is no ISO week: write it as 2026-W47`);
  const { DATABASE_URL } = readStorageEnv(process.env);
  if (!existsSync(DATABASE_URL.replace(/^file:/, ""))) {
    throw new UserError(
      `there is no store at ${DATABASE_URL}: run this where the server runs, or set DATABASE_URL`,
    );
  }
  const stores = openStores(DATABASE_URL);
  try {
    const repository = await stores.repositories.findByName(owner, name);
    if (repository === undefined) {
      throw new UserError(
        `${fullName} is not in ${DATABASE_URL}: has the app been installed on it and seen an event?`,
      );
    }
    const request = { repository, week, now: new Date() };
    if (publish) {
      const { createProbot } = await import("../probot-server.ts");
      const probot = createProbot(readGitHubEnv(process.env));
      const options = { stores, clock: () => request.now, authenticate: (id: number) => probot.auth(id) };
      const { issueNumber, written } = await publishDigest(options, request);
      process.stdout.write(`${repository.owner}/${repository.name}#${issueNumber}: ${WRITTEN[written]}\n`);
      return;
    }
    const computed = await computeDigest(stores, request);
    const { title, body } = renderDigest(computed, repository.id);
    process.stdout.write(json ? `${JSON.stringify(computed, undefined, 2)}\n` : `# ${title}\n\n${body}`);
  } finally {
    stores.close();
  }
}

const WRITTEN = { created: "published", updated: "edited", nothing: "unchanged" };

function parseFullName(fullName: string): { owner: string; name: string } {
  const [owner, name, ...rest] = fullName.split("/");
  if (owner && name && rest.length === 0) return { owner, name };
  throw new UserError(`${fullName} is no repository: write it as OWNER/REPO`);
}
